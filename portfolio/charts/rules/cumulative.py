"""What has been spent and gained so far, and where both are heading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portfolio.charts.rules.labels import Label, Wish, along, beside, box_of, placed, sampled
from portfolio.charts.rules.scale import (
    DateTick,
    Point,
    TimeScale,
    ValueScale,
    ValueTick,
    date_ticks,
    value_scale,
    value_ticks,
)
from portfolio.charts.rules.trend import ForecastDay, time_scale

HEIGHT, TOP, AXIS = 268, 24, 26
MONEY = 8
"""Characters of a shortened sum (“58,1 k€”)."""


@dataclass(frozen=True)
class Total:
    """A running total: the day and the sum in euros since the start."""

    day: date
    amount: float


@dataclass(frozen=True)
class CumulativeChart:
    """Two running totals: x in percent, y in px; code is empty, spent_only, or both.

    `gain` says how sure the gained euros are: `gained` as measurements show, or `confirmed`.
    break_even is the day the caller found, None where gains do not catch up in sight.
    """

    code: str
    height: int
    plot_height: int
    grid: tuple[ValueTick, ...]
    dates: tuple[DateTick, ...]
    spent_line: tuple[Point, ...]
    gained_line: tuple[Point, ...]
    spent_ahead: tuple[Point, ...]
    gained_ahead: tuple[Point, ...]
    band: tuple[Point, ...]
    budget_y: float | None
    spent_dot: Point | None
    gained_dot: Point | None
    labels: tuple[Label, ...]
    spent: tuple[Total, ...]
    gained: tuple[Total, ...]
    gain: str
    budget: float | None
    break_even: date | None


def cumulative_chart(
    *,
    spent: Sequence[Total],
    gained: Sequence[Total],
    today: date,
    gain: str = "gained",
    spent_ahead: Sequence[Total] = (),
    gained_ahead: Sequence[ForecastDay] = (),
    budget: float | None = None,
    deadline: date | None = None,
    break_even: date | None = None,
) -> CumulativeChart:
    """The geometry of cumulative spend and gain; amounts in euros, running totals by day."""
    paid, won, costs = _sorted(spent), _sorted(gained), _sorted(spent_ahead)
    gains = tuple(sorted(gained_ahead, key=lambda f: f.day))
    ends = [t.day for t in costs[-1:]] + [f.day for f in gains[-1:]]
    beyond = max(ends, default=None)
    days = [total.day for total in (*paid, *won)]
    times = time_scale(days=days, today=today, deadline=deadline, beyond=beyond)
    plot = HEIGHT - AXIS
    values = [t.amount for t in (*paid, *won, *costs)]
    values += [v for f in gains for v in (f.low, f.high)]
    values += [budget] if budget is not None else []
    scale = value_scale(values, top=TOP, bottom=plot, from_zero=True)
    grid = value_ticks(scale) if values else ()
    spent_line, gained_line = _line(paid, times, scale), _line(won, times, scale)
    middle = tuple(Point(times.x(f.day), scale.y(f.middle)) for f in gains)
    upper = tuple(Point(times.x(f.day), scale.y(f.high)) for f in gains)
    lower = tuple(Point(times.x(f.day), scale.y(f.low)) for f in reversed(gains))
    start, ahead = gained_line[-1:], _line(costs, times, scale)
    return CumulativeChart(
        code="both" if won else "spent_only" if paid else "empty",
        height=HEIGHT,
        plot_height=plot,
        grid=grid,
        dates=date_ticks(times),
        spent_line=spent_line,
        gained_line=gained_line,
        spent_ahead=(*spent_line[-1:], *ahead) if costs else (),
        gained_ahead=(*start, *middle) if gains else (),
        band=(*start, *upper, *lower) if gains else (),
        budget_y=None if budget is None else scale.y(budget),
        spent_dot=spent_line[-1] if spent_line else None,
        gained_dot=gained_line[-1] if gained_line else None,
        labels=_labels(
            scale,
            spent=paid,
            gained=won,
            gain=gain,
            times=times,
            grid=grid,
            budget=budget,
            ahead=[*sampled([*start, *middle]), *sampled(ahead)],
        ),
        spent=paid,
        gained=won,
        gain=gain,
        budget=budget,
        break_even=break_even,
    )


def _sorted(totals: Sequence[Total]) -> tuple[Total, ...]:
    return tuple(sorted(totals, key=lambda total: total.day))


def _line(totals: Sequence[Total], times: TimeScale, scale: ValueScale) -> tuple[Point, ...]:
    return tuple(Point(times.x(t.day), scale.y(t.amount)) for t in totals)


def _labels(
    scale: ValueScale,
    *,
    spent: Sequence[Total],
    gained: Sequence[Total],
    gain: str,
    times: TimeScale,
    grid: Sequence[ValueTick],
    budget: float | None,
    ahead: Sequence[Point],
) -> tuple[Label, ...]:
    lines = {"spent": _line(spent, times, scale), gain: _line(gained, times, scale)}
    wishes = []
    for code, totals in (("spent", spent), (gain, gained)):
        if totals:
            dot = lines[code][-1]
            label = Label(code=code, x=0, y=0, anchor="start", value=totals[-1].amount)
            wishes.append(Wish(label=label, characters=MONEY + 10, places=beside(dot.x, dot.y)))
    if budget is not None:
        label = Label(code="budget", x=0, y=0, anchor="start", value=budget)
        places = along(scale.y(budget))
        wishes.append(Wish(label=label, characters=MONEY + 9, places=(places[1], *places)))
    return placed(
        wishes,
        taken=[box_of(0, tick.label_y, "start", MONEY) for tick in grid],
        path=[*sampled(lines["spent"]), *sampled(lines[gain]), *ahead],
        top=scale.top,
        bottom=scale.bottom,
    )
