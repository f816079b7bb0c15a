"""The ceilings over the announced level, and what would lift each.

A weak link caps the whole, softened by one or two levels: full compensation would hide a danger,
a bare minimum would let one noisy answer move everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessments.questionnaire.rules.answers import (
    DONT_KNOW,
    Answers,
    anchor_or_zero,
    known_anchor,
    visible_answers,
    visible_items,
)
from assessments.questionnaire.rules.questionnaire import (
    GATE_DIMENSIONS,
    TOP_ANCHOR,
    USAGE_ITEM,
    Dimension,
    Item,
    Questionnaire,
)
from assessments.results.rules.results import DONT_KNOW as STATE_DONT_KNOW
from assessments.results.rules.results import (
    KNOWN,
    UNANSWERED,
    DimensionResult,
    Lift,
    LiftDimension,
    LiftItem,
    Result,
    Sensitivity,
    Trace,
)

CEILING_TOLERANCE = 1e-9
TOP_LEVEL = 5
GATE_MARGIN = 1
WEAKEST_MARGIN = 2


def level_at(questionnaire: Questionnaire, score: float) -> int:
    """The level 1..5 that a score of 100 reaches."""
    return max(
        level.number
        for level in questionnaire.levels
        if score >= level.starts_at - CEILING_TOLERANCE
    )


def ceilings_of(
    questionnaire: Questionnaire, answers: Answers, dimensions: tuple[DimensionResult, ...]
) -> dict[str, int]:
    """The highest level each ceiling allows: gate, weakest, usage, foundations."""
    levels = {one.id: one.level for one in dimensions}
    foundations = questionnaire.foundations
    firm = all(anchor_or_zero(answers, i) >= least for i, least in foundations.needs.items())
    return {
        "gate": min(TOP_LEVEL, GATE_MARGIN + min(levels[one] for one in GATE_DIMENSIONS)),
        "weakest": min(TOP_LEVEL, WEAKEST_MARGIN + min(levels.values())),
        "usage": questionnaire.usage_caps[anchor_or_zero(answers, USAGE_ITEM)],
        "foundations": TOP_LEVEL if firm else foundations.below_level - 1,
    }


def lifts_of(
    questionnaire: Questionnaire,
    answers: Answers,
    dimensions: tuple[DimensionResult, ...],
    *,
    low: float,
    level: int | None,
) -> tuple[Lift, ...]:
    """All that stands between an announced level and the next: ceilings, and the score itself."""
    if level is None or level == TOP_LEVEL:
        return ()
    target = level + 1
    gates = tuple(one for one in dimensions if one.id in GATE_DIMENSIONS)
    missing = _start(questionnaire, target) - low
    caps = ceilings_of(questionnaire, answers, dimensions)
    lifts = {
        "gate": Lift("gate", target, dimensions=_below(questionnaire, gates, target - GATE_MARGIN)),
        "weakest": Lift(
            "weakest", target, dimensions=_below(questionnaire, dimensions, target - WEAKEST_MARGIN)
        ),
        "usage": Lift("usage", target, items=_usage(questionnaire, answers, target)),
        "foundations": Lift("foundations", target, items=_foundations(questionnaire, answers)),
    }
    score = (Lift("score", target, points_missing=missing),) if missing > CEILING_TOLERANCE else ()
    return score + tuple(lifts[name] for name, cap in caps.items() if cap < target)


def _start(questionnaire: Questionnaire, number: int) -> float:
    return next(level.starts_at for level in questionnaire.levels if level.number == number)


def _below(
    questionnaire: Questionnaire, dimensions: tuple[DimensionResult, ...], needed_level: int
) -> tuple[LiftDimension, ...]:
    if needed_level <= 1:
        return ()
    needed = _start(questionnaire, needed_level)
    return tuple(
        LiftDimension(one.id, one.low, needed, _room(one))
        for one in dimensions
        if one.level < needed_level
    )


def _room(dimension: DimensionResult) -> tuple[str, ...]:
    room = {
        trace.item_id: trace.weight * (TOP_ANCHOR - (trace.counted or 0))
        for trace in dimension.traces
    }
    return tuple(sorted((item for item in room if room[item] > 0), key=lambda item: -room[item]))


def _usage(questionnaire: Questionnaire, answers: Answers, target: int) -> tuple[LiftItem, ...]:
    enough = [anchor for anchor, cap in questionnaire.usage_caps.items() if cap >= target]
    if not enough:
        return ()
    return (LiftItem(USAGE_ITEM, anchor_or_zero(answers, USAGE_ITEM), min(enough)),)


def _foundations(questionnaire: Questionnaire, answers: Answers) -> tuple[LiftItem, ...]:
    return tuple(
        LiftItem(item_id, anchor_or_zero(answers, item_id), least)
        for item_id, least in questionnaire.foundations.needs.items()
        if anchor_or_zero(answers, item_id) < least
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
