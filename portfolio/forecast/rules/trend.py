"""Student's t distribution from the regularised incomplete beta function."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import exp, inf, isnan, lgamma, log, log1p
from statistics import median

_TINY = 1e-300
_PRECISION = 1e-15
_MOST_STEPS = 10_000


def incomplete_beta(*, a: float, b: float, x: float) -> float:
    """Return I_x(a, b) for a, b > 0 and x in [0, 1] (continued fraction, modified Lentz)."""
    if a <= 0 or b <= 0 or not 0 <= x <= 1:
        raise ValueError("incomplete beta needs a, b > 0 and 0 <= x <= 1")
    if x in (0.0, 1.0):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(a=b, b=a, x=1 - x)
    front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    return exp(front) * _continued_fraction(a=a, b=b, x=x) / a


def cdf(*, t: float, df: float) -> float:
    """Return P(T <= t) with df > 0 degrees of freedom; each tail is computed on its small side."""
    if df <= 0 or isnan(t):
        raise ValueError("a Student t needs degrees of freedom and a number")
    if t in (inf, -inf):
        return float(t > 0)
    square = t * t
    if square < df:
        centre = incomplete_beta(a=0.5, b=df / 2, x=square / (df + square)) / 2
        return 0.5 + centre if t > 0 else 0.5 - centre
    tail = incomplete_beta(a=df / 2, b=0.5, x=df / (df + square)) / 2
    return 1 - tail if t > 0 else tail


def quantile(*, probability: float, df: float) -> float:
    """Return t with P(T <= t) = probability, 0 < probability < 1 (bisection)."""
    if not 0 < probability < 1:
        raise ValueError("a probability stands strictly between 0 and 1")
    if probability < 0.5:
        return -quantile(probability=1 - probability, df=df)
    low, high = 0.0, 1.0
    while cdf(t=high, df=df) < probability:
        low, high = high, high * 2
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if cdf(t=middle, df=df) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _continued_fraction(*, a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta, x below its mean."""
    c, d = 1.0, _inverse(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = _inverse(1 + even * d)
        c = _away_from_zero(1 + even / c)
        result *= d * c
        d = _inverse(1 + odd * d)
        c = _away_from_zero(1 + odd / c)
        result *= d * c
        if abs(d * c - 1) < _PRECISION:
            return result
    raise ArithmeticError("the continued fraction did not converge")


def _away_from_zero(value: float) -> float:
    """Return the value, or a tiny one instead of zero."""
    return value if abs(value) > _TINY else _TINY


def _inverse(value: float) -> float:
    """Return the inverse, finite."""
    return 1 / _away_from_zero(value)


MAD_TO_SIGMA = 1.4826
CLIP_AT = 2.5
LEAST_POINTS_TO_CLIP = 5


@dataclass(frozen=True, kw_only=True)
class Point:
    """A value at a whole number of months since the baseline (the baseline is at 0)."""

    month: int
    value: float


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A line: value = intercept + slope × months since the baseline."""

    slope: float
    intercept: float

    def at(self, month: float) -> float:
        """Return the line's value at that month."""
        return self.intercept + self.slope * month


def theil_sen(*, series: Sequence[Point]) -> Trend | None:
    """Return the Theil–Sen line (median of pairwise slopes); None below two distinct months."""
    slopes = [
        (later.value - earlier.value) / (later.month - earlier.month)
        for earlier, later in combinations(series, 2)
        if later.month != earlier.month
    ]
    if not slopes:
        return None
    slope = median(slopes)
    intercept = median(point.value - slope * point.month for point in series)
    return Trend(slope=slope, intercept=intercept)


def winsorised(*, series: Sequence[Point]) -> tuple[Point, ...]:
    """Return the series with residuals around Theil–Sen clipped at 2.5 scaled MAD.

    From five points on; a median absolute deviation of zero leaves the series as it is.
    """
    line = theil_sen(series=series) if len(series) >= LEAST_POINTS_TO_CLIP else None
    if line is None:
        return tuple(series)
    residuals = [point.value - line.at(point.month) for point in series]
    centre = median(residuals)
    limit = CLIP_AT * MAD_TO_SIGMA * median(abs(residual - centre) for residual in residuals)
    if limit == 0:
        return tuple(series)
    return tuple(
        Point(month=point.month, value=line.at(point.month) + min(limit, max(-limit, residual)))
        for point, residual in zip(series, residuals, strict=True)
    )


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """A value of the KPI, in its unit, on a day; later in the sequence wins on the same day."""

    measured_on: date
    value: float


def months_between(*, start: date, end: date) -> int:
    """Return the number of calendar months from one to the other (negative when before)."""
    return (end.year - start.year) * 12 + end.month - start.month


def monthly_series(
    *, baseline: Measurement, measurements: Sequence[Measurement]
) -> tuple[Point, ...]:
    """Return the baseline at month 0, then the last value of each later calendar month."""
    last: dict[int, float] = {}
    for measurement in sorted(measurements, key=lambda m: m.measured_on):
        month = months_between(start=baseline.measured_on, end=measurement.measured_on)
        if month > 0:
            last[month] = measurement.value
    points = [Point(month=month, value=last[month]) for month in sorted(last)]
    return (Point(month=0, value=baseline.value), *points)


def latest(*, baseline: Measurement, measurements: Sequence[Measurement]) -> Measurement | None:
    """Return the last measurement since the baseline, None when there is none."""
    since = [m for m in measurements if m.measured_on >= baseline.measured_on]
    return sorted(since, key=lambda m: m.measured_on)[-1] if since else None
