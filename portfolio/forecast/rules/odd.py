"""A value that the series does not allow: asked back before it is kept."""

from collections.abc import Sequence

from portfolio.forecast.choices import Oddity
from portfolio.forecast.rules.forecast import BASE_RATE, new_course, shares_of
from portfolio.forecast.rules.trend import MonthlyPoint

DEVIATIONS, LEAST_SHARE = 5, 0.60
UNIT_RATIOS = ((48, 72), (80, 125), (800, 1250))
DIGIT_RATIOS = ((8, 12),)


def oddity(
    *,
    series: Sequence[MonthlyPoint],
    target: float,
    duration_months: int,
    month: int,
    value: float,
    base_rate: float = BASE_RATE,
) -> Oddity | None:
    """Return why that value of that month is odd after the series (baseline first), or None."""
    before = [point for point in series if point.month < month] or list(series[:1])
    shares = shares_of(series=before, target=target, duration_months=duration_months)
    if shares is None:
        return None
    state = new_course(shares, base_rate=base_rate)
    for point in shares.points[1:]:
        state.take(point)
    mean, sd = state.at(min(month, shares.duration)).mean_and_sd()
    miss = abs((value - shares.baseline) / shares.gain - mean)
    if miss <= LEAST_SHARE:
        return None
    last = before[-1].value
    if _is_between(value, last, UNIT_RATIOS):
        return Oddity.UNIT
    if _is_between(value, last, DIGIT_RATIOS):
        return Oddity.DIGIT
    return Oddity.FAR if miss > DEVIATIONS * sd else None


def _is_between(value: float, last: float, ratios: Sequence[tuple[int, int]]) -> bool:
    """Whether the greater over the lesser, of one sign, lies in one of those ranges."""
    if value * last <= 0:
        return False
    ratio = max(value / last, last / value)
    return any(low <= ratio <= high for low, high in ratios)
