"""The charts of one initiative, from how it stands today; no query."""

from datetime import date
from decimal import Decimal

from portfolio.models import Objective
from portfolio.rules.charts import (
    BulletChart,
    CumulativeChart,
    Forecast,
    Reading,
    Total,
    TrackChart,
    TrendChart,
    bullet_chart,
    cumulative_chart,
    track_chart,
    trend_chart,
)
from portfolio.rules.charts.scale import add_months
from portfolio.rules.progress import elapsed_share
from portfolio.selectors.measures import ObjectiveStanding, share_of
from portfolio.selectors.standing import Standing

DAYS_PER_MONTH = 30.44


def track_of(one: ObjectiveStanding) -> TrackChart:
    """From the baseline to the target, with the last value and where the forecast ends."""
    objective = one.objective
    band = one.forecast.band[-1] if one.forecast and one.forecast.band else None
    return track_chart(
        baseline=_number(objective.baseline),
        target=_number(objective.target),
        current=None if one.latest is None else float(one.latest.value),
        band=None if band is None else (min(band.low, band.high), max(band.low, band.high)),
        unit=objective.unit,
    )


def bullet_of(*, standing: Standing, today: date) -> BulletChart:
    """What is spent of the budget, against the time gone."""
    row, main = standing.record.initiative, standing.main
    elapsed = None
    if row.started_on and main and main.objective.target_on:
        elapsed = float(
            elapsed_share(
                starts_on=row.started_on, target_date=main.objective.target_on, today=today
            )
        )
    return bullet_chart(
        spent=float(standing.balance.incurred),
        budget=float(standing.balance.budget),
        elapsed_share=elapsed,
        released=float(standing.balance.released),
    )


def trend_of(*, one: ObjectiveStanding, today: date) -> TrendChart:
    """The measurements of one objective over time, with the forecast's band."""
    objective = one.objective
    readings = [
        Reading(m.on, float(m.value), m.recorded_by.display_name if m.recorded_by else "API")
        for m in one.measurements
    ]
    if objective.baseline is not None and objective.baseline_on is not None:
        if all(reading.day != objective.baseline_on for reading in readings):
            readings.insert(0, Reading(objective.baseline_on, float(objective.baseline)))
    return trend_chart(
        readings=readings,
        today=today,
        unit=objective.unit,
        baseline=_number(objective.baseline),
        target=_number(objective.target),
        deadline=objective.target_on,
        forecast=_ahead(one),
    )


def cumulative_of(*, standing: Standing, today: date) -> CumulativeChart:
    """Money spent and gained since the start, and where both are heading; euros."""
    deadline = standing.main.objective.target_on if standing.main else None
    spent = _spent(standing)
    gained = _gained(standing=standing, today=today)
    ahead = _gained_ahead(standing=standing, gained=gained, today=today)
    budget = float(standing.balance.budget) or None
    costs: list[Total] = []
    if budget and deadline and deadline > today and spent:
        costs = [Total(deadline, max(budget, spent[-1].amount))]
    return cumulative_chart(
        spent=spent,
        gained=gained,
        today=today,
        spent_ahead=costs,
        gained_ahead=ahead,
        budget=budget,
        deadline=deadline,
        break_even=_break_even(ahead, costs[-1].amount if costs else 0.0),
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _ahead(one: ObjectiveStanding) -> list[Forecast]:
    """The band's points after the last measurement, dated by months since the baseline."""
    if one.forecast is None or one.objective.baseline_on is None or one.latest is None:
        return []
    start = one.objective.baseline_on
    points = [
        Forecast(
            add_months(start, band.month),
            min(band.low, band.high),
            band.middle,
            max(band.low, band.high),
        )
        for band in one.forecast.band
    ]
    return [point for point in points if point.day > one.latest.on]


def _spent(standing: Standing) -> list[Total]:
    """The running total of what is spent, by day."""
    totals: dict[date, float] = {}
    running = 0.0
    started = standing.record.initiative.started_on
    if started:
        totals[started] = 0.0
    for expense in standing.record.expenses:
        if not expense.is_commitment:
            running += expense.amount
            totals[expense.on] = running
    return [Total(day, amount) for day, amount in totals.items()] if running else []


def _gained(*, standing: Standing, today: date) -> list[Total]:
    """The running total of what the measured shares were worth, between measurements."""
    days: dict[date, float] = {}
    for one in standing.objectives:
        if one.value_at_target is None or not one.measurements:
            continue
        previous, share = standing.record.initiative.started_on or one.measurements[0].on, 0.0
        steps = [(m.on, share_of(objective=one.objective, value=m.value)) for m in one.measurements]
        for day, reached in [*steps, (today, None)]:
            if day < previous:
                continue
            worth = share * float(one.value_at_target) * (day - previous).days / DAYS_PER_MONTH
            days[day] = days.get(day, 0.0) + worth
            previous, share = day, share if reached is None else min(1.0, float(reached))
    running, totals = 0.0, []
    for day in sorted(days):
        running += days[day]
        totals.append(Total(day, running))
    return totals


def _gained_ahead(*, standing: Standing, gained: list[Total], today: date) -> list[Forecast]:
    """The main objective's band turned into euros, month after month until the date."""
    main = standing.main
    if main is None or main.value_at_target is None or not gained:
        return []
    monthly, start = float(main.value_at_target), gained[-1].amount
    totals, previous, ahead = [start, start, start], today, []
    for point in _ahead(main):
        if point.day <= today:
            continue
        months = (point.day - previous).days / DAYS_PER_MONTH
        shares = sorted(
            _share(main.objective, value) for value in (point.low, point.middle, point.high)
        )
        totals = [
            total + monthly * months * share for total, share in zip(totals, shares, strict=True)
        ]
        ahead.append(Forecast(point.day, totals[0], totals[1], totals[2]))
        previous = point.day
    return ahead


def _share(objective: Objective, value: float) -> float:
    share = share_of(objective=objective, value=Decimal(str(round(value, 6))))
    return 0.0 if share is None else max(0.0, min(1.0, float(share)))


def _break_even(ahead: list[Forecast], cost: float) -> date | None:
    """The first day on which the middle of the expected gains reaches the expected spending."""
    return next((point.day for point in ahead if cost and point.middle >= cost), None)
