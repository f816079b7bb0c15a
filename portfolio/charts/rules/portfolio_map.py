"""Initiatives by value and effort, as bubbles whose size follows the budget."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.charts.rules.scale import REFERENCE_WIDTH

HEIGHT, PLOT = 300, 276
SMALLEST, LARGEST = 11.0, 29.0
MOST = 20
"""Bubbles drawn; the rest is counted."""
ROUNDS = 60
GOLDEN_ANGLE = 2.399963
"""In radians; successive directions stay far from one another."""


@dataclass(frozen=True)
class MapItem:
    """An initiative to place: value and effort in any one unit each, budget in euros.

    health is the code of its badge (on_course, watch, drifting, stalled); any other is dashed.
    """

    name: str
    value: float
    effort: float
    budget: float
    health: str
    url: str = ""


@dataclass(frozen=True)
class Bubble:
    """One bubble: x in percent, y and radius in px, number as in the list below the map."""

    number: int
    x: float
    y: float
    radius: float
    tone: str
    item: MapItem


@dataclass(frozen=True)
class PortfolioMap:
    """A map; code is empty, all or some (hidden then counts what is not drawn)."""

    code: str
    height: int
    plot_height: int
    bubbles: tuple[Bubble, ...]
    listed: tuple[Bubble, ...]
    hidden: int


TONES = {"on_course": "ok", "watch": "info", "drifting": "warn", "stalled": "bad"}


def portfolio_map(items: Sequence[MapItem]) -> PortfolioMap:
    """The geometry of the map: running ones first, then by value; large bubbles drawn first.

    Places follow the square root of value and of effort, so that small ones stay apart.
    """
    ranked = sorted(items, key=lambda i: (i.health not in TONES, -i.value, i.effort, i.name))
    drawn = ranked[:MOST]
    most_value = max((i.value for i in drawn), default=0.0)
    most_effort = max((i.effort for i in drawn), default=0.0)
    most_budget = max((i.budget for i in drawn), default=0.0)
    radii = [_radius(i.budget, most_budget) for i in drawn]
    centres = [
        (
            REFERENCE_WIDTH * (0.08 + 0.84 * _share(i.effort, most_effort)),
            PLOT - 40 - (PLOT - 96) * _share(i.value, most_value),
        )
        for i in drawn
    ]
    bubbles = tuple(
        Bubble(
            number=number,
            x=round(100 * x / REFERENCE_WIDTH, 1),
            y=round(y, 1),
            radius=round(radius, 1),
            tone=TONES.get(item.health, "mute"),
            item=item,
        )
        for number, (item, radius, (x, y)) in enumerate(
            zip(drawn, radii, _apart(centres, radii), strict=True), start=1
        )
    )
    hidden = len(ranked) - len(drawn)
    return PortfolioMap(
        code="empty" if not drawn else "some" if hidden else "all",
        height=HEIGHT,
        plot_height=PLOT,
        bubbles=tuple(sorted(bubbles, key=lambda b: -b.radius)),
        listed=bubbles,
        hidden=hidden,
    )


def _share(value: float, most: float) -> float:
    return math.sqrt(max(0.0, value) / most) if most > 0 else 0.5


def _radius(budget: float, most: float) -> float:
    return SMALLEST + (LARGEST - SMALLEST) * (math.sqrt(max(0.0, budget) / most) if most else 0)


def _apart(
    centres: Sequence[tuple[float, float]], radii: Sequence[float]
) -> list[tuple[float, float]]:
    """Centres pushed away from one another until every number can be read, inside the plot."""
    spots = [
        [x + 0.5 * math.cos(GOLDEN_ANGLE * k), y + 0.5 * math.sin(GOLDEN_ANGLE * k)]
        for k, (x, y) in enumerate(centres)
    ]
    for _ in range(ROUNDS):
        moved = False
        for first in range(len(spots)):
            for second in range(first):
                moved = _push(spots[first], spots[second], radii[first], radii[second]) or moved
        for spot, radius in zip(spots, radii, strict=True):
            spot[0] = min(REFERENCE_WIDTH - radius, max(radius, spot[0]))
            spot[1] = min(PLOT - radius - 16, max(radius + 24, spot[1]))
        if not moved:
            break
    return [(x, y) for x, y in spots]


def _push(one: list[float], other: list[float], radius: float, other_radius: float) -> bool:
    """Two centres moved half the missing distance each, if they were too near."""
    wanted = max(18.0, 0.62 * (radius + other_radius))
    across, down = one[0] - other[0], one[1] - other[1]
    distance = math.hypot(across, down)
    if distance >= wanted:
        return False
    missing = (wanted - distance) / 2
    distance = distance or 1.0
    one[0] += across / distance * missing
    one[1] += down / distance * missing
    other[0] -= across / distance * missing
    other[1] -= down / distance * missing
    return True
