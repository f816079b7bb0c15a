"""What proves an action done: its key is read, and held against what the product has observed.

A key is a fact's name, alone (`mandate.active`), with a bound (`decisions.count>=3`,
`active<=3`), or with an equality that means every one of them (`referents==teams`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from msgspec import field

from tenants.documents import Part

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


class SeenFact(Protocol):
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


def evidence(key: str, facts: Mapping[str, SeenFact]) -> Evidence:
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


TAKEN, REFUSED, DONE = "taken", "refused", "done"


class Stage(StrEnum):
    """Where an action stands.

    *to_choose*: its window is over and nobody has taken or refused it. *late*: it was taken and
    its date has passed.
    """

    PROPOSED = "proposed"
    TO_CHOOSE = "to_choose"
    TAKEN = "taken"
    LATE = "late"
    DONE = "done"
    REFUSED = "refused"


class Move(Part):
    """A date that gave way to a later or an earlier one, the day that was decided, and by whom."""

    before: date = field(name="from")
    after: date = field(name="to")
    on: date
    by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What people decided about an action: *state* is open, taken, refused or done."""

    state: str
    due_on: date | None = None
    moves: tuple[Move, ...] = ()
    refused_until: date | None = None
    done_on: date | None = None
    proven_by_fact: bool = False


@dataclass(frozen=True, slots=True)
class ActionProgress:
    """Where an action stands that day.

    *since* is the day from which that holds, where somebody or a date has fixed one; *by_product*:
    the product sees that it is done; *days_late* counts from the date passed.
    """

    stage: Stage
    since: date | None = None
    due_on: date | None = None
    moves: tuple[Move, ...] = ()
    refused_until: date | None = None
    by_product: bool = False
    days_late: int = 0

    @property
    def is_open(self) -> bool:
        """Neither done nor refused."""
        return self.stage not in (Stage.DONE, Stage.REFUSED)

    @property
    def first_due_on(self) -> date | None:
        """The date that was promised first."""
        return self.moves[0].before if self.moves else self.due_on


def progress(
    *,
    chosen: Chosen | None,
    today: date,
    evidence: Evidence = NOT_OBSERVED,
    window_ends: date | None = None,
) -> ActionProgress:
    """Where the action stands: what the product sees outranks what people said of it.

    An action without a window (*window_ends* None) is never overdue by itself.
    """
    if chosen is not None and chosen.state == DONE:
        return ActionProgress(
            Stage.DONE,
            since=chosen.done_on,
            due_on=chosen.due_on,
            moves=chosen.moves,
            by_product=chosen.proven_by_fact,
        )
    if evidence.is_proven:
        return ActionProgress(Stage.DONE, moves=chosen.moves if chosen else (), by_product=True)
    if chosen is not None and chosen.state == REFUSED and is_refused(chosen, today=today):
        return ActionProgress(Stage.REFUSED, refused_until=chosen.refused_until)
    if chosen is not None and chosen.state == TAKEN and chosen.due_on is not None:
        return _taken(chosen, chosen.due_on, today)
    if window_ends is not None and window_ends < today:
        return ActionProgress(Stage.TO_CHOOSE, since=window_ends)
    return ActionProgress(Stage.PROPOSED)


def is_refused(chosen: Chosen, *, today: date) -> bool:
    """Whether a refusal still holds: until its date the action is not proposed."""
    return chosen.refused_until is not None and today < chosen.refused_until


def _taken(chosen: Chosen, due_on: date, today: date) -> ActionProgress:
    late = max(0, (today - due_on).days)
    return ActionProgress(
        Stage.LATE if late else Stage.TAKEN,
        since=due_on if late else None,
        due_on=due_on,
        moves=chosen.moves,
        days_late=late,
    )


@dataclass(frozen=True, slots=True)
class WindowMove:
    """An action that stands in another window than in the roadmap before."""

    action_id: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class RoadmapChanges:
    """What a roadmap changes against the one before: ids in the order of the roadmaps."""

    moved: tuple[WindowMove, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many actions changed."""
        return len(self.moved) + len(self.new) + len(self.gone)


def roadmap_changes(*, before: Mapping[str, int], after: Mapping[str, int]) -> RoadmapChanges:
    """What changed between two roadmaps, given the window of each action in their order."""
    return RoadmapChanges(
        moved=tuple(
            WindowMove(one, before[one], window)
            for one, window in after.items()
            if one in before and before[one] != window
        ),
        new=tuple(one for one in after if one not in before),
        gone=tuple(one for one in before if one not in after),
    )
