"""One KPI as the rules see it: shares of the gain, forecast, value."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from portfolio.forecast.choices import Oddity, Promise, ValueState
from portfolio.forecast.rules import trend as series
from portfolio.forecast.rules.forecast import Forecast, forecast_measurements
from portfolio.forecast.rules.odd import oddity
from portfolio.objectives.choices import Benefit, Verification
from portfolio.objectives.models import Measurement, Objective
from portfolio.objectives.rules import (
    Month,
    Told,
    confirmed_at,
    confirmed_month,
    confirmed_runs,
    following_month,
    gain_share,
    gained_until,
    improves,
    is_lapsed,
    monthly_gain,
    promise,
    starting_value,
    value_state,
)

SEEN = frozenset({Verification.ACCOUNTS, Verification.HOURS})


@dataclass(frozen=True, kw_only=True)
class ObjectiveStanding:
    """One objective today; `share` is of the target gain, amounts in euros a month.

    `value` is what the gain is worth in its `value_state`: declared at target, the measured share
    of it, or the lowest of three attested months; what lapsed is worth what it was when measured.
    """

    objective: Objective
    measurements: tuple[Measurement, ...]
    latest: Measurement | None
    share: Decimal | None
    is_target_met: bool
    forecast: Forecast | None
    value_state: ValueState
    value: Decimal | None
    attested: frozenset[UUID]
    value_at_target: Decimal | None
    baseline_count: int
    closed: frozenset[int]

    @property
    def id(self) -> UUID:
        """The objective's id."""
        return self.objective.id


def objective_standing(
    *,
    objective: Objective,
    measurements: Sequence[Measurement],
    attests: Callable[[Measurement], bool],
    forecast: Forecast | None,
    baseline_count: int,
    closed: frozenset[int],
    today: date,
    withdrawn_on: date | None = None,
) -> ObjectiveStanding:
    """The objective with what its measurements say, and the forecast that was told of it.

    `attests` tells a measurement that somebody else than its captain vouches for. A gain that was
    withdrawn counts nowhere until something is measured after that day.
    """
    since = measured_since_baseline(objective=objective, measurements=measurements)
    latest = since[-1] if since else None
    share = None if latest is None else share_of(objective=objective, value=latest.value)
    months = _months_told(objective=objective, measurements=since, attests=attests, closed=closed)
    state, at_target = value_state(months=months), value_at_target(objective=objective)
    value = at_target
    if at_target is not None and state is ValueState.CONFIRMED:
        value = confirmed_month(months=months, monthly_value=at_target)
    elif at_target is not None and state is ValueState.MEASURED:
        first = None if latest is None else promised_share(objective=objective, value=latest.value)
        value = monthly_gain(monthly_value_at_target=at_target, share=first)
    is_told = latest is not None and state is not ValueState.DECLARED
    is_gone = latest is not None and withdrawn_on is not None and latest.on <= withdrawn_on
    is_late = not is_lately_measured(
        objective=objective, measurements=since, closed=closed, today=today
    )
    if is_told and (is_gone or is_late):
        state = ValueState.LAPSED
    return ObjectiveStanding(
        objective=objective,
        measurements=tuple(measurements),
        latest=latest,
        share=share,
        is_target_met=share is not None and share >= 1,
        forecast=forecast,
        value_state=state,
        value=value,
        attested=frozenset(one.id for one in since if attests(one)),
        value_at_target=at_target,
        baseline_count=baseline_count,
        closed=closed,
    )


def value_at_target(*, objective: Objective) -> Decimal | None:
    """Euros a month once the target is met; freed time counts for its reused share, with a use."""
    if objective.monthly_value is None:
        return None
    whole = Decimal(objective.monthly_value)
    if objective.benefit != Benefit.TIME:
        return whole
    return whole * objective.reuse_share if objective.destination.strip() else None


def starting_values(
    *, objective: Objective, measurements: Sequence[Measurement], live_on: date
) -> tuple[Told, ...]:
    """The values that its baseline is the mean of: the first and those before it went live."""
    if objective.baseline is None:
        return ()
    before = (m.told for m in measurements if m.on < live_on)
    return (objective.baseline_ratio or objective.baseline, *before)


def since_go_live(
    *, objective: Objective, measurements: Sequence[Measurement], live_on: date
) -> Objective:
    """The objective as time and gains count, never to be saved: it begins with its go-live.

    Its baseline is the mean of the values before, unless that leaves nothing to gain; the one that
    was promised too, while nobody has changed it since.
    """
    start = objective.baseline_on
    if objective.baseline is None or start is None or live_on <= start:
        return objective
    values = starting_values(objective=objective, measurements=measurements, live_on=live_on)
    mean = starting_value(values=values, unit=objective.unit)
    counted = copy(objective)
    counted.baseline_on = live_on
    if not improves(mean, objective.target, objective.direction):
        return counted
    if objective.promised_baseline == objective.baseline:
        counted.promised_baseline = mean
    counted.baseline = mean
    return counted


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


def promised_share(*, objective: Objective, value: Decimal) -> Decimal | None:
    """The share of the gain that was promised first; of the present one before any promise."""
    if objective.promised_target is None:
        return share_of(objective=objective, value=value)
    start = objective.baseline if objective.promised_baseline is None else None
    baseline = objective.promised_baseline if start is None else start
    if baseline is None:
        return None
    return gain_share(baseline=baseline, target=objective.promised_target, value=value)


class PromiseLine(Struct, frozen=True, kw_only=True):
    """What became of the first promise, whose share is `share`; `target` is in the KPI's unit."""

    state: Promise
    share: float | None
    target: float
    on: date


def promise_of(
    *, one: ObjectiveStanding, today: date, is_over: bool, is_settled: bool
) -> PromiseLine | None:
    """What became of the first promise of that objective; None before any."""
    objective = one.objective
    if objective.promised_on is None or objective.promised_target is None:
        return None
    since = measured_since_baseline(objective=objective, measurements=one.measurements)
    last = last_of_months(since)
    share = promised_share(objective=objective, value=last[-1].value) if last else None
    is_revised = objective.target != objective.promised_target
    said = None if share is None else float(share)
    return PromiseLine(
        state=promise(
            first_target_month=_month(objective.promised_on),
            month=_month(today),
            confirmed_first_at=_confirmed_at(one, last, promised_share),
            confirmed_revised_at=_confirmed_at(one, last, share_of) if is_revised else None,
            is_over=is_over,
            share=said,
            is_settled=is_settled,
        ),
        share=said,
        target=float(objective.promised_target),
        on=objective.promised_on,
    )


def _confirmed_at(
    one: ObjectiveStanding, last: Sequence[Measurement], shared: Callable[..., Decimal | None]
) -> int | None:
    """The first of three attested months in a row at the target that `shared` tells."""
    shares = {m: shared(objective=one.objective, value=m.value) for m in last}
    return confirmed_at(
        closed=one.closed,
        months={
            _month(m.on): Month(share=share, is_attested=m.id in one.attested)
            for m, share in shares.items()
            if share is not None
        },
    )


def is_lately_measured(
    *,
    objective: Objective,
    measurements: Sequence[Measurement],
    closed: frozenset[int],
    today: date,
) -> bool:
    """Whether the last measurement is within one and a half of its cadence."""
    if not measurements:
        return False
    return not is_lapsed(
        measured_on=measurements[-1].on,
        today=today,
        cadence_days=objective.cadence_days,
        closed=closed,
    )


def objective_forecast(
    *, objective: Objective, measurements: Sequence[Measurement], base_rate: float
) -> Forecast | None:
    """What can be told of the target's chance; None while a baseline, target or date misses."""
    if (
        objective.baseline is None
        or objective.baseline_on is None
        or objective.target is None
        or objective.target_on is None
    ):
        return None
    baseline = series.MeasuredValue(
        measured_on=objective.baseline_on, value=float(objective.baseline)
    )
    return forecast_measurements(
        baseline=baseline,
        measurements=[
            series.MeasuredValue(measured_on=m.on, value=float(m.value)) for m in measurements
        ],
        target=float(objective.target),
        target_date=objective.target_on,
        base_rate=base_rate,
    )


def objective_oddity(
    *,
    objective: Objective,
    measurements: Sequence[Measurement],
    value: Decimal,
    on: date,
    base_rate: float,
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
            baseline=series.MeasuredValue(measured_on=start, value=float(objective.baseline)),
            measurements=[
                series.MeasuredValue(measured_on=m.on, value=float(m.value)) for m in measurements
            ],
        ),
        target=float(objective.target),
        duration_months=series.months_between(start=start, end=objective.target_on),
        month=series.months_between(start=start, end=on),
        value=float(value),
        base_rate=base_rate,
    )


def gained(
    *,
    one: ObjectiveStanding,
    started_on: date | None,
    until: date,
    confirmed_only: bool = False,
) -> Decimal:
    """Euros that its measurements show from the start up to that day, see `gained_until`.

    Confirmed are those of months that belong to three attested ones in a row, of a gain that was
    seen in the accounts or as hours given to something.
    """
    if started_on is None or one.value_at_target is None:
        return Decimal(0)
    if confirmed_only and one.objective.verification not in SEEN:
        return Decimal(0)
    since = measured_since_baseline(objective=one.objective, measurements=one.measurements)
    told = {_month(m.on): m.id in one.attested for m in last_of_months(since) if m.on < until}
    sure = confirmed_runs(months=told, closed=one.closed)
    readings = []
    for m in since:
        share = promised_share(objective=one.objective, value=m.value)
        if share is not None:
            counts = not confirmed_only or _month(m.on) in sure
            readings.append((m.on, share if counts else Decimal(0)))
    return gained_until(
        readings=readings,
        monthly_value=one.value_at_target,
        cadence_days=one.objective.cadence_days,
        since=started_on,
        until=until,
    )


def _month(day: date) -> int:
    return day.year * 12 + day.month


def last_of_months(measurements: Sequence[Measurement]) -> list[Measurement]:
    """The last measurement of each calendar month that has one; `measurements` oldest first."""
    return list({(m.on.year, m.on.month): m for m in measurements}.values())


def _months_told(
    *,
    objective: Objective,
    measurements: Sequence[Measurement],
    attests: Callable[[Measurement], bool],
    closed: frozenset[int],
) -> list[Month]:
    """The share each measured month ended on and whether somebody else vouches for it.

    Unbroken up to the last month, oldest first.
    """
    run: list[Month] = []
    told: set[int] = set()
    for measurement in reversed(last_of_months(measurements)):
        share = promised_share(objective=objective, value=measurement.value)
        month = _month(measurement.on)
        if share is None:
            break
        following = following_month(month, closed=closed, told=told)
        if told and following not in told:
            break
        run.append(Month(share=share, is_attested=attests(measurement)))
        told.add(month)
    return run[::-1]
