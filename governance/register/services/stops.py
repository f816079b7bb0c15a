"""A stop is asked of who can do it; *stopped* is said once that person, or who may, confirmed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.outbox.services import LetterContent, tell, tell_address
from governance.register.choices import EntryStatus, Happening
from governance.register.models import RegisterEntry
from governance.register.rules.entries import status_for
from governance.register.selectors import get_entry
from governance.register.services.entries import note
from tenants.errors import Invalid, Refused
from tenants.rows import locked
from tenants.transactions import use_case


def ask_for_stop(act: Act, *, entry_id: UUID, expected_version: int | None = None) -> RegisterEntry:
    """Who can stop it is asked by mail, and told how; it runs until it is confirmed.

    Raises NotAllowed, NotFound `entry_not_found`, Refused `entry_not_in_use`,
    `stop_person_needed`, `stale_version`.
    """
    with use_case():
        row = _locked(entry_id, expected_version)
        require(act, permission="register.stop", subject=stopper(row))
        if row.status != EntryStatus.LIVE:
            raise Refused("entry_not_in_use")
        if row.stop_by_id is None and not row.stop_address:
            raise Refused("stop_person_needed")
        row.status, row.stop_asked_at = EntryStatus.STOP_ASKED, act.now
        _save(row, "stop_asked_at")
        asked = {"stop_by_id": row.stop_by_id, "stop_how": row.stop_how}
        note(act, row, Happening.STOP_ASKED, facts={"asked": asked}, actor=act.actor)
        _tell(act, row)
    return get_entry(entry_id)


def confirm_stop(
    act: Act, *, entry_id: UUID, stopped_on: date, expected_version: int | None = None
) -> RegisterEntry:
    """It stopped on that day, as the person asked or somebody who keeps the register says.

    Raises NotAllowed, NotFound `entry_not_found`, Refused `stop_not_asked`, `stale_version`,
    Invalid `entry_invalid` for a day that has not come.
    """
    with use_case():
        row = _locked(entry_id, expected_version)
        require(act, permission="register.stop", subject=stopper(row))
        if row.status != EntryStatus.STOP_ASKED:
            raise Refused("stop_not_asked")
        if stopped_on > act.today:
            raise Invalid("entry_invalid", fields={"stopped_on": ["day_to_come"]})
        row.status, row.stopped_on = EntryStatus.STOPPED, stopped_on
        _save(row, "stopped_on")
        note(act, row, Happening.STOPPED, facts={"stopped_on": stopped_on}, actor=act.actor)
    return get_entry(entry_id)


def take_back_stop(
    act: Act, *, entry_id: UUID, expected_version: int | None = None
) -> RegisterEntry:
    """A stop that was asked or confirmed by mistake is none: its light decides again.

    Raises NotAllowed, NotFound `entry_not_found`, Refused `stop_not_asked`, `stale_version`.
    """
    require(act, permission="register.edit")
    with use_case():
        row = _locked(entry_id, expected_version)
        if row.status not in (EntryStatus.STOP_ASKED, EntryStatus.STOPPED):
            raise Refused("stop_not_asked")
        facts = {"stopped_on": row.stopped_on}
        row.status, row.stop_asked_at, row.stopped_on = status_for(row.light), None, None
        _save(row, "stop_asked_at", "stopped_on")
        note(act, row, Happening.TAKEN_BACK, facts=facts, actor=act.actor)
    return get_entry(entry_id)


def stopper(row: RegisterEntry) -> SubjectFacts:
    """The entry as authority looks at it: who is asked for the stop may ask and confirm it."""
    return SubjectFacts(named_ids=row.may_confirm_ids)


def write_entry_mail(context: Mapping[str, Any]) -> LetterContent:
    """What the mail says of the entry it names."""
    row = get_entry(UUID(context["entry_id"]))
    return LetterContent(context={"entry": row})


def _tell(act: Act, row: RegisterEntry) -> None:
    said: dict[str, Any] = {
        "template": "stop_asked",
        "context": {"entry_id": row.id},
        "now": act.now,
        "dedup_key": f"stop_asked:{row.id}:{row.version}",
    }
    if row.stop_by is not None:
        tell(member=row.stop_by, **said)
    else:
        tell_address(address=row.stop_address, **said)


def _locked(entry_id: UUID, expected_version: int | None) -> RegisterEntry:
    return locked(RegisterEntry, entry_id, expected=expected_version, code="entry_not_found")


def _save(row: RegisterEntry, *columns: str) -> None:
    row.version += 1
    row.save(update_fields=["status", "version", *columns])
