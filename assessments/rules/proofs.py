"""What proves an action done: its key is read, and held against what the product has observed.

A key is a fact's name, alone (`mandate.active`), with a bound (`decisions.count>=3`,
`active<=3`), or with an equality that means every one of them (`referents==teams`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

_KEY = re.compile(r"^([a-z0-9_]+(?:\.[a-z0-9_]+)*)(?:(>=|<=)(\d+(?:\.\d+)?)|==([a-z_]+))?$")


class Relation(StrEnum):
    """How a fact must stand for the proof to hold."""

    PRESENT = "present"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ALL = "all"


class Standing(StrEnum):
    """Whether the product sees the proof."""

    PROVEN = "proven"
    NOT_YET = "not_yet"
    NOT_OBSERVED = "not_observed"


@dataclass(frozen=True, slots=True)
class Requirement:
    """A proof key, read: the fact it names and what is asked of it."""

    fact: str
    relation: Relation
    limit: float = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Whether a proof holds, as seen *at*; *reached* of *wanted* where it can be counted.

    *as_share*: both are shares of a whole, 1 being the whole; *at_most*: *wanted* is a limit.
    """

    standing: Standing
    at: datetime | None = None
    reached: float | None = None
    wanted: float | None = None
    as_share: bool = False
    at_most: bool = False

    @property
    def is_proven(self) -> bool:
        """The product sees that it is done."""
        return self.standing is Standing.PROVEN


class Seen(Protocol):
    """A fact and when it was seen: a number, a truth, or how many of all (`met`, `all`)."""

    @property
    def value(self) -> object: ...
    @property
    def at(self) -> datetime: ...


NOT_OBSERVED = Evidence(Standing.NOT_OBSERVED)


def parse_proof(key: str) -> Requirement:
    """What the key asks; ValueError for one that cannot be read."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise ValueError(f"not a proof: {key}")
    fact, bound, limit, whole = found.groups()
    if whole is not None:
        return Requirement(fact, Relation.ALL)
    if bound is None:
        return Requirement(fact, Relation.PRESENT)
    relation = Relation.AT_LEAST if bound == ">=" else Relation.AT_MOST
    return Requirement(fact, relation, float(limit))


def evidence(key: str, facts: Mapping[str, Seen]) -> Evidence:
    """How that proof stands on those facts; a fact of an unknown shape is not observed."""
    asked = parse_proof(key)
    seen = facts.get(asked.fact)
    if seen is None:
        return NOT_OBSERVED
    if isinstance(seen.value, bool):
        holds = seen.value and asked.relation is Relation.PRESENT
        return Evidence(Standing.PROVEN if holds else Standing.NOT_YET, seen.at)
    counted = _counted(asked, seen.value)
    if counted is None:
        return NOT_OBSERVED
    reached, wanted, holds, as_share = counted
    standing = Standing.PROVEN if holds else Standing.NOT_YET
    at_most = asked.relation is Relation.AT_MOST
    return Evidence(standing, seen.at, reached, wanted, as_share, at_most)


def _counted(asked: Requirement, value: object) -> tuple[float, float, bool, bool] | None:
    """What is there, what is asked, whether that is enough, whether both are shares."""
    if isinstance(value, Mapping):
        met, every = _number(value.get("met")), _number(value.get("all"))
        if met is None or every is None:
            return None
        return _of_all(asked, met, every)
    number = _number(value)
    if number is None or asked.relation is Relation.ALL:
        return None
    if asked.relation is Relation.AT_MOST:
        # Nothing at all keeps no limit: three at most is proven by one, two or three.
        return number, asked.limit, 0 < number <= asked.limit or _is_clean(asked, number), False
    return number, asked.limit, number >= asked.limit, _is_share(asked)


def _of_all(asked: Requirement, met: float, every: float) -> tuple[float, float, bool, bool]:
    if asked.relation is Relation.PRESENT:
        return met, 1.0, met >= 1, False
    if asked.relation is Relation.ALL:
        return met, every, 0 < every <= met, False
    if not _is_share(asked):
        holds = met >= asked.limit if asked.relation is Relation.AT_LEAST else met <= asked.limit
        return met, asked.limit, holds, False
    share = met / every if every > 0 else 0.0
    holds = share >= asked.limit if asked.relation is Relation.AT_LEAST else share <= asked.limit
    return share, asked.limit, holds and every > 0, True


def _is_share(asked: Requirement) -> bool:
    return asked.relation in (Relation.AT_LEAST, Relation.AT_MOST) and asked.limit < 1


def _is_clean(asked: Requirement, number: float) -> bool:
    """A rate of nothing wrong is the best rate there is."""
    return _is_share(asked) and number == 0


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
