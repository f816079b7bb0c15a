"""A KPI's values by month, and the line through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from statistics import median


@dataclass(frozen=True, kw_only=True)
class MonthlyPoint:
    """A value at a whole number of months since the baseline (the baseline is at 0)."""

    month: int
    value: float


@dataclass(frozen=True, kw_only=True)
class TrendLine:
    """A line: value = intercept + slope × months since the baseline."""

    slope: float
    intercept: float

    def at(self, month: float) -> float:
        """Return the line's value at that month."""
        return self.intercept + self.slope * month


def theil_sen(*, series: Sequence[MonthlyPoint]) -> TrendLine | None:
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
    return TrendLine(slope=slope, intercept=intercept)


@dataclass(frozen=True, kw_only=True)
class MeasuredValue:
    """A value of the KPI, in its unit, on a day; later in the sequence wins on the same day."""

    measured_on: date
    value: float


def months_between(*, start: date, end: date) -> int:
    """Return the number of calendar months from one to the other (negative when before)."""
    return (end.year - start.year) * 12 + end.month - start.month


def monthly_series(
    *, baseline: MeasuredValue, measurements: Sequence[MeasuredValue]
) -> tuple[MonthlyPoint, ...]:
    """Return the baseline at month 0, then the last value of each later calendar month."""
    last: dict[int, float] = {}
    for measurement in sorted(measurements, key=lambda m: m.measured_on):
        month = months_between(start=baseline.measured_on, end=measurement.measured_on)
        if month > 0:
            last[month] = measurement.value
    points = [MonthlyPoint(month=month, value=last[month]) for month in sorted(last)]
    return (MonthlyPoint(month=0, value=baseline.value), *points)


def latest(
    *, baseline: MeasuredValue, measurements: Sequence[MeasuredValue]
) -> MeasuredValue | None:
    """Return the last measurement since the baseline, None when there is none."""
    since = [m for m in measurements if m.measured_on >= baseline.measured_on]
    return sorted(since, key=lambda m: m.measured_on)[-1] if since else None
