"""The register read: one statement a list, one for its figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.signing import b64_encode
from django.db.models import F, Q, QuerySet
from django.utils.crypto import salted_hmac

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from governance.law.rules.triage import TriageFinding, evaluate
from governance.law.selectors import law, still_speaking
from governance.members.models import Member
from governance.register.choices import EntryKind, EntryStatus, Light
from governance.register.models import KnownSoftware, RegisterDoor, RegisterEntry, RegisterEvent
from governance.register.rules.entries import (
    IN_PLACE,
    NOTICE_TOLD,
    QUARTER,
    EntryFacts,
    Summary,
    next_notice,
    next_turn,
    register_facts,
    summary,
)
from tenants.errors import NotFound
from tenants.texts import folded
from tenants.tokens import token_digest

PEOPLE = ("owner", "contact", "checker", "stop_by", "software")
SALT = "register door"
MOST_NOTICES = 12


@dataclass(frozen=True, kw_only=True)
class EntryFilter:
    """Which entries are meant: every word typed, one light, whether those stopped are shown."""

    typed: str = ""
    light: str = ""
    kind: str = ""
    status: str = ""

    @property
    def is_open(self) -> bool:
        """Whether everything is meant."""
        return not (self.typed.strip() or self.light or self.kind or self.status)


def entries(wanted: EntryFilter = EntryFilter()) -> QuerySet[RegisterEntry]:
    """The entries that are meant, with their people, by name; accents make no difference."""
    rows = RegisterEntry.objects.select_related(*PEOPLE)
    for word in folded(wanted.typed).split():
        rows = rows.filter(folded__contains=word)
    if wanted.light:
        is_none = wanted.light == "none"
        rows = rows.filter(light=Light.NONE if is_none else wanted.light)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    return rows.order_by("folded", "id")


def get_entry(entry_id: UUID) -> RegisterEntry:
    """That entry with its people; raises NotFound `entry_not_found`."""
    row = RegisterEntry.objects.select_related(*PEOPLE).filter(id=entry_id).first()
    if row is None:
        raise NotFound("entry_not_found", named=entry_id)
    return row


def law_answers(row: RegisterEntry) -> dict[str, str]:
    """What was answered of it that speaks under the law of today."""
    return still_speaking(row.law_answers, version=row.law_version)


def law_finding(row: RegisterEntry, *, as_of: date) -> TriageFinding:
    """What the law of that day says of those answers."""
    return evaluate(law=law(), answers=law_answers(row), as_of=as_of)


def entry_facts() -> list[EntryFacts]:
    """What the figures read of every entry; one statement."""
    rows = RegisterEntry.objects.only(
        *("kind", "status", "light", "account", "incident_on", "law_class", "contact_id"),
        *("reads", "writes", "sends", "never", "spends_up_to", "exit_note", "oversight"),
        *("users_count", "users_on", "seats", "cost_year", "notice_on", "vendor_assessed_on"),
        *("access_reviewed_on", "stop_tried_on"),
    )
    return [
        EntryFacts(
            kind=row.kind,
            status=row.status,
            light=row.light,
            account=row.account,
            incident_on=row.incident_on,
            is_classified=bool(row.law_class),
            has_contact=row.contact_id is not None,
            has_rights=bool(row.reads or row.writes or row.sends or row.never)
            or row.spends_up_to is not None,
            has_exit=bool(row.exit_note),
            oversight=row.oversight,
            users_count=row.users_count,
            users_on=row.users_on,
            seats=row.seats,
            cost_year=row.cost_year,
            notice_on=row.notice_on,
            vendor_assessed_on=row.vendor_assessed_on,
            access_reviewed_on=row.access_reviewed_on,
            stop_tried_on=row.stop_tried_on,
        )
        for row in rows
    ]


def register_summary(*, today: date) -> Summary:
    """The figures of the register; one statement."""
    return summary(entry_facts(), today=today)


def observed(*, today: date) -> dict[str, object]:
    """The facts of the register as of that day; two statements."""
    swept = list(known_software().values_list("swept_on", flat=True))
    return register_facts(entry_facts(), swept=swept, today=today)


def next_change(*, today: date) -> date | None:
    """The first day on which something of the register turns by itself; three statements."""
    notices = coming(today=today).values_list("notice_on", flat=True)
    reviewed = RegisterEntry.objects.filter(status__in=list(IN_PLACE)).values_list(
        "access_reviewed_on", flat=True
    )
    looked = [one.swept_on or one.added_on for one in known_software()]
    turns = (
        next_turn([*reviewed, *looked], today=today),
        next_notice([day for day in notices if day is not None], today=today),
    )
    return min(filter(None, turns), default=None)


def coming(*, today: date) -> QuerySet[RegisterEntry]:
    """What is in place and asks for a notice from today on, the nearest first."""
    rows = RegisterEntry.objects.filter(status__in=list(IN_PLACE), notice_on__gte=today)
    return rows.order_by("notice_on", "folded")


def coming_notices(*, today: date) -> list[RegisterEntry]:
    """The next notices to give, the nearest first."""
    return list(coming(today=today)[:MOST_NOTICES])


def agents() -> list[RegisterEntry]:
    """The agents in place, by name, with who answers for what they do."""
    rows = RegisterEntry.objects.select_related("contact", "checker", "stop_by")
    return list(rows.filter(kind="agent", status__in=list(IN_PLACE)).order_by("folded", "id"))


def to_look_at() -> list[RegisterEntry]:
    """What waits for somebody who keeps the register: incidents first, then the oldest."""
    waiting = Q(status__in=[EntryStatus.DECLARED, EntryStatus.STOP_ASKED])
    rows = RegisterEntry.objects.filter(waiting).order_by(
        F("incident_on").asc(nulls_last=True), "declared_on", "id"
    )
    return list(rows[:MOST_NOTICES])


def known_software() -> QuerySet[KnownSoftware]:
    """The software that is looked through, by name."""
    return KnownSoftware.objects.filter(removed_on__isnull=True).order_by("folded", "id")


def get_software(software_id: UUID) -> KnownSoftware:
    """That software, which the company still has; raises NotFound `software_not_found`."""
    row = known_software().filter(id=software_id).first()
    if row is None:
        raise NotFound("software_not_found", named=software_id)
    return row


@dataclass(frozen=True, kw_only=True)
class SweepLine:
    """One known software and by when it is looked through."""

    row: KnownSoftware
    due_on: date
    is_due: bool


def sweep_lines(*, today: date) -> list[SweepLine]:
    """Every known software, what is due first; one statement."""
    return sweep_of(known_software(), today=today)


def sweep_of(rows: Iterable[KnownSoftware], *, today: date) -> list[SweepLine]:
    """When each is looked through next: at once where nobody looked yet, else after a quarter."""
    lines = [
        SweepLine(row=row, due_on=due, is_due=due <= today)
        for row in rows
        for due in [row.swept_on + QUARTER if row.swept_on else row.added_on]
    ]
    return sorted(lines, key=lambda one: (not one.is_due, one.row.folded))


def next_sweep(lines: Sequence[SweepLine]) -> date | None:
    """The day of the next look, None without known software."""
    return min((line.due_on for line in lines), default=None)


@dataclass(frozen=True, kw_only=True)
class History:
    """The facts of an entry, the newest first, and the names of those who stand in them."""

    events: list[RegisterEvent]
    names: dict[str, str]


def history_of(entry: RegisterEntry) -> History:
    """Everything that happened to it; two statements."""
    events = list(entry.events.order_by("-id"))
    names = {str(one.id): one.display_name for one in Member.objects.all()} if events else {}
    return History(events=events, names=names)


def open_door() -> RegisterDoor | None:
    """The public address that is open."""
    return RegisterDoor.objects.filter(closed_at__isnull=True).first()


def door_behind(token: str) -> RegisterDoor:
    """The open address of that token; raises NotFound `door_not_found`."""
    row = RegisterDoor.objects.filter(token_hash=token_digest(token), closed_at__isnull=True)
    found = row.first()
    if found is None:
        raise NotFound("door_not_found")
    return found


def door_token(door_id: UUID) -> str:
    """The token of an address that may be copied again: made anew from the id and our key."""
    return b64_encode(salted_hmac(SALT, door_id.hex, algorithm="sha256").digest()).decode()


PLACED = tuple(sorted(one.value for one in IN_PLACE))
KEEP = (Power(permission="register.edit"),)


def _entries(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.ENTRIES,
        powers=KEEP,
        door=Place(route="register"),
        operation=Place(route="api_register"),
        **row.of(reader),
    )


def _sweep(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.SWEEP, powers=KEEP, door=Place(route="register_sweep"), **row.of(reader)
    )


def _of_entry(row: Owed, reader: Reader) -> Duty:
    kind = DutyKind(row.code)
    entry = (row.id,)
    is_stop = kind is DutyKind.STOP
    return Duty(
        kind=kind,
        powers=(Power(permission="register.stop"),) if is_stop else KEEP,
        door=Place(route="register_stopped" if is_stop else "register_entry", parts=entry),
        operation=Place(route="api_register_stopped", parts=entry)
        if is_stop
        else Place(route="api_register_entry", parts=entry),
        **row.of(reader),
    )


# What was declared waits for a light; what goes with personal data first.
ENTRIES_OWED = DutySource(
    sql=f"""
SELECT CASE WHEN incident_on IS NULL THEN 'declared' ELSE 'incident' END AS code,
 count(*) AS count, min(declared_on) AS since
FROM governance_registerentry WHERE status = '{EntryStatus.DECLARED}'
GROUP BY incident_on IS NULL
""",
    row=Owed,
    read=_entries,
)
SWEEP_OWED = DutySource(
    sql=f"""
SELECT min(due) AS due_on, greatest(1, count(*) FILTER (WHERE due <= %(until)s::date)) AS count
FROM (SELECT CASE WHEN swept_on IS NULL THEN added_on ELSE swept_on + {QUARTER.days} END AS due
      FROM governance_knownsoftware WHERE removed_on IS NULL) looks
HAVING count(*) > 0
""",
    row=Owed,
    read=_sweep,
)
# A stop that was asked, the notice of a contract, and an agent whose stop is tried each quarter.
ENTRY_OWED = DutySource(
    sql=f"""
SELECT id, tool AS title, '{DutyKind.STOP}' AS code, stop_how AS about,
 (stop_asked_at AT TIME ZONE %(zone)s)::date AS since, NULL::date AS due_on,
 NULL::date AS opens_on, version
FROM governance_registerentry WHERE status = '{EntryStatus.STOP_ASKED}'
 AND (stop_by_id = %(reader)s OR stop_by_id IS NULL)
UNION ALL
SELECT id, tool, '{DutyKind.NOTICE}', '', NULL, notice_on, notice_on - {min(NOTICE_TOLD)}, version
FROM governance_registerentry WHERE status IN {PLACED} AND notice_on >= %(today)s::date
UNION ALL
SELECT id, tool, '{DutyKind.STOP_TEST}', stop_how, NULL,
 coalesce(stop_tried_on, declared_on) + {QUARTER.days}, NULL, version
FROM governance_registerentry
WHERE status = '{EntryStatus.LIVE}' AND kind = '{EntryKind.AGENT}'
""",
    row=Owed,
    read=_of_entry,
)
