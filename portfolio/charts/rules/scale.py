"""Axes and label places shared by the charts: percent across, pixels down."""

import math
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

REFERENCE_WIDTH = 290
"""Narrowest drawing, in px, for which labels are kept apart (a phone, inside a card)."""
CHARACTER = 6.6
"""Mean advance of a 12 px character, in px."""
LINE = 15
"""Height of a line of 12 px text, in px."""
MONTH_STEPS = (1, 2, 3, 4, 6, 12, 24, 36, 60, 120, 240, 480)
DAY_STEPS = (1, 2, 3, 5, 7, 10, 14)
SMALLEST = 1e-6
"""Difference of two values below which a scale takes them for one."""


@dataclass(frozen=True)
class Point:
    """A place in a drawing: x in percent or viewBox units, y in px or viewBox units."""

    x: float
    y: float


@dataclass(frozen=True)
class ValueTick:
    """A gridline: its value, its height and where its label stands."""

    value: float
    y: float
    label_y: float


@dataclass(frozen=True)
class DateTick:
    """A label of the time axis: kind is day, month, month_year or year."""

    day: date
    x: float
    kind: str
    anchor: str


@dataclass(frozen=True)
class ValueScale:
    """Values from low to high, drawn from bottom up to top (px)."""

    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """Height of a value in px, kept inside the plot."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.top + (self.bottom - self.top) * (1 - min(1.0, max(0.0, share))), 1)


@dataclass(frozen=True)
class TimeScale:
    """Days from start to end, drawn from 0 to 100 percent."""

    start: date
    end: date

    def x(self, day: date) -> float:
        """Place of a day in percent, kept inside the plot."""
        share = (day - self.start).days / max(1, (self.end - self.start).days)
        return round(100 * min(1.0, max(0.0, share)), 2)


def text_width(characters: int) -> float:
    """Width of a text in percent of the narrowest drawing."""
    return 100 * characters * CHARACTER / REFERENCE_WIDTH


def characters_of(value: float | None, unit: str) -> int:
    """Characters a value takes with its unit, grouping and decimals included."""
    if value is None:
        return 0
    size = abs(value)
    whole = len(str(int(size)))
    decimals = 0 if size >= 1000 or size == int(size) else 2 if size >= 100 else 3
    return whole + (whole - 1) // 3 + decimals + (value < 0) + (1 + len(unit) if unit else 0)


def nice_step(span: float, parts: int) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten that cuts a span in about that many parts."""
    raw = span / max(1, parts)
    magnitude = 10.0 ** math.floor(math.log10(raw))
    return next(k * magnitude for k in (1, 2, 2.5, 5, 10) if k * magnitude >= raw * 0.999)


def value_scale(
    values: Sequence[float], *, top: float, bottom: float, from_zero: bool = False
) -> ValueScale:
    """A scale that holds all values with some air; flat or missing values still get a height."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero:
        low, high = min(0.0, low), max(0.0, high)
    elif low >= 0 and low < 0.3 * high:
        low = 0.0
    if high - low < SMALLEST:
        high = low + max(abs(low) * 0.2, 1.0 if abs(low) < SMALLEST else 0.0)
    span = high - low
    floor = low if low == 0 else low - 0.1 * span
    if low >= 0:
        floor = max(0.0, floor)
    return ValueScale(low=floor, high=high + 0.08 * span, top=top, bottom=bottom)


def value_ticks(scale: ValueScale, *, parts: int = 4) -> tuple[ValueTick, ...]:
    """Gridlines at round values; each label stands just above its line."""
    step = nice_step(scale.high - scale.low, parts)
    first, last = math.ceil(scale.low / step - 1e-9), math.floor(scale.high / step + 1e-9)
    values = (round(k * step, 10) for k in range(first, last + 1))
    return tuple(
        ValueTick(value=value, y=scale.y(value), label_y=round(scale.y(value) - 5, 1))
        for value in values
    )


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def anchor_at(x: float, half_width: float) -> str:
    """How a text is tied to its place so that it stays inside the drawing."""
    return "start" if x < half_width else "end" if x > 100 - half_width else "middle"


def date_ticks(scale: TimeScale, *, most: int = 5) -> tuple[DateTick, ...]:
    """At most five dates along the time axis, at round days, months or years."""
    span = (scale.end - scale.start).days
    if span < 75:
        return _day_ticks(scale, most=most)
    first = scale.start.replace(day=1)
    if first < scale.start:
        first = add_months(first, 1)
    firsts = [first]
    while (following := add_months(firsts[-1], 1)) <= scale.end:
        firsts.append(following)
    step = next(s for s in MONTH_STEPS if sum(_on_step(d, s) for d in firsts) <= most)
    days = [day for day in firsts if _on_step(day, step)] or firsts[:1]
    return tuple(
        DateTick(
            day=day,
            x=scale.x(day),
            kind=_month_kind(day, shown_first=position == 0, step=step),
            anchor=anchor_at(scale.x(day), 9),
        )
        for position, day in enumerate(days)
    )


def _on_step(day: date, step: int) -> bool:
    return (day.year * 12 + day.month - 1) % step == 0


def _month_kind(day: date, *, shown_first: bool, step: int) -> str:
    if step >= 12:
        return "year"
    return "month_year" if shown_first or day.month <= step else "month"


def _day_ticks(scale: TimeScale, *, most: int) -> tuple[DateTick, ...]:
    span = max(1, (scale.end - scale.start).days)
    step = next((s for s in DAY_STEPS if span // s < most), DAY_STEPS[-1])
    days = [scale.start + timedelta(days=k) for k in range(0, span + 1, step)][:most]
    return tuple(
        DateTick(day=day, x=scale.x(day), kind="day", anchor=anchor_at(scale.x(day), 9))
        for day in days
    )
