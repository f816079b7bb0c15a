"""The robust trend that is drawn: a line that one odd measurement cannot move."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

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
