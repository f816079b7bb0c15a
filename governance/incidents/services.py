"""An incident is reported, handled, settled with the authority, closed with its lesson."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from governance.incidents.choices import AuthorityAnswer, Severity
from governance.incidents.models import Incident
from governance.incidents.rules import closing_problem, known_problem
from governance.incidents.selectors import answerable, get_incident
from governance.outbox.services import LetterContent, tell
from governance.register.models import RegisterEntry
from governance.register.rules.entries import REGISTER
from governance.register.selectors import door_behind
from governance.register.services.entries import Visit, keepers
from tenants.bounds import text
from tenants.columns import check_columns
from tenants.errors import Invalid, Refused
from tenants.rows import locked
from tenants.transactions import Instant, touch, use_case

Told = Annotated[str, text(600)]
Line = Annotated[str, text(300, shortest=0)]


@dataclass(frozen=True, kw_only=True)
class IncidentInput:
    """What anyone tells: four fields, whether personal data are in it, since when it is known.

    `entry_id` or `tool` says with what; without `known_at` it is known since now. `nameless`:
    nobody is kept beside it.
    """

    what: Told
    entry_id: UUID | None = None
    tool: Annotated[str, text(120, shortest=0)] = ""
    affects: Line = ""
    done: Annotated[str, text(600, shortest=0)] = ""
    personal_data: bool = False
    known_at: Annotated[datetime, Meta(tz=True)] | None = None
    nameless: bool = False


@dataclass(frozen=True, kw_only=True)
class IncidentTerms:
    """What whoever handles it writes, all of it."""

    what: Told
    entry_id: UUID | None = None
    tool: Annotated[str, text(120, shortest=0)] = ""
    affects: Line = ""
    done: Annotated[str, text(600, shortest=0)] = ""
    severity: Severity
    personal_data: bool


def report_incident(act: Act, *, given: IncidentInput) -> Incident:
    """The incident stands in the book; who answers for it is told at once.

    Raises NotAllowed, Invalid `incident_invalid`.
    """
    require(act, permission="incident.report")
    teller = None if given.nameless else act.actor.member_id
    with use_case():
        return _reported(act, given, teller_id=teller)


def report_by_link(visit: Visit, *, token: str, given: IncidentInput) -> Incident:
    """As `report_incident`, by the team page's address: nobody stands beside it.

    Raises NotFound `door_not_found`, Invalid `incident_invalid`.
    """
    with use_case():
        door_behind(token)
        return _reported(visit, given, teller_id=None)


def handle_incident(
    act: Act, *, incident_id: UUID, given: IncidentTerms, expected_version: int | None = None
) -> Incident:
    """The incident is as given; personal data that were not seen before start the 72 hours.

    Raises NotAllowed, NotFound `incident_not_found`, Refused `incident_closed`, `stale_version`,
    Invalid `incident_invalid`.
    """
    require(act, permission="incident.handle")
    with use_case():
        row = _open(incident_id, expected_version)
        _check(what=given.what, tool=given.tool, affects=given.affects, done=given.done)
        starts = given.personal_data and not row.personal_data
        row.what, row.tool, row.affects = given.what.strip(), given.tool.strip(), given.affects
        row.done, row.severity, row.personal_data = given.done, given.severity, given.personal_data
        row.entry_id = _entry_id(given.entry_id)
        if not given.personal_data:
            row.authority, row.authority_at, row.authority_note = AuthorityAnswer.NONE, None, ""
        row.version += 1
        row.save()
        if starts:
            _start_clock(act, row)
    return get_incident(incident_id)


def settle_authority(
    act: Act,
    *,
    incident_id: UUID,
    answer: AuthorityAnswer,
    note: str,
    expected_version: int | None = None,
) -> Incident:
    """The authority was told, or it is written why there is no risk; it stands in the log.

    Raises NotAllowed, NotFound, Refused `incident_closed`, `no_personal_data`, `stale_version`,
    Invalid `incident_invalid`.
    """
    grant = require(act, permission="incident.handle")
    check_columns(model=Incident, values={"authority_note": note.strip()})
    with use_case():
        row = _open(incident_id, expected_version)
        if not row.personal_data:
            raise Refused("no_personal_data")
        if answer == AuthorityAnswer.NONE or not note.strip():
            field = "answer" if answer == AuthorityAnswer.NONE else "note"
            raise Invalid("incident_invalid", fields={field: ["required"]})
        row.authority, row.authority_at, row.authority_note = answer, act.now, note.strip()
        row.version += 1
        row.save(update_fields=["authority", "authority_at", "authority_note", "version"])
        record_decision(
            act,
            grant=grant,
            verdict="settle_authority",
            subject_kind=SubjectKind.INCIDENT,
            subject_id=row.id,
            reason=note,
            facts={"authority": answer},
        )
    return get_incident(incident_id)


def close_incident(
    act: Act, *, incident_id: UUID, lesson: str, expected_version: int | None = None
) -> Incident:
    """The incident is closed with what was learned, which stands in the log.

    Raises NotAllowed, NotFound, Refused `incident_closed`, `authority_open`, `stale_version`,
    Invalid `incident_invalid`.
    """
    grant = require(act, permission="incident.handle")
    check_columns(model=Incident, values={"lesson": lesson.strip()})
    with use_case():
        row = _open(incident_id, expected_version)
        problem = closing_problem(lesson=lesson, clock=row.clock)
        if problem == "lesson_needed":
            raise Invalid("incident_invalid", fields={"lesson": [problem]})
        if problem is not None:
            raise Refused(problem)
        row.lesson, row.closed_at, row.closed_by_id = lesson.strip(), act.now, act.actor.person_id
        row.version += 1
        row.save(update_fields=["lesson", "closed_at", "closed_by", "version"])
        record_decision(
            act,
            grant=grant,
            verdict="close_incident",
            subject_kind=SubjectKind.INCIDENT,
            subject_id=row.id,
            reason=lesson,
            facts={"severity": row.severity},
        )
    return get_incident(incident_id)


def write_incident_mail(context: Mapping[str, Any]) -> LetterContent:
    """What the mail says of the incident it names."""
    return LetterContent(context={"incident": get_incident(UUID(context["incident_id"]))})


def _reported(at: Instant, given: IncidentInput, *, teller_id: UUID | None) -> Incident:
    _check(what=given.what, tool=given.tool, affects=given.affects, done=given.done)
    known_at = given.known_at or at.now
    problem = known_problem(known_at=known_at, now=at.now)
    if problem is not None:
        raise Invalid("incident_invalid", fields={"known_at": [problem]})
    row = Incident.objects.create(
        what=given.what.strip(),
        entry_id=_entry_id(given.entry_id),
        tool=given.tool.strip(),
        affects=given.affects.strip(),
        done=given.done.strip(),
        personal_data=given.personal_data,
        known_at=known_at,
        reported_at=at.now,
        reported_by_id=teller_id,
    )
    touch(at, REGISTER)
    if row.personal_data:
        _start_clock(at, row)
    else:
        for member in keepers():
            _tell(at, row, member=member, template="incident_reported")
    return row


def _start_clock(at: Instant, row: Incident) -> None:
    for member in answerable():
        _tell(at, row, member=member, template="incident_clock")


def _tell(at: Instant, row: Incident, *, member: Any, template: str) -> None:
    tell(
        member=member,
        template=template,
        context={"incident_id": row.id},
        now=at.now,
        dedup_key=f"{template}:{row.id}:{row.version}:{member.id}",
    )


def _check(**told: str) -> None:
    check_columns(model=Incident, values={name: one.strip() for name, one in told.items()})
    if not told["what"].strip():
        raise Invalid("incident_invalid", fields={"what": ["required"]})


def _entry_id(entry_id: UUID | None) -> UUID | None:
    if entry_id is not None and not RegisterEntry.objects.filter(id=entry_id).exists():
        raise Invalid("incident_invalid", fields={"entry_id": ["unknown"]})
    return entry_id


def _open(incident_id: UUID, expected: int | None) -> Incident:
    row = locked(Incident, incident_id, expected=expected, code="incident_not_found")
    if not row.is_open:
        raise Refused("incident_closed")
    return row
