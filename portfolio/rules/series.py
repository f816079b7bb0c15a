"""From dated measurements to one value per calendar month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portfolio.rules.trend import Point


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
