"""What one initiative will bring and cost from today on, as the company's year reads it."""

from datetime import date

from portfolio.forecast.choices import Counting, ValueState
from portfolio.forecast.rules.forecast import LEAST_VALUES
from portfolio.forecast.rules.year_end import (
    NOTHING,
    Expected,
    Prospect,
    around,
    left_between,
    months_until,
    worth_of,
)
from portfolio.forecast.selectors import ObjectiveStanding
from portfolio.life.choices import State
from portfolio.standing.selectors.going_on import days_ahead, monthly_value
from portfolio.standing.selectors.records import Record
from portfolio.standing.selectors.running import run_cost
from portfolio.standing.selectors.standing import InitiativeStanding
from portfolio.standing.selectors.stopping import cash_left

_BEGUN = frozenset({State.ACTIVE, State.PAUSED})
_YEAR = 12


def prospect_of(stands: InitiativeStanding, *, today: date) -> tuple[Prospect, Counting]:
    """What is ahead of it, and whether its gain counts in that or why not; no query.

    Going on, its share of the gain grows from k to E at its date; paused, completed, or stopped
    with what stays in use it stays at k. What is left to spend counts while it may go on, running
    while it runs.
    """
    record = stands.record
    row, price = record.initiative, float(record.company.day_price)
    main = _main(stands)
    value = monthly_value(record, stands.objectives)
    counting = _counting(stands, main, has_value=value is not None)
    running = float(run_cost(record, today=today).total) / _YEAR if _runs(record) else 0.0
    cash, days, span = NOTHING, NOTHING, 0.0
    if row.state in _BEGUN:
        target_on = today if main is None else main.objective.target_on or today
        span = months_until(target_on, today=today)
        cash = left_between(cash_left(record=record, today=today))
        days = left_between(days_ahead(record, today=today), price=price)
    if counting is not Counting.COUNTED or main is None or value is None:
        return Prospect(running=running, cash=cash, days=days, span=span), counting
    level, now, ends = _shares(main)
    grows = row.state == State.ACTIVE
    found = Prospect(
        worth=worth_of(value),
        running=running,
        level=level,
        ends=ends if grows else now,
        ramp=span if grows else 0.0,
        cash=cash,
        days=days,
        span=span,
    )
    return found, counting


def _main(stands: InitiativeStanding) -> ObjectiveStanding | None:
    return next((one for one in stands.objectives if one.objective.target_on is not None), None)


def _counting(
    stands: InitiativeStanding, main: ObjectiveStanding | None, *, has_value: bool
) -> Counting:
    record = stands.record
    if _is_ended(record):
        return Counting.ENDED
    if main is None or not has_value:
        return Counting.NO_VALUE
    if record.gains_from is None:
        return Counting.NOT_LIVE
    if main.value_state is ValueState.LAPSED:
        return Counting.LAPSED
    told = main.forecast
    if main.share is None or (told is not None and told.values_count < LEAST_VALUES):
        return Counting.TOO_FEW
    return Counting.COUNTED


def _is_ended(record: Record) -> bool:
    """Whether nothing stays of it: stopped, and not in use or completed before."""
    row = record.initiative
    return row.state == State.STOPPED and (not row.stays_in_use or record.has_completed)


def _runs(record: Record) -> bool:
    return record.gains_from is not None and not _is_ended(record)


def _shares(main: ObjectiveStanding) -> tuple[float, Expected, Expected]:
    """The share of the gain now, as a number and between its ends, and the one at the date."""
    told = main.forecast
    if told is None or told.level is None or told.expected is None:
        level = min(1.0, max(0.0, float(main.share or 0)))
        now = around(level, low=level, high=level)
        return level, now, now
    level = min(1.0, max(0.0, told.level))
    low, high = told.level_ends or (level, level)
    least, most = told.expected_ends or (told.expected, told.expected)
    return (
        level,
        around(level, low=low, high=high),
        around(told.expected, low=least, high=most),
    )
