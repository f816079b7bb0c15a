"""The charts of one initiative, from how it stands today; no query."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from portfolio.charts.rules.bullet import BulletChart, bullet_chart
from portfolio.charts.rules.cumulative import CumulativeChart, Total, cumulative_chart
from portfolio.charts.rules.scale import add_months
from portfolio.charts.rules.track import TrackChart, track_chart
from portfolio.charts.rules.trend import ForecastDay, MeasurementDot, TrendChart, trend_chart
from portfolio.decisions.rules.verdicts import OPEN_STATES
from portfolio.forecast.selectors import ObjectiveStanding, gained, share_of
from portfolio.initiatives.selectors.pages import InitiativePage
from portfolio.objectives.models import Objective
from portfolio.objectives.rules import DAYS_PER_MONTH
from portfolio.standing.selectors.cards import KpiLine, Money, as_number


@dataclass(frozen=True, kw_only=True)
class Charts:
    """The pictures of one initiative's page."""

    trend: TrendChart | None
    cumulative: CumulativeChart
    bullet: BulletChart


def charts_of(*, page: InitiativePage, today: date) -> Charts:
    """The pictures of one initiative's page."""
    main = page.objectives[0] if page.objectives else None
    return Charts(
        trend=None if main is None else trend_of(one=main, today=today),
        cumulative=cumulative_of(page=page, today=today),
        bullet=bullet_of(money=page.card.money, elapsed=page.elapsed),
    )


def track_of(kpi: KpiLine, *, arrival: tuple[float, float] | None) -> TrackChart:
    """From the baseline to the target, with the last value and where the forecast ends."""
    return track_chart(
        baseline=kpi.baseline,
        target=kpi.target,
        current=kpi.value,
        band=arrival,
        unit=kpi.unit,
    )


def bullet_of(*, money: Money, elapsed: float | None) -> BulletChart:
    """What is spent of the budget, against the time gone."""
    return bullet_chart(
        spent=float(money.spent),
        budget=float(money.budget),
        elapsed_share=elapsed,
        released=float(money.released),
    )


def trend_of(*, one: ObjectiveStanding, today: date) -> TrendChart:
    """The measurements of one objective over time, with the forecast's band."""
    objective = one.objective
    readings = [
        MeasurementDot(m.on, float(m.value), m.recorded_by.display_name if m.recorded_by else "API")
        for m in one.measurements
    ]
    start, days = objective.baseline_on, {reading.day for reading in readings}
    if (
        objective.baseline is not None
        and start is not None
        and start <= today
        and start not in days
    ):
        readings.append(MeasurementDot(start, float(objective.baseline)))
        readings.sort(key=lambda reading: reading.day)
    return trend_chart(
        readings=readings,
        today=today,
        unit=objective.unit,
        baseline=as_number(objective.baseline),
        target=as_number(objective.target),
        deadline=objective.target_on,
        forecast=_ahead(one),
    )


def cumulative_of(*, page: InitiativePage, today: date) -> CumulativeChart:
    """Money spent and gained since the start, and where both are heading; euros."""
    main = page.objectives[0] if page.objectives else None
    deadline = main.objective.target_on if main else None
    spent = _spent(page)
    so_far = _gained(page=page, today=today)
    ahead = _gained_ahead(main=main, so_far=so_far, today=today)
    budget = float(page.card.money.budget) or None
    costs: list[Total] = []
    goes_on = page.card.state in OPEN_STATES
    if budget and deadline and deadline > today and spent and goes_on:
        costs = [Total(deadline, max(budget, spent[-1].amount))]
    return cumulative_chart(
        spent=spent,
        gained=so_far,
        today=today,
        spent_ahead=costs,
        gained_ahead=ahead,
        budget=budget,
        deadline=deadline,
        break_even=_break_even(ahead, costs[-1].amount if costs else 0.0),
    )


def _ahead(one: ObjectiveStanding) -> list[ForecastDay]:
    """The band's points after the last measurement, dated by months since the baseline."""
    if one.forecast is None or one.objective.baseline_on is None or one.latest is None:
        return []
    start = one.objective.baseline_on
    last = one.objective.target_on or date.max
    days = {min(add_months(start, band.month), last): band for band in one.forecast.band}
    # Months are whole ones: the last of them is the deadline itself, some days before or after.
    if one.forecast.band and one.objective.target_on is not None:
        del days[max(days)]
        days[last] = one.forecast.band[-1]
    return [
        ForecastDay(day, min(band.low, band.high), band.middle, max(band.low, band.high))
        for day, band in sorted(days.items())
        if day > one.latest.on
    ]


def _spent(page: InitiativePage) -> list[Total]:
    """The running total of what is spent, by day."""
    totals: dict[date, float] = {}
    running = 0.0
    if page.card.started_on:
        totals[page.card.started_on] = 0.0
    for expense in page.expenses:
        if not expense.is_commitment:
            running += float(expense.amount)
            totals[expense.on] = running
    return [Total(day, amount) for day, amount in totals.items()] if running else []


def _gained(*, page: InitiativePage, today: date) -> list[Total]:
    """The running total of what the measurements show, at each of them, as they run out, today."""
    days = {today}
    for one in page.objectives:
        for measurement in one.measurements:
            end = measurement.on + timedelta(days=one.objective.cadence_days)
            days |= {measurement.on, min(end, today)}
    start = page.gains_from
    totals = []
    for day in sorted(day for day in days if start is not None and day >= start):
        sums = [gained(one=one, started_on=start, until=day) for one in page.objectives]
        totals.append(Total(day, float(sum(sums))))
    has_gain = any(o.value_at_target is not None and o.measurements for o in page.objectives)
    return totals if has_gain else []


def _gained_ahead(
    *, main: ObjectiveStanding | None, so_far: list[Total], today: date
) -> list[ForecastDay]:
    """The main objective's band turned into euros, month after month until the date."""
    if main is None or main.value_at_target is None or not so_far:
        return []
    monthly, previous = float(main.value_at_target), today
    totals, ahead = [so_far[-1].amount] * 3, []
    for point in (one for one in _ahead(main) if one.day > today):
        months = (point.day - previous).days / float(DAYS_PER_MONTH)
        shares = sorted(
            _share(main.objective, value) for value in (point.low, point.middle, point.high)
        )
        totals = [
            total + monthly * months * share for total, share in zip(totals, shares, strict=True)
        ]
        ahead.append(ForecastDay(point.day, totals[0], totals[1], totals[2]))
        previous = point.day
    return ahead


def _share(objective: Objective, value: float) -> float:
    share = share_of(objective=objective, value=Decimal(str(round(value, 6))))
    return 0.0 if share is None else max(0.0, min(1.0, float(share)))


def _break_even(ahead: list[ForecastDay], cost: float) -> date | None:
    """The first day on which the middle of the expected gains reaches the expected spending."""
    return next((point.day for point in ahead if cost and point.middle >= cost), None)
