"""What was spent and gained so far, day by day, as measurements and expenses tell it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from portfolio.choices import ValueState
from portfolio.rules.charts import CumulativeChart, Total, cumulative_chart
from portfolio.rules.progress import monthly_gain
from portfolio.rules.signals import CADENCES_WITHOUT_MEASURE
from portfolio.selectors.measures import ObjectiveStanding, measured_since_baseline, share_of
from portfolio.selectors.standing import Standing

DAYS_A_MONTH = Decimal("30.4375")


@dataclass(frozen=True, kw_only=True)
class Money:
    """Whole euros since the beginning; `monthly` is euros a month by value state, never added up.

    `gained` is what the measurements show, `net` the gain minus the spending.
    """

    spent: int
    approved: int
    still_to_spend: int
    gained: int
    monthly: Mapping[ValueState, int]
    chart: CumulativeChart

    @property
    def net(self) -> int:
        """The net gain so far, negative as long as more is spent than gained."""
        return self.gained - self.spent

    @property
    def surest(self) -> ValueState | None:
        """The surest value state in which anything is worth something."""
        order = (ValueState.CONFIRMED, ValueState.MEASURED, ValueState.DECLARED)
        return next((state for state in order if self.monthly[state]), None)


def money_of(*, started: Iterable[Standing], open_ones: Iterable[Standing], today: date) -> Money:
    """The money of what was ever started; `open_ones` are those still to be paid for."""
    rows = list(started)
    spent = spent_by_day(standings=rows, today=today)
    gained = gained_by_day(standings=rows, today=today)
    return Money(
        spent=int(sum(one.balance.incurred for one in rows)),
        approved=int(sum(one.balance.budget for one in rows)),
        still_to_spend=int(sum(one.balance.remaining for one in open_ones)),
        gained=int(gained[-1].amount) if gained else 0,
        monthly={state: int(sum(one.gain[state] for one in rows)) for state in ValueState},
        chart=cumulative_chart(spent=spent, gained=gained, today=today),
    )


def spent_by_day(*, standings: Iterable[Standing], today: date) -> list[Total]:
    """The running total of expenses in euros, from a zero on the first day until today."""
    by_day: defaultdict[date, Decimal] = defaultdict(Decimal)
    for one in standings:
        for expense in one.record.expenses:
            if not expense.is_commitment and expense.on <= today:
                by_day[expense.on] += expense.amount
    return _running(by_day, today=today)


def gained_by_day(*, standings: Iterable[Standing], today: date) -> list[Total]:
    """The running total of measured gains in euros; what is only declared is not in it.

    Between two measurements the earlier one counts, and the last one for no longer than a
    measurement stays fresh.
    """
    by_day: defaultdict[date, Decimal] = defaultdict(Decimal)
    for one in standings:
        for objective in one.objectives:
            for day, gain in _gains(objective, today=today):
                by_day[day] += gain
    return _running(by_day, today=today)


def _gains(one: ObjectiveStanding, *, today: date) -> Iterable[tuple[date, Decimal]]:
    """The euros each measurement brought until the next one, told on the day it ended."""
    if one.value_at_target is None:
        return
    since = measured_since_baseline(objective=one.objective, measurements=one.measurements)
    fresh = timedelta(days=ceil(CADENCES_WITHOUT_MEASURE * one.objective.cadence_days))
    for position, measurement in enumerate(since):
        following = since[position + 1].on if position + 1 < len(since) else today
        end = min(following, measurement.on + fresh, today)
        share = share_of(objective=one.objective, value=measurement.value)
        monthly = monthly_gain(monthly_value_at_target=one.value_at_target, share=share)
        if monthly is not None and end > measurement.on:
            yield end, monthly * (end - measurement.on).days / DAYS_A_MONTH


def _running(by_day: Mapping[date, Decimal], *, today: date) -> list[Total]:
    if not by_day:
        return []
    first = min(by_day)
    totals, amount = [Total(first - timedelta(days=1), 0.0)], Decimal(0)
    for day in sorted(by_day):
        amount += by_day[day]
        totals.append(Total(day, float(round(amount))))
    if totals[-1].day < today:
        totals.append(Total(today, totals[-1].amount))
    return totals
