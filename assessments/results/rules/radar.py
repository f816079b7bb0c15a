"""The dimensions of an assessment as a radar."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 306
CENTRE_X, CENTRE_Y, RADIUS = 180.0, 152.0, 86.0
RINGS = 4
LINE_LENGTH = 13
"""Characters of a name before it goes on to a second line."""
LINE_HEIGHT = 15
LABEL_ABOVE, LABEL_BELOW = -9, 17
"""From a dot to the foot of a word over or under it."""


@dataclass(frozen=True)
class RadarScore:
    """One dimension: its name in the reader's language, its score, the former one if any.

    *seen* is what the product itself sees of it, if it sees enough.
    """

    name: str
    value: float | None
    previous: float | None = None
    seen: float | None = None


@dataclass(frozen=True)
class Corner:
    """A place in viewBox units."""

    x: float
    y: float


@dataclass(frozen=True)
class RadarAxis:
    """One axis: its end, the lines of its name, where they stand, the dot of its score."""

    end: Corner
    name: str
    lines: tuple[Corner, ...]
    words: tuple[str, ...]
    anchor: str
    value_at: Corner
    value: float | None
    previous: float | None
    dot: Corner | None
    seen: float | None = None
    seen_dot: Corner | None = None

    @property
    def named_lines(self) -> tuple[tuple[Corner, str], ...]:
        """Each line of the name with its place."""
        return tuple(zip(self.lines, self.words, strict=True))


@dataclass(frozen=True)
class Radar:
    """A radar in viewBox units; code is empty, one or two (with the former curve)."""

    code: str
    width: int
    height: int
    centre: Corner
    maximum: float
    rings: tuple[tuple[Corner, ...], ...]
    axes: tuple[RadarAxis, ...]
    current: tuple[Corner, ...]
    previous: tuple[Corner, ...]
    weakest: RadarAxis | None
    strongest: RadarAxis | None
    seen_lines: tuple[tuple[Corner, Corner], ...] = ()
    """What the product sees: a line between neighbours that are both known, none through others."""

    @property
    def has_seen(self) -> bool:
        """Whether the product sees at least one dimension."""
        return any(axis.seen is not None for axis in self.axes)

    @property
    def seen_label(self) -> Corner | None:
        """The foot of the name of what is seen, at its dot farthest from the answer."""
        apart = {
            abs(axis.seen - (axis.value or 0.0)): axis.seen_dot
            for axis in reversed(self.axes)
            if axis.seen is not None and axis.seen_dot
        }
        if not apart:
            return None
        dot = apart[max(apart)]
        away = LABEL_BELOW if dot.y >= self.centre.y else LABEL_ABOVE
        return Corner(dot.x, round(dot.y + away, 1))


def radar(scores: Sequence[RadarScore], *, maximum: float = 100.0) -> Radar:
    """The geometry of a radar of three or more dimensions; scores run from 0 to maximum."""
    count = max(1, len(scores))
    axes = tuple(_axis(k, count, score, maximum=maximum) for k, score in enumerate(scores))
    known = [axis for axis in axes if axis.value is not None]
    twice = any(axis.previous is not None for axis in axes)
    rings = tuple(
        tuple(_corner(k, count, ring / RINGS) for k in range(count)) for ring in range(RINGS, 0, -1)
    )
    return Radar(
        code="empty" if not known else "two" if twice else "one",
        width=WIDTH,
        height=HEIGHT,
        centre=Corner(CENTRE_X, CENTRE_Y),
        maximum=maximum,
        rings=rings if axes else (),
        axes=axes,
        current=_curve([s.value for s in scores], maximum=maximum) if known else (),
        previous=_curve([s.previous for s in scores], maximum=maximum) if twice else (),
        weakest=min(known, key=lambda axis: axis.value or 0.0, default=None),
        strongest=max(known, key=lambda axis: axis.value or 0.0, default=None),
        seen_lines=_seen_lines(axes),
    )


def wrapped(name: str, *, length: int = LINE_LENGTH) -> tuple[str, ...]:
    """A name cut between words into lines of about that many characters, three at most."""
    lines: list[str] = []
    for word in name.split():
        if lines and (len(lines[-1]) + 1 + len(word) <= length or len(lines) == 3):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    lines = [line if len(line) <= 2 * length else f"{line[: 2 * length - 1]}…" for line in lines]
    return tuple(lines) or ("",)


def _corner(position: int, count: int, share: float) -> Corner:
    angle = 2 * math.pi * position / count
    return Corner(
        x=round(CENTRE_X + RADIUS * share * math.sin(angle), 1),
        y=round(CENTRE_Y - RADIUS * share * math.cos(angle), 1),
    )


def _curve(values: Sequence[float | None], *, maximum: float) -> tuple[Corner, ...]:
    return tuple(
        _corner(k, len(values), _share(value or 0.0, maximum)) for k, value in enumerate(values)
    )


def _seen_lines(axes: Sequence[RadarAxis]) -> tuple[tuple[Corner, Corner], ...]:
    around = zip(axes, [*axes[1:], *axes[:1]], strict=True)
    return tuple(
        (one.seen_dot, following.seen_dot)
        for one, following in around
        if one.seen_dot and following.seen_dot
    )


def _share(value: float, maximum: float) -> float:
    return min(1.0, max(0.0, value / maximum))


def _axis(position: int, count: int, score: RadarScore, *, maximum: float) -> RadarAxis:
    place = _corner(position, count, 1.14)
    words = wrapped(score.name)
    side = place.x - CENTRE_X
    block = LINE_HEIGHT * len(words)
    if abs(side) < 12:
        anchor, first = "middle", place.y - block + 2 if place.y < CENTRE_Y else place.y + 14
    else:
        anchor = "start" if side > 0 else "end"
        first = place.y - block / 2 + (6 if place.y < CENTRE_Y + RADIUS / 2 else 12)
    first = max(12.0, first)
    return RadarAxis(
        end=_corner(position, count, 1.0),
        name=score.name,
        lines=tuple(Corner(place.x, round(first + LINE_HEIGHT * k, 1)) for k in range(len(words))),
        words=words,
        anchor=anchor,
        value_at=Corner(place.x, round(first + block, 1)),
        value=score.value,
        previous=score.previous,
        dot=_dot(position, count, score.value, maximum),
        seen=score.seen,
        seen_dot=_dot(position, count, score.seen, maximum),
    )


def _dot(position: int, count: int, value: float | None, maximum: float) -> Corner | None:
    return None if value is None else _corner(position, count, _share(value, maximum))
