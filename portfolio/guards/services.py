"""What must not get worse: its KPI and limit are set, its values told as they are measured."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from governance.access.rules.actors import Act, Door
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.rules.verdicts import MEASURED_STATES
from portfolio.guards.models import GuardRail, GuardReading
from portfolio.initiatives.models import Initiative
from portfolio.life.services import check_day, lock_to_edit
from portfolio.objectives.choices import Direction
from portfolio.objectives.rules import Told, counts_of, figure_of
from portfolio.objectives.services.told import check_told
from tenants.bounds import Figure, text
from tenants.columns import check_columns
from tenants.errors import Invalid, Refused
from tenants.rows import check_version
from tenants.transactions import use_case


@dataclass(frozen=True, kw_only=True)
class GuardInput:
    """What must not get worse, in which unit, and the last value that is still all right."""

    kpi: Annotated[str, text(160)]
    unit: Annotated[str, text(20)]
    direction: Direction
    limit: Figure
    cadence_days: Annotated[int, Meta(ge=1, le=366)] = 30


def set_guard(
    act: Act, *, initiative_id: UUID, given: GuardInput, expected_version: int | None = None
) -> GuardRail:
    """The initiative has this guard rail; the limit it had first stays for ever.

    Once a value is told, its KPI, unit and direction stay too. Raises NotFound, NotAllowed,
    Invalid `objective_invalid`, Refused `guard_measured`, `stale_version`.
    """
    said = {"kpi": given.kpi.strip(), "unit": given.unit.strip(), "direction": given.direction}
    blank = {name: ["required"] for name, one in said.items() if not one}
    if blank:
        raise Invalid("objective_invalid", fields=blank)
    check_columns(model=GuardRail, values={**said, "limit": given.limit})
    with use_case():
        lock_portfolio()
        row = lock_to_edit(act, initiative_id=initiative_id)
        guard = GuardRail.objects.filter(initiative=row).first()
        if guard is None:
            guard = GuardRail(initiative=row, first_limit=given.limit, set_on=act.today)
        else:
            check_version(guard.version, expected_version)
            _check_same(guard, said)
            guard.version += 1
        for name, one in said.items():
            setattr(guard, name, one)
        guard.limit, guard.cadence_days = given.limit, given.cadence_days
        guard.save()
    return guard


def drop_guard(act: Act, *, initiative_id: UUID) -> None:
    """The initiative has no guard rail, as long as no value of it was told.

    Raises NotFound, NotAllowed, Refused `guard_missing`, `guard_measured`.
    """
    with use_case():
        lock_portfolio()
        guard = _guard(lock_to_edit(act, initiative_id=initiative_id))
        if guard.readings.exists():
            raise Refused("guard_measured")
        guard.delete()


def tell_guard(act: Act, *, initiative_id: UUID, value: Told, on: date) -> GuardReading:
    """The guard rail has this value on that day; the same day told anew is corrected.

    Raises NotFound, NotAllowed, Refused `guard_missing`, `initiative_closed`, Invalid
    `date_ahead`, `date_too_far`, `ratio_out_of_range`.
    """
    check_day(day=on, today=act.today, field="on")
    if on > act.today:
        raise Invalid("date_ahead", fields={"on": ["ahead"]})
    with use_case():
        lock_portfolio()
        row = lock_to_edit(
            act,
            initiative_id=initiative_id,
            permission="measurement.add",
            states=MEASURED_STATES,
        )
        guard = _guard(row)
        check_told(value, unit=guard.unit)
        part, whole = counts_of(value)
        said = {
            "value": figure_of(value, guard.unit),
            "part": part,
            "whole": whole,
            "by_link": act.door is Door.LINK,
            "recorded_by_id": act.actor.member_id,
            "recorded_at": act.now,
        }
        reading, _ = GuardReading.objects.update_or_create(guard=guard, on=on, defaults=said)
    return reading


def _guard(row: Initiative) -> GuardRail:
    guard = GuardRail.objects.filter(initiative=row).first()
    if guard is None:
        raise Refused("guard_missing")
    return guard


def _check_same(guard: GuardRail, said: dict[str, str]) -> None:
    """Nothing if its values still mean what they meant."""
    is_other = any(getattr(guard, name) != one for name, one in said.items())
    if is_other and guard.readings.exists():
        raise Refused("guard_measured")
