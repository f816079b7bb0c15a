"""What a use costs and brings a year once it runs, and whether its metered use has jumped."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from portfolio.forecast.choices import ValueState
from portfolio.forecast.selectors import objective_standing
from portfolio.life.choices import State
from portfolio.money.choices import ExpenseKind
from portfolio.money.rules import ZERO, RunCost, is_jump
from portfolio.standing.selectors.records import Record
from tenants.amounts import exact

MONTHS = 12
BEFORE = 3
COUNTS = frozenset({ValueState.MEASURED, ValueState.CONFIRMED})


class RunLine(Struct, frozen=True, kw_only=True):
    """A year of running in euros before VAT: what it costs by kind, what counts of its value.

    `licences` come from the register where `entry_id` names a line of it. The value counts where
    it is measured or confirmed; `value_on` is the day of its last measurement, and without a value
    that counts in every objective `value` and `net` are None. `net` = `value` − `total`.
    """

    licences: Decimal
    maintenance: Decimal
    metered: Decimal
    days: int
    days_cost: Decimal
    other: Decimal
    total: Decimal
    value: Decimal | None
    value_on: date | None
    net: Decimal | None
    entry_id: UUID | None
    metered_ceiling: Decimal | None
    metered_month: Decimal
    has_jumped: bool


def run_cost(record: Record, *, today: date) -> RunCost:
    """What it costs a year once it runs: by kind, else twelve times the one figure of a month.

    A licence that stands in the register costs what stands there. Metered use that nobody
    estimated is what was spent on it in the last twelve months.
    """
    row, entry = record.initiative, record.entry
    licences = row.run_licences if entry is None or entry.cost_year is None else entry.cost_year
    metered = row.run_metered
    if metered is None:
        metered = sum(_metered(record, today=today).values(), ZERO)
    days = row.run_days or 0
    told = RunCost(
        licences=licences or ZERO,
        maintenance=row.run_maintenance or ZERO,
        metered=metered,
        days=days,
        days_cost=days * record.company.day_price,
    )
    return told if told.total else RunCost(other=row.monthly_running * MONTHS)


def run_of(record: Record, *, today: date) -> RunLine | None:
    """A year of running; None where nobody has said what it costs; no query."""
    cost, row = run_cost(record, today=today), record.initiative
    said = (row.run_licences, row.run_maintenance, row.run_metered, row.run_days)
    if not cost.total and all(one is None for one in said):
        return None
    value, value_on = _value(record, today=today)
    months = _metered(record, today=today)
    return RunLine(
        licences=exact(cost.licences),
        maintenance=exact(cost.maintenance),
        metered=exact(cost.metered),
        days=cost.days,
        days_cost=exact(cost.days_cost),
        other=exact(cost.other),
        total=exact(cost.total),
        value=None if value is None else exact(value),
        value_on=value_on,
        net=None if value is None else exact(value) - exact(cost.total),
        entry_id=None if record.entry is None else record.entry.id,
        metered_ceiling=row.metered_ceiling,
        metered_month=exact(months[_month(today)]),
        has_jumped=metered_jump_on(record, today=today) is not None,
    )


def run_loss(record: Record, *, today: date) -> RunLine | None:
    """The year of a completed use that costs more than it brings, once all of its value counts."""
    if record.initiative.state != State.COMPLETED:
        return None
    found = run_of(record, today=today)
    return found if found is not None and found.net is not None and found.net < 0 else None


def metered_jump_on(record: Record, *, today: date) -> tuple[date, Decimal] | None:
    """The day of the last metered line of a month that jumped, and its euros; see `is_jump`."""
    months, this = _metered(record, today=today), _month(today)
    before = [months[this - back] for back in range(BEFORE, 0, -1) if this - back in months]
    ceiling = record.initiative.metered_ceiling
    if not is_jump(month=months[this], before=before, ceiling=ceiling):
        return None
    days = [e.on for e in record.paid if e.kind == ExpenseKind.METERED and _month(e.on) == this]
    return max(days), months[this]


def _metered(record: Record, *, today: date) -> defaultdict[int, Decimal]:
    """The euros of metered use by month, of the last twelve."""
    months: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    this = _month(today)
    for one in record.paid:
        if one.kind == ExpenseKind.METERED and this - MONTHS < _month(one.on) <= this:
            months[_month(one.on)] += one.amount
    return months


def _value(record: Record, *, today: date) -> tuple[Decimal | None, date | None]:
    """The euros a year that count of it, and since when they are known."""
    found = [
        objective_standing(
            objective=objective,
            measurements=record.measurements[objective.id],
            attests=record.attests,
            forecast=None,
            baseline_count=1,
            closed=record.company.closed_months,
            today=today,
            withdrawn_on=record.initiative.gain_withdrawn_on,
        )
        for objective in record.counted
    ]
    worth = [one for one in found if one.value_at_target is not None]
    if not worth or any(one.value_state not in COUNTS for one in worth):
        return None, None
    days = [one.latest.on for one in worth if one.latest is not None]
    return sum((one.value or ZERO for one in worth), ZERO) * MONTHS, min(days, default=None)


def _month(day: date) -> int:
    return day.year * 12 + day.month
