"""What a computed diagnostic says; it is stored as it is.

Scores, bounds and points are of 100, confidences of 1, neither rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

KNOWN = "known"
DONT_KNOW = "dont_know"
UNANSWERED = "unanswered"


LEVEL_WIDTH = 20
"""Every level of a questionnaire begins at a multiple of it."""
TOLERANCE = 1e-9


def whole(score: float) -> int:
    """The number that stands for a score of 100, everywhere: rounded, but never up to a level
    that it does not reach.
    """
    near = round(score)
    return near - 1 if near % LEVEL_WIDTH == 0 and score < near - TOLERANCE else near


def plain(value: object) -> Any:
    """The same as dictionaries, lists, texts, numbers and None: what JSON gives back."""
    return msgspec.json.decode(msgspec.json.encode(value))


@dataclass(frozen=True, slots=True)
class Trace:
    """What one item brings to its dimension.

    *state* is known, dont_know or unanswered; *counted* the anchor that counts, None where the
    item is left out; *points* its part of the dimension's score, *possible* the most it could be.
    """

    item_id: str
    weight: float
    state: str
    counted: int | None
    points: float
    possible: float

    @property
    def counts_zero(self) -> bool:
        """Whether not knowing it counts as an answer of 0."""
        return self.state == DONT_KNOW and self.counted == 0


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """One dimension: *score* is None where too few answers are known to publish one.

    *value* is the score, or the middle of the interval; *level* is read from *low*.
    """

    id: str
    weight: float
    score: float | None
    value: float
    low: float
    high: float
    confidence: float
    level: int
    traces: tuple[Trace, ...]

    @property
    def current(self) -> float:
        """The score, or the low bound where none is published."""
        return self.low if self.score is None else self.score

    @property
    def best(self) -> Trace | None:
        """The highest anchor that counts, the heavier item first."""
        counted = [trace for trace in self.traces if trace.counted is not None]
        return max(counted, key=lambda one: (one.counted or 0, one.weight), default=None)

    @property
    def worst(self) -> Trace:
        """The item with the most room."""
        return min(self.traces, key=lambda one: (one.counted or 0, -one.weight))


@dataclass(frozen=True, slots=True)
class LiftItem:
    """An answer to raise, from the anchor that counts today to the one that is needed."""

    item_id: str
    anchor: int
    needed: int


@dataclass(frozen=True, slots=True)
class LiftDimension:
    """A low bound to raise, with the items that can do it, the heaviest room first."""

    dimension: str
    low: float
    needed: float
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """What one ceiling asks before *to_level* can be announced.

    *ceiling* is gate, weakest, usage, foundations, or score (points of 100 are missing).
    """

    ceiling: str
    to_level: int
    items: tuple[LiftItem, ...] = ()
    dimensions: tuple[LiftDimension, ...] = ()
    points_missing: float = 0.0


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Where the company would stand if every dimension weighed the same."""

    overall: float
    low: float
    high: float
    level: int


@dataclass(frozen=True, slots=True)
class Result:
    """A computed diagnostic; *level* is None where too little is known to announce one.

    *confidence_label* is high, medium or low; *ceilings* gives the level each allows; *limited_by*
    those that bite; *to_clear* the items nobody could answer or has answered yet.
    """

    engine: str
    questionnaire: str
    version: str
    usage: int
    overall: float
    low: float
    high: float
    confidence: float
    confidence_label: str
    raw_level: int
    level: int | None
    ceilings: Mapping[str, int]
    limited_by: tuple[str, ...]
    dimensions: tuple[DimensionResult, ...]
    sensitivity: Sensitivity
    strengths: tuple[str, ...]
    weakest: str | None
    lifts: tuple[Lift, ...]
    to_clear: tuple[str, ...]

    def dimension(self, dimension_id: str) -> DimensionResult:
        """The result of that dimension; KeyError if there is none."""
        for one in self.dimensions:
            if one.id == dimension_id:
                return one
        raise KeyError(dimension_id)

    @property
    def strongest(self) -> tuple[DimensionResult, ...]:
        """The results of its strengths."""
        return tuple(self.dimension(one) for one in self.strengths)

    @property
    def weakest_link(self) -> DimensionResult | None:
        """The result of the weakest dimension; None where all stand at the same height."""
        return self.dimension(self.weakest) if self.weakest else None

    @property
    def limits(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each ceiling that bites, with the dimensions it asks to raise."""
        asked = {one.ceiling: tuple(d.dimension for d in one.dimensions) for one in self.lifts}
        return tuple((one, asked.get(one, ())) for one in self.limited_by)

    @property
    def answered(self) -> int:
        """How many of the items that count have an answer, don't know among them."""
        return sum(state != UNANSWERED for state in self._states())

    @property
    def dont_know(self) -> int:
        """How many were answered by don't know."""
        return self._states().count(DONT_KNOW)

    @property
    def unanswered(self) -> int:
        """How many have no answer."""
        return self._states().count(UNANSWERED)

    def _states(self) -> list[str]:
        return [trace.state for one in self.dimensions for trace in one.traces]
