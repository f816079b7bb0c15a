"""The chance of meeting a target by its date, from the KPI's own measurements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, sqrt

from portfolio.forecast.choices import ForecastStatus, ForecastWord
from portfolio.forecast.rules import trend as student_t
from portfolio.forecast.rules.trend import (
    Measurement,
    Point,
    Trend,
    latest,
    monthly_series,
    months_between,
    theil_sen,
    winsorised,
)

BASE_RATE = 0.30
LEAST_VALUES = 3
SHRINK_BELOW = 8
UNLIKELY_BELOW, LIKELY_ABOVE = 0.30, 0.65
BAND = 0.80
_NEGLIGIBLE = 1e-12  # below this share of the values a gain is rounding, and squares overflow
_DAMPING = 0.92
_DRIFT_VARIANCE = 0.06**2
_PRIOR_SLOPE, _PRIOR_SLOPE_SD = 0.35, 0.6
_PRIOR_NOISE, _PRIOR_SHAPE = 0.12, 2.0
_PRIOR_INTERCEPT_PRECISION = 1e-4
_PRIOR_SLOPE_PRECISION = 1 / (_PRIOR_SLOPE_SD / _PRIOR_NOISE) ** 2


@dataclass(frozen=True, kw_only=True)
class BandPoint:
    """The 80 % band at a month since the baseline, in the KPI's unit."""

    month: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What can be told; `chance` and `raw_chance` from 0 to 1, `rounded_percent` by fives."""

    status: ForecastStatus
    values_count: int
    chance: float | None = None
    raw_chance: float | None = None
    word: ForecastWord | None = None
    rounded_percent: int | None = None
    trend: Trend | None = None
    band: tuple[BandPoint, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Posterior:
    """A normal–inverse-gamma posterior of (intercept, slope per full duration)."""

    mean: tuple[float, float]
    covariance: tuple[float, float, float]
    shape: float
    rate: float
    last_month: int
    duration: int

    @property
    def degrees(self) -> float:
        """The degrees of freedom of the predictive Student t."""
        return 2 * self.shape

    def location_and_scale(self, *, months_ahead: int) -> tuple[float, float]:
        """Return centre and scale of the predicted share of the gain, the trend damped."""
        ahead = max(0, months_ahead)
        damped = sum(_DAMPING**k for k in range(1, ahead + 1))
        x = (self.last_month + damped) / self.duration
        v00, v01, v11 = self.covariance
        spread = (self.rate / self.shape) * (1 + v00 + 2 * v01 * x + v11 * x * x)
        centre = self.mean[0] + self.mean[1] * x
        return centre, sqrt(spread + ahead * _DRIFT_VARIANCE)


def forecast_measurements(
    *,
    baseline: Measurement,
    measurements: Sequence[Measurement],
    target: float,
    target_date: date,
    base_rate: float = BASE_RATE,
) -> Forecast:
    """Return the forecast of dated measurements; the months left run from the last value."""
    last = latest(baseline=baseline, measurements=measurements)
    return forecast(
        series=monthly_series(baseline=baseline, measurements=measurements),
        target=target,
        duration_months=months_between(start=baseline.measured_on, end=target_date),
        last_value=None if last is None else last.value,
        base_rate=base_rate,
    )


def forecast(
    *,
    series: Sequence[Point],
    target: float,
    duration_months: int,
    last_value: float | None = None,
    base_rate: float = BASE_RATE,
) -> Forecast:
    """Return the forecast of a monthly series whose first point is the baseline at month 0.

    Bayesian linear regression (conjugate normal–inverse-gamma prior), damped trend, random-walk
    drift, Student t predictive tail; below eight values shrunk towards the base rate.
    """
    baseline, count = series[0].value, len(series)
    gain = target - baseline
    if abs(gain) <= _NEGLIGIBLE * max(abs(target), *(abs(point.value) for point in series)):
        return Forecast(status=ForecastStatus.NO_GAIN_DEFINED, values_count=count)
    trend = theil_sen(series=series)
    reached = series[-1].value if last_value is None else last_value
    if (reached - baseline) / gain >= 1:
        status = ForecastStatus.TARGET_REACHED_TO_CONFIRM
        return Forecast(status=status, values_count=count, trend=trend)
    if count < LEAST_VALUES:
        status = ForecastStatus.NOT_ENOUGH_POINTS
        return Forecast(status=status, values_count=count, trend=trend)
    duration = max(1, duration_months)
    shares = [Point(month=p.month, value=(p.value - baseline) / gain) for p in series]
    posterior = _posterior(series=winsorised(series=shares), duration=duration)
    left = duration_months - posterior.last_month
    raw = _chance(posterior=posterior, months_left=left)
    chance = _shrunk(raw=raw, count=count, base_rate=base_rate)
    return Forecast(
        status=ForecastStatus.FORECAST,
        values_count=count,
        chance=chance,
        raw_chance=raw,
        word=word_of(chance=chance),
        rounded_percent=rounded_percent(chance=chance),
        trend=trend,
        band=_band(posterior=posterior, months_left=left, baseline=baseline, gain=gain),
    )


def word_of(*, chance: float) -> ForecastWord:
    """Return the chance in one word."""
    if chance < UNLIKELY_BELOW:
        return ForecastWord.UNLIKELY
    return ForecastWord.LIKELY if chance > LIKELY_ABOVE else ForecastWord.UNCERTAIN


def rounded_percent(*, chance: float) -> int:
    """Return the chance in percent, rounded to five points."""
    return 5 * floor(chance * 20 + 0.5)


def _posterior(*, series: Sequence[Point], duration: int) -> _Posterior:
    """Return the posterior; the 2 × 2 algebra is written out."""
    xs = [point.month / duration for point in series]
    zs = [point.value for point in series]
    n, sum_x, sum_z = len(series), sum(xs), sum(zs)
    a = _PRIOR_INTERCEPT_PRECISION + n
    d = _PRIOR_SLOPE_PRECISION + sum(x * x for x in xs)
    determinant = a * d - sum_x * sum_x
    v00, v01, v11 = d / determinant, -sum_x / determinant, a / determinant
    r1 = _PRIOR_SLOPE_PRECISION * _PRIOR_SLOPE + sum(x * z for x, z in zip(xs, zs, strict=True))
    m0, m1 = v00 * sum_z + v01 * r1, v01 * sum_z + v11 * r1
    # Same as z'z + m0'P m0 - mn'Pn mn, written so that it cannot turn negative.
    misfit = sum((z - m0 - m1 * x) ** 2 for x, z in zip(xs, zs, strict=True))
    misfit += _PRIOR_INTERCEPT_PRECISION * m0**2
    misfit += _PRIOR_SLOPE_PRECISION * (m1 - _PRIOR_SLOPE) ** 2
    return _Posterior(
        mean=(m0, m1),
        covariance=(v00, v01, v11),
        shape=_PRIOR_SHAPE + n / 2,
        rate=_PRIOR_SHAPE * _PRIOR_NOISE**2 + misfit / 2,
        last_month=series[-1].month,
        duration=duration,
    )


def _chance(*, posterior: _Posterior, months_left: int) -> float:
    """Return the chance that the whole gain is there at the date."""
    centre, scale = posterior.location_and_scale(months_ahead=months_left)
    return student_t.cdf(t=(centre - 1) / scale, df=posterior.degrees)


def _shrunk(*, raw: float, count: int, base_rate: float) -> float:
    """Return the chance drawn towards the base rate while values are few."""
    if count >= SHRINK_BELOW:
        return raw
    weight = count / (count + 3)
    return weight * raw + (1 - weight) * base_rate


def _band(
    *, posterior: _Posterior, months_left: int, baseline: float, gain: float
) -> tuple[BandPoint, ...]:
    """Return the band month by month until the date, low below high whatever the direction."""
    reach = student_t.quantile(probability=(1 + BAND) / 2, df=posterior.degrees)
    points = []
    for ahead in range(1, months_left + 1):
        centre, scale = posterior.location_and_scale(months_ahead=ahead)
        ends = sorted(baseline + gain * (centre + side * reach * scale) for side in (-1, 1))
        middle = baseline + gain * centre
        month = posterior.last_month + ahead
        points.append(BandPoint(month=month, low=ends[0], middle=middle, high=ends[1]))
    return tuple(points)


HORIZON_MONTHS = 24


@dataclass(frozen=True, kw_only=True)
class Continuation:
    """Euros; `break_even` is the chance above which going on pays, None when it never can."""

    net_value: float
    expected_benefit: float
    remaining_cost: float
    chance: float
    is_chance_assumed: bool
    break_even: float | None

    @property
    def is_worth_continuing(self) -> bool:
        """Whether going on has a positive expected value."""
        return self.net_value > 0

    @property
    def is_sinkhole(self) -> bool:
        """Whether the expected remaining benefit is below the remaining cost."""
        return self.expected_benefit < self.remaining_cost


def continuation(
    *,
    monthly_benefit: float,
    benefit_months: float,
    chance: float | None,
    remaining_cash: float,
    remaining_days: float = 0.0,
    day_value: float = 0.0,
) -> Continuation:
    """Return the expected value of going on (prospective analysis, sunk cost left out).

    `monthly_benefit` at target in euros, `benefit_months` left in the horizon, `chance` of
    meeting the target (None: the base rate, said so), `day_value` what a day brings to the best
    waiting initiative (0 if none).
    """
    if min(monthly_benefit, benefit_months, remaining_cash, remaining_days, day_value) < 0:
        raise ValueError("what remains is never negative")
    if chance is not None and not 0 <= chance <= 1:
        raise ValueError("a chance stands between 0 and 1")
    used = BASE_RATE if chance is None else chance
    if_met = monthly_benefit * benefit_months
    cost = remaining_cash + remaining_days * day_value
    return Continuation(
        net_value=used * if_met - cost,
        expected_benefit=used * if_met,
        remaining_cost=cost,
        chance=used,
        is_chance_assumed=chance is None,
        break_even=cost / if_met if if_met > 0 else None,
    )


def benefit_months_left(*, go_live: date, today: date, horizon_months: int = HORIZON_MONTHS) -> int:
    """Return the months of benefit left in the horizon counted from go-live, 0 at least."""
    gone = max(0, months_between(start=go_live, end=today))
    return max(0, horizon_months - gone)
