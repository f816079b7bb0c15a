"""Where an action of the roadmap stands on a given day, and what changed between two roadmaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from assessments.rules.proofs import NOT_OBSERVED, Evidence

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


@dataclass(frozen=True, slots=True)
class Move:
    """A date that gave way to a later or an earlier one, and the day that was decided."""

    before: date
    after: date
    on: date


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
class Progress:
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
) -> Progress:
    """Where the action stands: what the product sees outranks what people said of it.

    An action without a window (*window_ends* None) is never overdue by itself.
    """
    if chosen is not None and chosen.state == DONE:
        return Progress(
            Stage.DONE,
            since=chosen.done_on,
            due_on=chosen.due_on,
            moves=chosen.moves,
            by_product=chosen.proven_by_fact,
        )
    if evidence.is_proven:
        return Progress(Stage.DONE, moves=chosen.moves if chosen else (), by_product=True)
    if chosen is not None and chosen.state == REFUSED and is_refused(chosen, today=today):
        return Progress(Stage.REFUSED, refused_until=chosen.refused_until)
    if chosen is not None and chosen.state == TAKEN and chosen.due_on is not None:
        return _taken(chosen, chosen.due_on, today)
    if window_ends is not None and window_ends < today:
        return Progress(Stage.TO_CHOOSE, since=window_ends)
    return Progress(Stage.PROPOSED)


def is_refused(chosen: Chosen, *, today: date) -> bool:
    """Whether a refusal still holds: until its date the action is not proposed."""
    return chosen.refused_until is not None and today < chosen.refused_until


def _taken(chosen: Chosen, due_on: date, today: date) -> Progress:
    late = max(0, (today - due_on).days)
    return Progress(
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


def roadmap_changes(*, before: Mapping[str, Any], after: Mapping[str, Any]) -> RoadmapChanges:
    """What changed between two roadmaps in their stored form."""
    earlier, later = windows_of(before), windows_of(after)
    return RoadmapChanges(
        moved=tuple(
            WindowMove(one, earlier[one], window)
            for one, window in later.items()
            if one in earlier and earlier[one] != window
        ),
        new=tuple(one for one in later if one not in earlier),
        gone=tuple(one for one in earlier if one not in later),
    )


def windows_of(stored: Mapping[str, Any]) -> dict[str, int]:
    """The window of each action of a stored roadmap, in its order."""
    return {step["recommendation"]["action_id"]: step["window"] for step in stored["steps"]}
