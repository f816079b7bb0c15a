"""What a computed diagnostic says, and the plain form in which it is stored.

The stored form is `Result.as_dict()`: the fields of the dataclasses below under their own names,
nested as they are, with lists for tuples, so that JSON gives it back unchanged. Scores, bounds
and points are of 100, confidences of 1, neither rounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

KNOWN = "known"
DONT_KNOW = "dont_know"
UNANSWERED = "unanswered"


def plain(value: object) -> Any:
    """The same as dictionaries, lists, texts, numbers and None: what JSON gives back unchanged."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


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

    def as_dict(self) -> dict[str, Any]:
        """The stored form, see the module."""
        stored: dict[str, Any] = plain(self)
        return stored

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Result:
        """The result whose stored form this is, whatever has been computed since."""
        return cls(
            **{
                **stored,
                "limited_by": tuple(stored["limited_by"]),
                "dimensions": tuple(_dimension(one) for one in stored["dimensions"]),
                "sensitivity": Sensitivity(**stored["sensitivity"]),
                "strengths": tuple(stored["strengths"]),
                "lifts": tuple(_lift(one) for one in stored["lifts"]),
                "to_clear": tuple(stored["to_clear"]),
            }
        )


def _dimension(stored: Mapping[str, Any]) -> DimensionResult:
    return DimensionResult(**{**stored, "traces": tuple(Trace(**t) for t in stored["traces"])})


def _lift(stored: Mapping[str, Any]) -> Lift:
    items = tuple(LiftItem(**one) for one in stored["items"])
    dimensions = tuple(
        LiftDimension(**{**one, "items": tuple(one["items"])}) for one in stored["dimensions"]
    )
    return Lift(**{**stored, "items": items, "dimensions": dimensions})
