"""How a row is taken for a change: found, allowed, still open, as it was when it was read."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.members.models import Member
from portfolio.decisions.rules.verdicts import OPEN_STATES
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version, locked
from tenants.transactions import touch

FARTHEST_DAYS = 3660


def lock_to_edit(
    act: Act,
    *,
    initiative_id: UUID,
    expected_version: int | None = None,
    permission: str = "initiative.edit",
    states: frozenset[State] = OPEN_STATES,
) -> Initiative:
    """The row, locked and touched, that the actor may edit and that is as it was when read.

    Raises NotFound, NotAllowed, Refused `initiative_closed`, `stale_version`.
    """
    row = locked(Initiative.objects.select_related("captain"), initiative_id)
    named = frozenset(filter(None, [row.next_step_by_id, row.runs_on_id]))
    subject = SubjectFacts(initiative_id=row.id, captain_id=row.captain_id, named_ids=named)
    require(act, permission=permission, subject=subject)
    if row.state not in states:
        raise Refused("initiative_closed", state=row.state)
    check_version(row.version, expected_version)
    touch(act, SubjectKind.INITIATIVE, row.id)
    if row.state == State.BACKLOG and row.changed_on != act.today:
        row.changed_on = act.today
        row.save(update_fields=["changed_on"])
    return row


def write(*, row: Initiative, values: Mapping[str, Any]) -> Initiative:
    """The row has those values and the next version; raises Invalid `invalid_fields`."""
    check_columns(model=type(row), values=values)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    return row


def check_day(*, day: date | None, today: date, field: str) -> None:
    """Nothing if the day is within ten years; raises Invalid `date_too_far`."""
    if day is not None and abs((day - today).days) > FARTHEST_DAYS:
        raise Invalid("date_too_far", fields={field: ["too_far"]})


def check_external_ref(*, rows: QuerySet[Any], external_ref: str, own: UUID | None) -> None:
    """Nothing if no other row has this reference; raises Refused `external_ref_taken`.

    Under the portfolio's lock, so that two who take it at once see each other.
    """
    others = rows.filter(external_ref=external_ref).exclude(id=own)
    taken = others.values_list("id", flat=True).first() if external_ref else None
    if taken is not None:
        raise Refused("external_ref_taken", external_ref=external_ref, id=taken)


def present_member(member_id: UUID) -> Member:
    """The member, who is still here; raises NotFound `member_not_found`."""
    member = Member.objects.filter(id=member_id, left_at=None).first()
    if member is None:
        raise NotFound("member_not_found", named=member_id)
    return member
