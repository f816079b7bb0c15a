"""What changed between two diagnostics of one company, and what is too small to be sure of.

A move below the smallest detectable change (1.96·√2·SEM at the 95 % level) is *no clear change*;
15 points of 100 stand for it until test-retest data exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessments.rules.answers import Answers, AnswerValue
from assessments.rules.branching import visible_answers, visible_items
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.questionnaire_mapping import Carried, carried_items, carry_answers
from assessments.rules.results import DimensionResult, Result, plain
from assessments.rules.scoring import score_dimensions, totals

SMALLEST_DETECTABLE_CHANGE = 15.0
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Taken:
    """A diagnostic as it was answered and as it was computed then."""

    questionnaire: Questionnaire
    answers: Answers
    result: Result


@dataclass(frozen=True, slots=True)
class Change:
    """Scores of 100 before and after, None where none is published; *clear* needs both."""

    before: float | None
    after: float | None
    delta: float | None
    clear: bool


@dataclass(frozen=True, slots=True)
class MovedAnswer:
    """An item answered differently; None stands for no answer."""

    item_id: str
    before: AnswerValue | None
    after: AnswerValue | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The change overall and per dimension.

    *common_items* is None within one major version; else the scores are those of that many items,
    the same in both versions, or mapped from one to the other, and shown both times.
    """

    overall: Change
    dimensions: dict[str, Change]
    moved: tuple[MovedAnswer, ...]
    common_items: int | None

    def as_dict(self) -> dict[str, Any]:
        """The fields above under their own names, lists for tuples."""
        stored: dict[str, Any] = plain(self)
        return stored


def compare(*, before: Taken, after: Taken) -> Comparison:
    """What changed, by the results computed then or, across major versions, by common items."""
    carried = carried_items(before.questionnaire, after.questionnaire)
    if before.questionnaire.major == after.questionnaire.major:
        old, new = before.result.dimensions, after.result.dimensions
        overall = change(before.result.overall, after.result.overall)
        count = None
    else:
        common = _common_items(before, after, carried)
        reread = carry_answers(carried, before.answers)
        old, new = _restricted(after, reread, common), _restricted(after, after.answers, common)
        overall = change(_mean(old), _mean(new))
        count = len(common)
    earlier = {one.id: one.score for one in old}
    return Comparison(
        overall=overall,
        dimensions={one.id: change(earlier.get(one.id), one.score) for one in new},
        moved=_moved(before, after, carried),
        common_items=count,
    )


def change(before: float | None, after: float | None) -> Change:
    """The change between two scores of 100, clear from the smallest detectable change on."""
    if before is None or after is None:
        return Change(before, after, None, clear=False)
    delta = after - before
    return Change(before, after, delta, abs(delta) >= SMALLEST_DETECTABLE_CHANGE - TOLERANCE)


def _common_items(before: Taken, after: Taken, carried: Mapping[str, Carried]) -> frozenset[str]:
    shown = {item.id for item in visible_items(before.questionnaire, before.answers)}
    return frozenset(
        item.id
        for item in visible_items(after.questionnaire, after.answers)
        if item.kind == "scored" and item.id in carried and carried[item.id].item_id in shown
    )


def _restricted(
    newest: Taken, answers: Answers, common: frozenset[str]
) -> tuple[DimensionResult, ...]:
    """The scores of these answers on the common items, by the newer questionnaire's weights."""
    items = tuple(
        replace(item, show_if=()) for item in newest.questionnaire.items if item.id in common
    )
    kept = {item.dimension for item in items}
    dimensions = tuple(one for one in newest.questionnaire.dimensions if one.id in kept)
    part = replace(newest.questionnaire, items=items, dimensions=dimensions)
    return score_dimensions(questionnaire=part, answers=answers)


def _mean(dimensions: tuple[DimensionResult, ...]) -> float | None:
    """The weighted mean of what is left, its weights scaled to sum to 1."""
    whole = sum(one.weight for one in dimensions)
    if not whole:
        return None
    return totals(dimensions, {one.id: one.weight / whole for one in dimensions})[0]


def _moved(before: Taken, after: Taken, carried: Mapping[str, Carried]) -> tuple[MovedAnswer, ...]:
    """The items that speak to each other, scored or gate, whose answer differs."""
    old = carry_answers(carried, visible_answers(before.questionnaire, before.answers))
    new = visible_answers(after.questionnaire, after.answers)
    return tuple(
        MovedAnswer(item.id, old.get(item.id), new.get(item.id))
        for item in after.questionnaire.items
        if item.id in carried and old.get(item.id) != new.get(item.id)
    )
