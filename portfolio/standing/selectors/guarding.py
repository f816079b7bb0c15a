"""What must not get worse, as cards, signals and reviews read it; no query."""

from datetime import date
from typing import Any

from msgspec import Struct

from portfolio.guards.rules import crossed_since, keeps
from portfolio.objectives.choices import Direction
from portfolio.standing.rules import Crossed
from portfolio.standing.selectors.records import Record


class GuardLine(Struct, frozen=True, kw_only=True):
    """What must not get worse; figures in `unit`, `keeps` once there is a value.

    `first_limit` is the limit before anybody moved it; `part` of `whole` what was counted.
    """

    kpi: str
    unit: str
    direction: Direction
    limit: float
    first_limit: float
    value: float | None
    part: float | None
    whole: float | None
    on: date | None
    keeps: bool | None


def guard_line(record: Record) -> GuardLine | None:
    """Its guard rail with the last value; no query."""
    guard = record.guard
    if guard is None:
        return None
    last = record.guarded[-1] if record.guarded else None
    counted = None if last is None else last.ratio
    return GuardLine(
        kpi=guard.kpi,
        unit=guard.unit,
        direction=Direction(guard.direction),
        limit=float(guard.limit),
        first_limit=float(guard.first_limit),
        value=None if last is None else float(last.value),
        part=None if counted is None else float(counted.part),
        whole=None if counted is None else float(counted.whole),
        on=None if last is None else last.on,
        keeps=None
        if last is None
        else keeps(value=last.value, limit=guard.limit, direction=guard.direction),
    )


def crossed(record: Record) -> Crossed | None:
    """Its guard rail, while its last value is past the limit."""
    guard = record.guard
    if guard is None:
        return None
    readings = [(one.on, one.value) for one in record.guarded]
    since = crossed_since(readings=readings, limit=guard.limit, direction=guard.direction)
    if since is None:
        return None
    now = float(record.guarded[-1].value)
    return Crossed(since=since, now=now, limit=float(guard.limit), unit=guard.unit)


def guarded(record: Record) -> dict[str, Any] | None:
    """The last value of what must not get worse, beside its limit."""
    if record.guard is None or not record.guarded:
        return None
    last = record.guarded[-1]
    return {"value": last.value, "on": last.on, "limit": record.guard.limit}
