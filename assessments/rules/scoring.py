"""From answers to a result: an index over weighted dimensions, with an interval for the unknown.

A dimension's score is the weighted mean of its known answers; the bounds put every unknown answer
at the bottom, then at the top (worst-case imputation).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessments.rules.answers import DONT_KNOW, Answers, anchor_or_zero, known_anchor
from assessments.rules.branching import visible_answers, visible_items
from assessments.rules.ceilings import ceilings_of, level_at, lifts_of
from assessments.rules.questionnaire import TOP_ANCHOR, USAGE_ITEM, Dimension, Item, Questionnaire
from assessments.rules.results import DONT_KNOW as STATE_DONT_KNOW
from assessments.rules.results import (
    KNOWN,
    UNANSWERED,
    DimensionResult,
    Result,
    Sensitivity,
    Trace,
)

ENGINE = "1.0.0"
TOLERANCE = 1e-9
PUBLISHED_FROM = 0.5
ANNOUNCED_FROM = 0.60
MEDIUM_FROM = 0.75
HIGH_FROM = 0.90
STRENGTH_FROM = 40.0
MOST_STRENGTHS = 2


def assess(*, questionnaire: Questionnaire, answers: Answers) -> Result:
    """The result of these answers; those to hidden items are ignored, G1 unknown counts 0."""
    seen = visible_answers(questionnaire, answers)
    dimensions = score_dimensions(questionnaire=questionnaire, answers=seen)
    weights = {one.id: one.weight for one in dimensions}
    overall, low, high = totals(dimensions, weights)
    confidence = sum(one.weight * one.confidence for one in dimensions)
    ceilings = ceilings_of(questionnaire, seen, dimensions)
    raw = level_at(questionnaire, low)
    reached = min(raw, *ceilings.values())
    level = reached if confidence >= ANNOUNCED_FROM - TOLERANCE else None
    biting = (name for name, cap in ceilings.items() if cap == level and reached < raw)
    return Result(
        engine=ENGINE,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        usage=anchor_or_zero(seen, USAGE_ITEM),
        overall=overall,
        low=low,
        high=high,
        confidence=confidence,
        confidence_label=confidence_label(confidence),
        raw_level=raw,
        level=level,
        ceilings=ceilings,
        limited_by=tuple(biting),
        dimensions=dimensions,
        sensitivity=_sensitivity(questionnaire, dimensions, ceilings),
        strengths=_strengths(dimensions, overall),
        weakest=_weakest(dimensions),
        lifts=lifts_of(questionnaire, seen, dimensions, low=low, level=level),
        to_clear=_to_clear(questionnaire, seen),
    )


def score_dimensions(
    *, questionnaire: Questionnaire, answers: Answers
) -> tuple[DimensionResult, ...]:
    """The result of each dimension on its visible items, in the questionnaire's order."""
    items = [item for item in visible_items(questionnaire, answers) if item.kind == "scored"]
    return tuple(
        _score(questionnaire, dimension, [i for i in items if i.dimension == dimension.id], answers)
        for dimension in questionnaire.dimensions
    )


def totals(
    dimensions: Iterable[DimensionResult], weights: Mapping[str, float]
) -> tuple[float, float, float]:
    """The weighted value, low bound and high bound, of 100; weights sum to 1."""
    ones = list(dimensions)
    return (
        sum(weights[one.id] * one.value for one in ones),
        sum(weights[one.id] * one.low for one in ones),
        sum(weights[one.id] * one.high for one in ones),
    )


def confidence_label(confidence: float) -> str:
    """How sure the result is: high, medium or low."""
    if confidence >= HIGH_FROM - TOLERANCE:
        return "high"
    return "medium" if confidence >= MEDIUM_FROM - TOLERANCE else "low"


def state_of(item: Item, answers: Answers) -> str:
    """Whether a visible item is known, dont_know or unanswered."""
    if known_anchor(answers, item.id) is not None:
        return KNOWN
    return STATE_DONT_KNOW if answers.get(item.id) == DONT_KNOW else UNANSWERED


def _counted(item: Item, answers: Answers) -> int | None:
    """The anchor that counts: not knowing what one must know is an answer of 0."""
    if item.must_know and answers.get(item.id) == DONT_KNOW:
        return 0
    return known_anchor(answers, item.id)


def _score(
    questionnaire: Questionnaire, dimension: Dimension, items: list[Item], answers: Answers
) -> DimensionResult:
    counted = {item.id: _counted(item, answers) for item in items}
    every = sum(item.weight for item in items)
    answered = sum(item.weight for item in items if counted[item.id] is not None)
    sum_known = sum(item.weight * (counted[item.id] or 0) for item in items)
    low = 100 * sum_known / (TOP_ANCHOR * every)
    high = 100 * (sum_known + TOP_ANCHOR * (every - answered)) / (TOP_ANCHOR * every)
    confidence = answered / every
    published = answered > 0 and confidence >= PUBLISHED_FROM - TOLERANCE
    score = 100 * sum_known / (TOP_ANCHOR * answered) if published else None
    share = answered if published else every
    return DimensionResult(
        id=dimension.id,
        weight=dimension.weight,
        score=score,
        value=(low + high) / 2 if score is None else score,
        low=low,
        high=high,
        confidence=confidence,
        level=level_at(questionnaire, low),
        traces=tuple(
            _trace(item, state_of(item, answers), counted[item.id], share) for item in items
        ),
    )


def _trace(item: Item, state: str, counted: int | None, share: float) -> Trace:
    possible = 0.0 if counted is None else 100 * item.weight / share
    points = possible * (counted or 0) / TOP_ANCHOR
    return Trace(item.id, item.weight, state, counted, points, possible)


def _sensitivity(
    questionnaire: Questionnaire,
    dimensions: tuple[DimensionResult, ...],
    ceilings: Mapping[str, int],
) -> Sensitivity:
    equal = {one.id: 1 / len(dimensions) for one in dimensions}
    overall, low, high = totals(dimensions, equal)
    level = min(level_at(questionnaire, low), *ceilings.values())
    return Sensitivity(overall, low, high, level)


def _strengths(dimensions: tuple[DimensionResult, ...], overall: float) -> tuple[str, ...]:
    """At most two published scores, level 3 at least and not below the company's own mean."""
    least = max(STRENGTH_FROM, overall) - TOLERANCE
    strong = [one for one in dimensions if one.score is not None and one.score >= least]
    strong.sort(key=lambda one: -one.current)
    return tuple(one.id for one in strong[:MOST_STRENGTHS])


def _weakest(dimensions: tuple[DimensionResult, ...]) -> str | None:
    """The lowest low bound, the heavier dimension first; None where all are equal."""
    lows = [one.low for one in dimensions]
    if max(lows) - min(lows) <= TOLERANCE:
        return None
    return min(dimensions, key=lambda one: (one.low, -one.weight)).id


def _to_clear(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    """The scored or gate items without a known answer, those one must know first."""
    open_items = [
        item
        for item in visible_items(questionnaire, answers)
        if item.anchors and known_anchor(answers, item.id) is None
    ]
    return tuple(item.id for item in sorted(open_items, key=lambda item: not item.must_know))
