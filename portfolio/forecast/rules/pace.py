"""The pace: what is made a month, what is needed, and the key of the sentence that says both."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from portfolio.forecast.choices import Course, ForecastWord, PaceSignal
from portfolio.forecast.rules.trend import MonthlyPoint, theil_sen

REACH = 0.80
LEAST_VALUES_TO_SIGNAL, LEAST_VALUES_TO_SLOW = 4, 5
BEHIND_TWICE, BEHIND_ONCE, BEHIND_OFF, LOST_TWICE = 0.38, 0.30, 0.42, 0.20
AHEAD_FROM, ON_PACE_FROM, SLOWING_BELOW = 1.10, 0.85, 0.40
LEAST_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class Pace:
    """`now` and `needed` in the KPI's unit a month, signed; `left` in months."""

    now: float
    needed: float
    left: int
    signal: PaceSignal | None = None


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The chance of four fifths of the gain at the date, as seen at one value."""

    month: int
    count: int
    chance: float


def slope_now(*, series: Sequence[MonthlyPoint], duration: int) -> float:
    """Return the Theil–Sen slope of the last third of the time, of three values at least."""
    since = series[-1].month - max(LEAST_MONTHS, ceil(duration / 3))
    lately = [point for point in series if point.month >= since]
    line = theil_sen(series=lately if len(lately) >= LEAST_MONTHS else series[-LEAST_MONTHS:])
    return 0.0 if line is None else line.slope


def pace_signal(*, seen: Sequence[Reach], duration: int, is_reached: bool) -> PaceSignal | None:
    """Return what the chances seen at each value say, oldest first; it depends on them only."""
    is_behind = is_lost = False
    for before, now in pairwise(seen):
        if now.count < LEAST_VALUES_TO_SIGNAL or now.month < duration / 3:
            continue
        twice = max(before.chance, now.chance)
        if twice < BEHIND_TWICE or now.chance < BEHIND_ONCE:
            is_behind = True
        elif now.chance > BEHIND_OFF:
            is_behind = False
        is_lost = twice < LOST_TWICE and now.month >= duration / 2
    if is_reached or not (is_behind or is_lost):
        return None
    return PaceSignal.LOST if is_lost else PaceSignal.BEHIND


def course(
    *,
    level: float,
    elapsed: float,
    count: int,
    slope: float,
    needed: float,
    signal: PaceSignal | None,
    word: ForecastWord,
) -> Course:
    """Return the key of the sentence: `level`, `slope` and `needed` in shares of the gain."""
    if signal is PaceSignal.LOST:
        return Course.LOST
    ratio = level / elapsed
    if ratio < ON_PACE_FROM:
        return Course(f"behind_{word}")
    if signal is PaceSignal.BEHIND:
        return Course.SLIPPING
    if count >= LEAST_VALUES_TO_SLOW and slope < SLOWING_BELOW * needed:
        return Course(f"slowing_{word}")
    return Course(f"{'ahead' if ratio >= AHEAD_FROM else 'on_pace'}_{word}")
