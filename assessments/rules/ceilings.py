"""The ceilings over the announced level, and what would lift each.

A weak link caps the whole, softened by one or two levels: full compensation would hide a danger,
a bare minimum would let one noisy answer move everything.
"""

from __future__ import annotations

from assessments.rules.answers import Answers, anchor_or_zero
from assessments.rules.questionnaire import GATE_DIMENSIONS, TOP_ANCHOR, USAGE_ITEM, Questionnaire
from assessments.rules.results import DimensionResult, Lift, LiftDimension, LiftItem

TOLERANCE = 1e-9
TOP_LEVEL = 5
GATE_MARGIN = 1
WEAKEST_MARGIN = 2


def level_at(questionnaire: Questionnaire, score: float) -> int:
    """The level 1..5 that a score of 100 reaches."""
    return max(
        level.number for level in questionnaire.levels if score >= level.starts_at - TOLERANCE
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
    score = (Lift("score", target, points_missing=missing),) if missing > TOLERANCE else ()
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
