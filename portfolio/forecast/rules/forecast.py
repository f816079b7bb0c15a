"""The chance of meeting a target by its date, from the KPI's own measurements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import floor

from portfolio.forecast.choices import Course, ForecastStatus, ForecastWord
from portfolio.forecast.rules.filters import KpiBelief
from portfolio.forecast.rules.mixture import Mixture
from portfolio.forecast.rules.pace import REACH, Pace, Reach, course, pace_signal, slope_now
from portfolio.forecast.rules.trend import (
    MeasuredValue,
    MonthlyPoint,
    latest,
    monthly_series,
    months_between,
)

BASE_RATE, BASE_RATE_WORTH = 0.30, 8
LEAST_RATE, GREATEST_RATE = 0.05, 0.60
LEAST_VALUES = 3
UNLIKELY_BELOW, LIKELY_ABOVE = 0.23, 0.60
WORD_HOLDS, WORD_BREAKS, WORDS_REPLAYED = 0.02, 0.08, 5
LEAST_CHANCE, GREATEST_CHANCE = 0.03, 0.97
BAND_ENDS = (0.10, 0.50, 0.90)
_NEGLIGIBLE = 1e-12  # below this share of the values a gain is rounding
_DIGITS = 12  # so that a unit or a direction changes no rounding


@dataclass(frozen=True, kw_only=True)
class BandPoint:
    """The 80 % band at a month since the baseline, in the KPI's unit."""

    month: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What can be told; chances from 0 to 1, `rounded_percent` by fives, the band in KPI units.

    `low`, `middle` and `high` are the band at the date. `expected` is the expected share of the
    gain at the date and `level` the smoothed one now, both as going on or stopping reads them;
    `_before` is what they were at the value before, `_ends` between which shares, held between
    0 and 1, each will be measured eight times in ten.
    """

    status: ForecastStatus
    values_count: int
    chance: float | None = None
    word: ForecastWord | None = None
    rounded_percent: int | None = None
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    reach: float | None = None
    level: float | None = None
    expected: float | None = None
    level_before: float | None = None
    expected_before: float | None = None
    level_ends: tuple[float, float] | None = None
    expected_ends: tuple[float, float] | None = None
    pace: Pace | None = None
    course: Course | None = None
    band: tuple[BandPoint, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Shares:
    """A series in shares of the gain; `duration` in months, `reached` the last value's share."""

    points: tuple[MonthlyPoint, ...]
    baseline: float
    gain: float
    duration: int
    reached: float

    @property
    def last(self) -> MonthlyPoint:
        """The last month."""
        return self.points[-1]

    def in_unit(self, share: float) -> float:
        """The value of the KPI at that share of the gain."""
        return self.baseline + self.gain * share


def base_rate(*, kept: int, closed: int) -> float:
    """Return the company's own rate of first promises kept, drawn towards three in ten."""
    rate = (BASE_RATE * BASE_RATE_WORTH + kept) / (BASE_RATE_WORTH + closed)
    return min(GREATEST_RATE, max(LEAST_RATE, rate))


def forecast_measurements(
    *,
    baseline: MeasuredValue,
    measurements: Sequence[MeasuredValue],
    target: float,
    target_date: date,
    base_rate: float = BASE_RATE,
) -> Forecast:
    """Return the forecast of dated measurements, with its band month by month."""
    last = latest(baseline=baseline, measurements=measurements)
    return forecast(
        series=monthly_series(baseline=baseline, measurements=measurements),
        target=target,
        duration_months=months_between(start=baseline.measured_on, end=target_date),
        last_value=None if last is None else last.value,
        base_rate=base_rate,
        by_month=True,
    )


def forecast(
    *,
    series: Sequence[MonthlyPoint],
    target: float,
    duration_months: int,
    last_value: float | None = None,
    base_rate: float = BASE_RATE,
    by_month: bool = False,
) -> Forecast:
    """Return the forecast of a monthly series whose first point is the baseline at month 0.

    A mixture of Kalman filters over the courses a gain may take, a damped trend and the base
    rate of comparable promises (`filters`); chance, band and expectation are read of that one.
    """
    count = len(series)
    shares = shares_of(
        series=series, target=target, duration_months=duration_months, last_value=last_value
    )
    if shares is None:
        return Forecast(status=ForecastStatus.NO_GAIN_DEFINED, values_count=count)
    status = _status(shares, count)
    state = new_course(shares, base_rate=base_rate)
    seen, before = _replayed(state, shares)
    at_date, now = state.at(shares.duration), state.at(state.month)
    ends = [at_date.quantile(end) for end in BAND_ENDS]
    common = Forecast(
        status=status,
        values_count=count,
        expected=at_date.expected_within_one(),
        level=_level(now, shares, count),
        level_before=None if before is None else before.level,
        expected_before=None if before is None else before.expected,
        level_ends=(_held(now.quantile(BAND_ENDS[0])), _held(now.quantile(BAND_ENDS[-1]))),
        expected_ends=(_held(ends[0]), _held(ends[-1])),
        course=_UNTOLD.get(status),
    )
    if status in (ForecastStatus.NOT_ENOUGH_POINTS, ForecastStatus.DATE_PASSED):
        return common
    end = _band_of(ends, shares, month=shares.duration)
    chance = _chance(at_date)
    told = replace(
        common,
        chance=chance,
        rounded_percent=rounded_percent(chance=chance),
        low=end.low,
        middle=end.middle,
        high=end.high,
        reach=1 - at_date.below(REACH),
        band=tuple(_bands(state, shares, end)) if by_month else (),
    )
    return told if status in _UNTOLD else _on_the_way(told, shares, seen)


_UNTOLD = {
    ForecastStatus.NOT_ENOUGH_POINTS: Course.NOT_ENOUGH,
    ForecastStatus.DATE_PASSED: Course.DATE_PASSED,
    ForecastStatus.TARGET_REACHED_TO_CONFIRM: Course.REACHED,
}


def _on_the_way(
    told: Forecast, shares: Shares, seen: Sequence[tuple[Reach, float | None]]
) -> Forecast:
    """The forecast with its word, its pace and the key of its sentence."""
    word = word_of(chances=[chance for _, chance in seen if chance is not None])
    pace = _pace(shares, [reach for reach, _ in seen])
    key = course(
        level=told.level or 0.0,
        elapsed=shares.last.month / shares.duration,
        count=told.values_count,
        slope=pace.now / shares.gain,
        needed=pace.needed / shares.gain,
        signal=pace.signal,
        word=word,
    )
    return replace(told, word=word, pace=pace, course=key)


def shares_of(
    *,
    series: Sequence[MonthlyPoint],
    target: float,
    duration_months: int,
    last_value: float | None = None,
) -> Shares | None:
    """Return the series in shares of the gain; None where there is no gain to reach."""
    baseline = series[0].value
    gain = target - baseline
    if abs(gain) <= _NEGLIGIBLE * max(abs(target), *(abs(point.value) for point in series)):
        return None
    last = series[-1].value if last_value is None else last_value
    return Shares(
        points=tuple(
            MonthlyPoint(month=p.month, value=round((p.value - baseline) / gain, _DIGITS))
            for p in series
        ),
        baseline=baseline,
        gain=gain,
        duration=max(1, duration_months),
        reached=round((last - baseline) / gain, _DIGITS),
    )


def new_course(shares: Shares, *, base_rate: float) -> KpiBelief:
    """Return what is believed before the first value."""
    last = shares.last.month
    return KpiBelief(duration=shares.duration, base_rate=base_rate, last_month=last)


def word_of(*, chances: Sequence[float]) -> ForecastWord:
    """Return the last chance in a word; one that was said is left for a reason only.

    `chances` oldest first: a word is left when two running leave it, or one leaves it by far.
    """
    said, left = plain_word(chances[0]), False
    for chance in chances[1:]:
        beyond = _beyond(said, chance)
        if (left and beyond > 0) or beyond > WORD_BREAKS:
            said, left = plain_word(chance), False
        else:
            left = beyond > 0
    return said


def plain_word(chance: float) -> ForecastWord:
    """Return one chance in a word, whatever was said before."""
    if chance < UNLIKELY_BELOW:
        return ForecastWord.UNLIKELY
    return ForecastWord.LIKELY if chance > LIKELY_ABOVE else ForecastWord.UNCERTAIN


def rounded_percent(*, chance: float) -> int:
    """Return the chance in percent, rounded to five points, from 5 to 95."""
    return min(95, max(5, 5 * floor(chance * 20 + 0.5)))


def _beyond(said: ForecastWord, chance: float) -> float:
    """By how much the chance leaves the word, whose limits are two points further out."""
    low, high = UNLIKELY_BELOW - WORD_HOLDS, LIKELY_ABOVE + WORD_HOLDS
    if said is ForecastWord.UNLIKELY:
        return chance - (UNLIKELY_BELOW + WORD_HOLDS)
    if said is ForecastWord.LIKELY:
        return (LIKELY_ABOVE - WORD_HOLDS) - chance
    return max(low - chance, chance - high)


def _status(shares: Shares, count: int) -> ForecastStatus:
    if shares.reached >= 1:
        return ForecastStatus.TARGET_REACHED_TO_CONFIRM
    if count < LEAST_VALUES:
        return ForecastStatus.NOT_ENOUGH_POINTS
    if shares.last.month > shares.duration:
        return ForecastStatus.DATE_PASSED
    return ForecastStatus.FORECAST


@dataclass(frozen=True, kw_only=True)
class _Before:
    """What was thought at the value before the last."""

    level: float
    expected: float


def _replayed(
    state: KpiBelief, shares: Shares
) -> tuple[list[tuple[Reach, float | None]], _Before | None]:
    """The values taken in one by one: what was seen at each from the third on.

    The chance of the whole gain only at the last ones, from which the word is replayed.
    """
    last = len(shares.points) - 1
    seen: list[tuple[Reach, float | None]] = []
    before = None
    for number, point in enumerate(shares.points[1:], start=1):
        if number == last and state.count >= LEAST_VALUES:
            expected = state.at(shares.duration).expected_within_one()
            before = _Before(level=state.at(state.month).quantile(0.5), expected=expected)
        state.take(point)
        if state.count < LEAST_VALUES:
            continue
        mixture = state.at(shares.duration)
        reach = Reach(month=point.month, count=state.count, chance=1 - mixture.below(REACH))
        is_told = number > last - WORDS_REPLAYED
        seen.append((reach, _chance(mixture) if is_told else None))
    return seen, before


def _chance(mixture: Mixture) -> float:
    """The chance that the whole gain is measured."""
    return min(GREATEST_CHANCE, max(LEAST_CHANCE, 1 - mixture.below(1)))


def _held(share: float) -> float:
    return min(1.0, max(0.0, share))


def _level(now: Mixture, shares: Shares, count: int) -> float:
    """The smoothed level; before three values the last one."""
    return now.quantile(0.5) if count >= LEAST_VALUES else shares.reached


def _pace(shares: Shares, seen: Sequence[Reach]) -> Pace:
    left = shares.duration - shares.last.month
    slope = slope_now(series=shares.points, duration=shares.duration)
    signal = pace_signal(seen=seen, duration=shares.duration, is_reached=False)
    needed = (1 - shares.reached) / max(1, left)
    return Pace(now=slope * shares.gain, needed=needed * shares.gain, left=left, signal=signal)


def _band_at(mixture: Mixture, shares: Shares, *, month: int) -> BandPoint:
    return _band_of([mixture.quantile(end) for end in BAND_ENDS], shares, month=month)


def _band_of(ends: Sequence[float], shares: Shares, *, month: int) -> BandPoint:
    """Low below high whatever the direction."""
    low, middle, high = sorted(shares.in_unit(end) for end in ends)
    return BandPoint(month=month, low=low, middle=middle, high=high)


def _bands(state: KpiBelief, shares: Shares, end: BandPoint) -> Iterable[BandPoint]:
    """The band month by month until the date."""
    for month in range(state.month + 1, shares.duration):
        yield _band_at(state.at(month), shares, month=month)
    if state.month < shares.duration:
        yield end
