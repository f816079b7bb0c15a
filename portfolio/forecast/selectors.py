"""One KPI as the rules see it: shares of the gain, forecast, value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from uuid import UUID

from portfolio.forecast.choices import Oddity, ValueState
from portfolio.forecast.rules import trend as series
from portfolio.forecast.rules.forecast import Forecast, forecast_measurements
from portfolio.forecast.rules.odd import oddity
from portfolio.objectives.choices import Benefit
from portfolio.objectives.models import Measurement, Objective
from portfolio.objectives.rules import gain_share, gained_until, monthly_gain, value_state
from portfolio.standing.rules import CADENCES_WITHOUT_MEASURE


@dataclass(frozen=True, kw_only=True)
class ObjectiveStanding:
    """One objective today; `share` is of the target gain, amounts in euros a month.

    `value` is what the gain is worth in its `value_state`: declared at target, else measured.
    """

    objective: Objective
    measurements: tuple[Measurement, ...]
    latest: Measurement | None
    share: Decimal | None
    is_target_met: bool
    forecast: Forecast | None
    value_state: ValueState
    value: Decimal | None
    value_at_target: Decimal | None

    @property
    def id(self) -> UUID:
        """The objective's id."""
        return self.objective.id


def objective_standing(
    *,
    objective: Objective,
    measurements: Sequence[Measurement],
    captain_id: UUID | None,
    forecast: Forecast | None,
) -> ObjectiveStanding:
    """The objective with what its measurements say, and the forecast that was told of it."""
    since = measured_since_baseline(objective=objective, measurements=measurements)
    latest = since[-1] if since else None
    share = None if latest is None else share_of(objective=objective, value=latest.value)
    state = value_state(
        months=_months_told(objective=objective, measurements=since, captain_id=captain_id)
    )
    at_target = value_at_target(objective=objective)
    value = at_target
    if at_target is not None and state is not ValueState.DECLARED:
        value = monthly_gain(monthly_value_at_target=at_target, share=share)
    return ObjectiveStanding(
        objective=objective,
        measurements=tuple(measurements),
        latest=latest,
        share=share,
        is_target_met=share is not None and share >= 1,
        forecast=forecast,
        value_state=state,
        value=value,
        value_at_target=at_target,
    )


def value_at_target(*, objective: Objective) -> Decimal | None:
    """Euros a month once the target is met; freed time counts for its reused share, with a use."""
    if objective.monthly_value is None:
        return None
    whole = Decimal(objective.monthly_value)
    if objective.benefit != Benefit.TIME:
        return whole
    return whole * objective.reuse_share if objective.destination.strip() else None


def measured_since_baseline(
    *, objective: Objective, measurements: Sequence[Measurement]
) -> list[Measurement]:
    """The measurements from the baseline's day on, oldest first."""
    start = objective.baseline_on
    return [m for m in measurements if start is None or m.on >= start]


def share_of(*, objective: Objective, value: Decimal) -> Decimal | None:
    """The share of the target gain that this value is; None while baseline or target misses."""
    if objective.baseline is None or objective.target is None:
        return None
    return gain_share(baseline=objective.baseline, target=objective.target, value=value)


def is_lately_measured(
    *, objective: Objective, measurements: Sequence[Measurement], today: date
) -> bool:
    """Whether the last measurement is within one and a half of its cadence."""
    if not measurements:
        return False
    age = (today - measurements[-1].on).days
    return age <= ceil(CADENCES_WITHOUT_MEASURE * objective.cadence_days)


def objective_forecast(
    *, objective: Objective, measurements: Sequence[Measurement]
) -> Forecast | None:
    """What can be told of the target's chance; None while a baseline, target or date misses."""
    if (
        objective.baseline is None
        or objective.baseline_on is None
        or objective.target is None
        or objective.target_on is None
    ):
        return None
    baseline = series.Measurement(
        measured_on=objective.baseline_on, value=float(objective.baseline)
    )
    return forecast_measurements(
        baseline=baseline,
        measurements=[
            series.Measurement(measured_on=m.on, value=float(m.value)) for m in measurements
        ],
        target=float(objective.target),
        target_date=objective.target_on,
    )


def objective_oddity(
    *, objective: Objective, measurements: Sequence[Measurement], value: Decimal, on: date
) -> Oddity | None:
    """Why that value is odd after the measurements before it; None where nothing can be told."""
    if (
        objective.baseline is None
        or objective.baseline_on is None
        or objective.target is None
        or objective.target_on is None
        or on < objective.baseline_on
    ):
        return None
    start = objective.baseline_on
    return oddity(
        series=series.monthly_series(
            baseline=series.Measurement(measured_on=start, value=float(objective.baseline)),
            measurements=[
                series.Measurement(measured_on=m.on, value=float(m.value)) for m in measurements
            ],
        ),
        target=float(objective.target),
        duration_months=series.months_between(start=start, end=objective.target_on),
        month=series.months_between(start=start, end=on),
        value=float(value),
    )


def gained(*, one: ObjectiveStanding, started_on: date | None, until: date) -> Decimal:
    """Euros that its measurements show from the start up to that day, see `gained_until`."""
    if started_on is None or one.value_at_target is None:
        return Decimal(0)
    since = measured_since_baseline(objective=one.objective, measurements=one.measurements)
    shares = [(m.on, share_of(objective=one.objective, value=m.value)) for m in since]
    return gained_until(
        readings=[(day, share) for day, share in shares if share is not None],
        monthly_value=one.value_at_target,
        cadence_days=one.objective.cadence_days,
        since=started_on,
        until=until,
    )


def last_of_months(measurements: Sequence[Measurement]) -> list[Measurement]:
    """The last measurement of each calendar month that has one; `measurements` oldest first."""
    return list({(m.on.year, m.on.month): m for m in measurements}.values())


def _months_told(
    *, objective: Objective, measurements: Sequence[Measurement], captain_id: UUID | None
) -> list[tuple[Decimal, bool]]:
    """The share each measured month ended on and whether another than the captain told it.

    Unbroken up to the last month, oldest first.
    """
    run: list[tuple[Decimal, bool]] = []
    following: int | None = None
    for measurement in reversed(last_of_months(measurements)):
        share = share_of(objective=objective, value=measurement.value)
        month = measurement.on.year * 12 + measurement.on.month
        if share is None or following not in (None, month + 1):
            break
        run.append((share, measurement.recorded_by_id not in (None, captain_id)))
        following = month
    return run[::-1]
