"""Initiatives by effort and expected value, on scales that never change: two months compare."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.charts.rules.scale import REFERENCE_WIDTH

HEIGHT, TOP, PLOT = 320, 16, 276
LEFT, RIGHT = 34.0, 14.0
"""Px that the labels of values and the outermost dot take."""
RADIUS, SIDE_BY_SIDE = 9.0, 20.0
MOST = 20
"""Dots drawn; the rest is counted."""
DAYS = (1.0, 100.0)
EUROS = (1_000.0, 100_000.0)
DAY_TICKS = (1, 3, 10, 30, 100)
EURO_TICKS = (1_000, 3_000, 10_000, 30_000, 100_000)


@dataclass(frozen=True)
class MapItem:
    """An initiative to place: days, and euros over 24 months as low, expected and high.

    health is the code of its badge (on_course, watch, drifting, stalled); any other is an idea.
    """

    name: str
    days: float
    low: float
    expected: float
    high: float
    health: str
    url: str = ""


@dataclass(frozen=True)
class MapDot:
    """One dot: x in percent, y and the ends of its range in px, number as in the list.

    `is_beyond`: it stands at the edge of a scale that it passes.
    """

    number: int
    x: float
    y: float
    low_y: float
    high_y: float
    tone: str
    is_idea: bool
    is_beyond: bool
    item: MapItem


@dataclass(frozen=True)
class MapTick:
    """A line of a scale: its value and its place, percent across or px down."""

    value: int
    at: float


@dataclass(frozen=True)
class PortfolioMap:
    """A map; code is empty, all or some (hidden then counts what is not drawn)."""

    code: str
    height: int
    plot_height: int
    dots: tuple[MapDot, ...]
    hidden: int
    radius: float
    days: tuple[MapTick, ...]
    euros: tuple[MapTick, ...]


TONES = {"on_course": "ok", "watch": "info", "drifting": "warn", "stalled": "bad"}


def portfolio_map(items: Sequence[MapItem]) -> PortfolioMap:
    """The geometry of the map: running ones first, then by expected value; none on another."""
    ranked = sorted(items, key=lambda i: (i.health not in TONES, -i.expected, i.days, i.name))
    drawn = ranked[:MOST]
    places = _side_by_side([(_across(i.days), _down(i.expected)) for i in drawn])
    dots = tuple(
        MapDot(
            number=number,
            x=_percent(x),
            y=round(y, 1),
            low_y=round(_down(item.low), 1),
            high_y=round(_down(item.high), 1),
            tone=TONES.get(item.health, "mute"),
            is_idea=item.health not in TONES,
            is_beyond=_is_beyond(item.days, DAYS) or _is_beyond(item.expected, EUROS),
            item=item,
        )
        for number, (item, (x, y)) in enumerate(zip(drawn, places, strict=True), start=1)
    )
    hidden = len(ranked) - len(drawn)
    return PortfolioMap(
        code="empty" if not drawn else "some" if hidden else "all",
        height=HEIGHT,
        plot_height=PLOT,
        dots=dots,
        hidden=hidden,
        radius=RADIUS,
        days=tuple(MapTick(value, _percent(_across(value))) for value in DAY_TICKS),
        euros=tuple(MapTick(value, round(_down(value), 1)) for value in EURO_TICKS),
    )


def _share(value: float, scale: tuple[float, float]) -> float:
    """Where a value stands on a scale of tenfolds, 0 to 1; beyond it at its edge."""
    least, most = scale
    inside = min(most, max(least, value))
    return math.log(inside / least) / math.log(most / least)


def _is_beyond(value: float, scale: tuple[float, float]) -> bool:
    return not scale[0] <= value <= scale[1]


def _across(days: float) -> float:
    return LEFT + (REFERENCE_WIDTH - LEFT - RIGHT) * _share(days, DAYS)


def _down(euros: float) -> float:
    return PLOT - (PLOT - TOP) * _share(euros, EUROS)


def _percent(x: float) -> float:
    return round(100 * x / REFERENCE_WIDTH, 1)


STEPS = range(-14, 15)
ASIDE = sorted(
    ((SIDE_BY_SIDE * across, SIDE_BY_SIDE * down) for across in STEPS for down in STEPS),
    key=lambda step: (math.hypot(*step), abs(step[1]), -step[0]),
)
"""Where to look for room, the nearest first, beside before below."""


def _side_by_side(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The places in their order, moved aside where a dot would stand on another."""
    taken: list[tuple[float, float]] = []
    for x, y in places:
        near = ((x + across, y + down) for across, down in ASIDE)
        taken.append(next((spot for spot in near if _is_free(spot, taken)), (x, y)))
    return taken


def _is_free(spot: tuple[float, float], taken: Sequence[tuple[float, float]]) -> bool:
    x, y = spot
    is_inside = LEFT <= x <= REFERENCE_WIDTH - RIGHT and TOP <= y <= PLOT
    return is_inside and all(math.dist(spot, other) >= SIDE_BY_SIDE for other in taken)
