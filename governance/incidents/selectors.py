"""Incidents read: what is open first, and what each person owes of them."""

from uuid import UUID

from django.db.models import F, QuerySet

from governance.access.choices import Role
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.incidents.choices import AuthorityAnswer
from governance.incidents.models import Incident
from governance.incidents.rules import AUTHORITY_WITHIN, incident_facts
from governance.members.models import Member
from governance.register.choices import EntryStatus
from governance.register.models import RegisterEntry
from tenants.errors import NotFound

PEOPLE = ("entry", "entry__stop_by", "reported_by", "closed_by")
MOST = 200


def incidents() -> QuerySet[Incident]:
    """Every incident with its use, the open ones first, the newest before."""
    rows = Incident.objects.select_related(*PEOPLE)
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-reported_at", "-id")


def get_incident(incident_id: UUID) -> Incident:
    """That incident; raises NotFound `incident_not_found`."""
    row = Incident.objects.select_related(*PEOPLE).filter(id=incident_id).first()
    if row is None:
        raise NotFound("incident_not_found", named=incident_id)
    return row


def told_in_register() -> list[RegisterEntry]:
    """Uses that were declared as an incident and stand in no incident yet."""
    rows = RegisterEntry.objects.filter(incident_on__isnull=False, incidents=None)
    return list(rows.exclude(status=EntryStatus.STOPPED).order_by("incident_on", "id"))


def uses_to_name() -> list[RegisterEntry]:
    """The uses that an incident may name, by name."""
    return list(RegisterEntry.objects.order_by("folded", "id"))


def answerable() -> list[Member]:
    """Who is told of the 72 hours: the executives and the AI captains."""
    roles = [Role.EXECUTIVE, Role.AI_LEAD]
    rows = Member.objects.filter(left_at=None, joined_at__isnull=False, role__in=roles)
    return list(rows.order_by("name", "id"))


def observed_incidents() -> dict[str, object]:
    """The facts of the incident book; one statement."""
    return incident_facts(count=Incident.objects.count())


HANDLE = (Power(permission="incident.handle"),)


def _of_incident(row: Owed, reader: Reader) -> Duty:
    place = (row.id,)
    return Duty(
        kind=DutyKind(row.code),
        powers=HANDLE,
        door=Place(route="incident", parts=place),
        operation=Place(route="api_incident", parts=place),
        **row.of(reader),
    )


# An incident waits for its lesson; one with personal data for the authority, at once.
INCIDENTS_OWED = DutySource(
    sql=f"""
SELECT id, '{DutyKind.INCIDENT}' AS code, what AS title, '' AS about,
 (reported_at AT TIME ZONE %(zone)s)::date AS since, NULL::date AS due_on, version
FROM governance_incident
WHERE closed_at IS NULL AND (NOT personal_data OR authority <> '{AuthorityAnswer.NONE}')
UNION ALL
SELECT id, '{DutyKind.AUTHORITY}', what,
 to_char((known_at + interval '{AUTHORITY_WITHIN.days} days') AT TIME ZONE %(zone)s,
         'YYYY-MM-DD"T"HH24:MI'),
 (known_at AT TIME ZONE %(zone)s)::date, NULL, version
FROM governance_incident
WHERE closed_at IS NULL AND personal_data AND authority = '{AuthorityAnswer.NONE}'
""",
    row=Owed,
    read=_of_incident,
)
