"""A line the size of a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.charts.rules.scale import Point

MARGIN = 4


@dataclass(frozen=True)
class Sparkline:
    """Points in viewBox units; last is None when there is nothing to draw."""

    width: int
    height: int
    points: tuple[Point, ...]
    last: Point | None


def sparkline(values: Sequence[float], *, width: int = 96, height: int = 28) -> Sparkline:
    """The geometry of a sparkline; a flat series runs through the middle, one value is a dot."""
    if not values:
        return Sparkline(width=width, height=height, points=(), last=None)
    low, span = min(values), max(values) - min(values)
    across, down = width - 2 * MARGIN, height - 2 * MARGIN
    points = tuple(
        Point(
            x=round(MARGIN + across * (k / (len(values) - 1) if len(values) > 1 else 1), 1),
            y=round(MARGIN + down * (1 - ((value - low) / span if span else 0.5)), 1),
        )
        for k, value in enumerate(values)
    )
    return Sparkline(width=width, height=height, points=points, last=points[-1])
