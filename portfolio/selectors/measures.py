"""One KPI as the rules see it: shares of the gain, forecast, value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from uuid import UUID

from portfolio.choices import Benefit, ValueState
from portfolio.models import Measurement, Objective
from portfolio.rules import series
from portfolio.rules.forecast import Forecast, forecast_measurements
from portfolio.rules.health import CADENCES_WITHOUT_MEASURE
from portfolio.rules.progress import MONTHS_TO_CONFIRM, gain_share, monthly_gain, value_state


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
    *, objective: Objective, measurements: Sequence[Measurement], captain_id: UUID | None
) -> ObjectiveStanding:
    """The objective with what its measurements say."""
    since = measured_since_baseline(objective=objective, measurements=measurements)
    latest = since[-1] if since else None
    share = None if latest is None else share_of(objective=objective, value=latest.value)
    state = value_state(
        monthly_shares=_monthly_shares(objective=objective, measurements=since),
        is_confirmed_by_another=any(
            m.recorded_by_id not in (None, captain_id) for m in since[-MONTHS_TO_CONFIRM:]
        ),
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
        forecast=objective_forecast(objective=objective, measurements=measurements),
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


def _monthly_shares(
    *, objective: Objective, measurements: Sequence[Measurement]
) -> tuple[Decimal, ...]:
    """The share at the end of each measured month, unbroken up to the last, oldest first."""
    by_month: dict[int, Decimal] = {}
    for measurement in measurements:
        share = share_of(objective=objective, value=measurement.value)
        if share is not None:
            by_month[measurement.on.year * 12 + measurement.on.month] = share
    run: list[Decimal] = []
    month = max(by_month, default=0)
    while month in by_month:
        run.append(by_month[month])
        month -= 1
    return tuple(reversed(run))
