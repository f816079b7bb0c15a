"""Measurements over time, with the start, the target, its deadline and a forecast band."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portfolio.charts.rules.labels import (
    GAP,
    Box,
    Label,
    Wish,
    along,
    beside,
    box_of,
    placed,
    sampled,
)
from portfolio.charts.rules.scale import (
    DateTick,
    Point,
    TimeScale,
    ValueScale,
    ValueTick,
    characters_of,
    date_ticks,
    value_scale,
    value_ticks,
)

HEIGHT, TOP, AXIS = 268, 38, 26
DEADLINE_GAP = 8
WORDS = 14
"""Characters of the longest words beside a value (“ at the start”)."""
LONGEST_UNIT = 12
"""Characters past which the labels leave the unit to the chart's title."""


@dataclass(frozen=True)
class MeasurementDot:
    """One measurement: its day, its value in the unit, who or what gave it."""

    day: date
    value: float
    source: str = ""


@dataclass(frozen=True)
class ForecastDay:
    """One day of the forecast: the middle, and the bounds between which eight in ten fall."""

    day: date
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class TrendChart:
    """A trend: x in percent, y in px; code is empty, start_only, measured or forecast."""

    code: str
    unit: str
    label_unit: str
    height: int
    plot_height: int
    top: int
    grid: tuple[ValueTick, ...]
    dates: tuple[DateTick, ...]
    line: tuple[Point, ...]
    forecast_line: tuple[Point, ...]
    band: tuple[Point, ...]
    baseline_y: float | None
    target_y: float | None
    deadline_x: float | None
    deadline_anchor: str
    deadline_dx: int
    current: Point | None
    labels: tuple[Label, ...]
    baseline: float | None
    target: float | None
    deadline: date | None
    readings: tuple[MeasurementDot, ...]
    last: MeasurementDot | None
    arrival: ForecastDay | None


def time_scale(
    *, days: Sequence[date], today: date, deadline: date | None, beyond: date | None = None
) -> TimeScale:
    """An axis from the first fact to past today, the deadline and the end of the forecast."""
    start = min([*days, today])
    if start == today:
        start = today - timedelta(days=14)
    last = max([today, *(d for d in (deadline, beyond) if d is not None)])
    span = (last - start).days
    share = 0.22 if last == today else 0.14
    return TimeScale(start=start, end=last + timedelta(days=max(4, round(span * share))))


def trend_chart(
    *,
    readings: Sequence[MeasurementDot],
    today: date,
    unit: str = "",
    baseline: float | None = None,
    target: float | None = None,
    deadline: date | None = None,
    forecast: Sequence[ForecastDay] = (),
) -> TrendChart:
    """The geometry of a trend; readings and forecast in any order, one or none allowed."""
    known = tuple(sorted(readings, key=lambda r: r.day))
    ahead = tuple(sorted(forecast, key=lambda f: f.day))
    last, arrival = (known or (None,))[-1], (ahead or (None,))[-1]
    beyond, days = arrival.day if arrival else None, [r.day for r in known]
    times = time_scale(days=days, today=today, deadline=deadline, beyond=beyond)
    short = unit if len(unit) <= LONGEST_UNIT else ""
    values = _values(known, ahead, baseline, target)
    scale = value_scale(values, top=TOP, bottom=HEIGHT - AXIS)
    grid = value_ticks(scale) if values else ()
    line = tuple(Point(times.x(r.day), scale.y(r.value)) for r in known)
    deadline_x, anchor = _upright(deadline, times)
    middle, band = _forecast_shapes(line[-1:], ahead, times=times, scale=scale)
    return TrendChart(
        code=_code(known, ahead, values),
        unit=unit,
        label_unit=short,
        height=HEIGHT,
        plot_height=HEIGHT - AXIS,
        top=TOP,
        grid=grid,
        dates=date_ticks(times),
        line=line,
        forecast_line=middle,
        band=band,
        baseline_y=None if baseline is None else scale.y(baseline),
        target_y=None if target is None else scale.y(target),
        deadline_x=deadline_x,
        deadline_anchor=anchor,
        deadline_dx=-DEADLINE_GAP if anchor == "end" else DEADLINE_GAP,
        current=line[-1] if line else None,
        labels=_labels(
            scale,
            line=line,
            middle=middle,
            grid=grid,
            unit=short,
            last=last,
            baseline=baseline,
            target=target,
            arrival=arrival,
            deadline_x=deadline_x,
        ),
        baseline=baseline,
        target=target,
        deadline=deadline,
        readings=known,
        last=last,
        arrival=arrival,
    )


def _upright(deadline: date | None, times: TimeScale) -> tuple[float | None, str]:
    """Where the deadline stands, and on which side of it its words do."""
    x = None if deadline is None else times.x(deadline)
    return x, "end" if x is not None and x > 55 else "start"


def _values(
    known: Sequence[MeasurementDot], ahead: Sequence[ForecastDay], *lines: float | None
) -> list[float]:
    """Every value the axis has to show."""
    values = [r.value for r in known] + [v for f in ahead for v in (f.low, f.high)]
    return values + [v for v in lines if v is not None]


def _code(
    known: Sequence[MeasurementDot], ahead: Sequence[ForecastDay], values: Sequence[float]
) -> str:
    if not values:
        return "empty"
    if not known:
        return "start_only"
    return "forecast" if ahead else "measured"


def _forecast_shapes(
    origin: Sequence[Point], ahead: Sequence[ForecastDay], *, times: TimeScale, scale: ValueScale
) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The middle line and the outline of the band, both from the last measurement on."""
    if not ahead:
        return (), ()
    middle = tuple(Point(times.x(f.day), scale.y(f.middle)) for f in ahead)
    upper = tuple(Point(times.x(f.day), scale.y(f.high)) for f in ahead)
    lower = tuple(Point(times.x(f.day), scale.y(f.low)) for f in reversed(ahead))
    return (*origin, *middle), (*origin, *upper, *lower)


def _labels(
    scale: ValueScale,
    *,
    line: Sequence[Point],
    middle: Sequence[Point],
    grid: Sequence[ValueTick],
    unit: str,
    last: MeasurementDot | None,
    baseline: float | None,
    target: float | None,
    arrival: ForecastDay | None,
    deadline_x: float | None,
) -> tuple[Label, ...]:
    right = 100.0 if deadline_x is None or deadline_x < 50 else deadline_x - GAP / 2
    upright = (
        [] if deadline_x is None else [Point(deadline_x, TOP), Point(deadline_x, scale.bottom)]
    )
    path = [*sampled(line), *sampled(middle), *sampled(upright, step=1.0)]
    wishes = []
    for code, value in (("target", target), ("baseline", baseline)):
        if value is not None:
            wishes.append(_wish(code, value, unit, along(scale.y(value), right=right)))
    if last is not None:
        wishes.append(_wish("current", last.value, unit, beside(line[-1].x, line[-1].y)))
    if arrival is not None:
        wishes.append(_wish("forecast", arrival.middle, unit, beside(middle[-1].x, middle[-1].y)))
    order = ("current", "target", "forecast", "baseline")
    wishes.sort(key=lambda wish: order.index(wish.label.code))
    taken: list[Box] = [box_of(0, t.label_y, "start", characters_of(t.value, unit)) for t in grid]
    return placed(wishes, taken=taken, path=path, top=scale.top, bottom=scale.bottom)


def _wish(code: str, value: float, unit: str, places: tuple[tuple[float, float, str], ...]) -> Wish:
    strong = code in ("current", "target")
    label = Label(code=code, x=0, y=0, anchor="start", strong=strong, value=value)
    return Wish(label=label, characters=characters_of(value, unit) + WORDS, places=places)
