"""Labels beside a drawing's marks, placed so that they do not cover one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from portfolio.charts.rules.scale import LINE, Point, text_width

GAP = 2.8
"""Space between a mark and its label, in percent."""
ROWS = (-6, 15, -21, 30, -36, 45, -51, 60, -66, 75, -81, 90)
"""Baselines of the labels of a level line, in px from it."""
MOST_CROSSED = 15
"""Points of a line under a label past which one more makes it no worse."""


@dataclass(frozen=True)
class Label:
    """A text by its code, tied to a place; value is what it says, None when it is a date."""

    code: str
    x: float
    y: float
    anchor: str
    strong: bool = True
    value: float | None = None


@dataclass(frozen=True)
class Wish:
    """A label asked for: its length in characters and its possible places, best first."""

    label: Label
    characters: int
    places: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True)
class Box:
    """The room a label takes: percent across, px down."""

    left: float
    right: float
    top: float
    bottom: float

    def covers(self, other: "Box") -> bool:
        """Whether two boxes share some room."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def held(self, points: Iterable[Point]) -> int:
        """How many of the points lie in the box."""
        left, right, top, bottom = self.left, self.right, self.top, self.bottom
        return len([p for p in points if left <= p.x <= right and top <= p.y <= bottom])


def box_of(x: float, y: float, anchor: str, characters: int) -> Box:
    """The box of a text whose baseline stands at (x, y), at the narrowest width."""
    width = text_width(characters)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return Box(left=left, right=left + width, top=y - LINE + 4, bottom=y + 4)


def beside(x: float, y: float) -> tuple[tuple[float, float, str], ...]:
    """Ten places around a mark, the upper right first."""
    after, before = min(100.0, x + GAP), max(0.0, x - GAP)
    spots = [(after, y - 8, "start"), (after, y + 18, "start")]
    spots += [(before, y - 8, "end"), (before, y + 18, "end")]
    spots += [(x, y - 12, "middle"), (x, y + 22, "middle")]
    spots += [(after, y - 24, "start"), (before, y - 24, "end")]
    return (*spots, (after, y - 39, "start"), (before, y - 39, "end"))


def along(y: float, *, right: float = 100.0) -> tuple[tuple[float, float, str], ...]:
    """Places along a level line, its right end first, row after row around it."""
    spots = ((right, "end"), (20.0, "start"), (60.0, "middle"))
    return tuple((x, y + dy, anchor) for dy in ROWS for x, anchor in spots)


def sampled(path: Sequence[Point], *, step: float = 3.0) -> list[Point]:
    """A broken line as points close to one another, so that labels can stay off it."""
    points = list(path[:1])
    for start, end in pairwise(path):
        count = max(1, round(max(abs(end.x - start.x), abs(end.y - start.y) / 4) / step))
        points += [
            Point(start.x + (end.x - start.x) * k / count, start.y + (end.y - start.y) * k / count)
            for k in range(1, count + 1)
        ]
    return points


def placed(
    wishes: Sequence[Wish],
    *,
    taken: Sequence[Box],
    path: Sequence[Point],
    top: float,
    bottom: float,
) -> tuple[Label, ...]:
    """Each label at its least bad place: inside, off the others, then off the drawn path."""
    boxes, labels = list(taken), []
    for wish in wishes:
        costs, least = [], inf
        for rank, (x, y, anchor) in enumerate(wish.places):
            box = box_of(x, y, anchor, wish.characters)
            outside = max(0.0, -box.left) + max(0.0, box.right - 100)
            outside += 30 * (box.top < top - LINE) + 30 * (box.bottom > bottom + 4)
            bad = 1000 * sum(box.covers(other) for other in boxes) + 100 * outside
            # The path is long, and what lies under a label only adds to that.
            if bad + rank <= least:
                cost = bad + 20 * min(MOST_CROSSED, box.held(path)) + rank
                costs.append((cost, rank, box))
                least = min(least, cost)
        _, rank, box = min(costs, key=lambda entry: entry[:2])
        x, y, anchor = wish.places[rank]
        boxes.append(box)
        labels.append(
            Label(
                code=wish.label.code,
                x=round(x, 2),
                y=round(y, 1),
                anchor=anchor,
                strong=wish.label.strong,
                value=wish.label.value,
            )
        )
    return tuple(labels)
