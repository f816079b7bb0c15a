"""Which actions the answers call for, and in which order they are worth doing.

A greedy pass by value for effort: the weighted points an action still brings, plus half of what
its best successor would, per day of work.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assessments.questionnaire.rules.answers import (
    Answers,
    anchor_or_zero,
    known_anchor,
    visible_answers,
    visible_items,
)
from assessments.questionnaire.rules.questionnaire import Questionnaire, Rule
from assessments.results.rules.results import Result
from assessments.results.rules.scoring import level_at, state_of
from assessments.roadmap.rules.actions import (
    CORE,
    FIRST_HOUR,
    FOUNDATIONS,
    Action,
    ActionCatalogue,
)

LEAST_TARGET = 60.0
POINTS_PER_LEVEL = 20.0
SUCCESSOR_SHARE = 0.5
DAYS_OFFSET = 0.5
ZERO_ANSWER_FACTOR = 1.25
CORE_FACTOR = 1.3
DUTY_FACTOR = 2.0


@dataclass(frozen=True, slots=True)
class Firing:
    """An answer that called for an action: its state and the anchor that counted."""

    item_id: str
    state: str
    counted: int


@dataclass(frozen=True, slots=True)
class Pick:
    """An action in the order of the greedy pass, with the priority it had then."""

    action: Action
    priority: float
    firing: tuple[Firing, ...]


def triggered(
    *, catalogue: ActionCatalogue, questionnaire: Questionnaire, answers: Answers
) -> dict[str, tuple[Firing, ...]]:
    """The answers that call for each action, unknown counting 0; no rule holds on a hidden item.

    An action with *only* is called for by these answers alone; an untold size counts as medium.
    """
    items = {item.id: item for item in visible_items(questionnaire, answers)}
    seen = visible_answers(questionnaire, answers)

    def holds(rule: Rule) -> bool:
        return all(i in items and one.holds(anchor_or_zero(seen, i)) for i, one in rule.items())

    fired = {}
    for action in catalogue.actions.values():
        if not all(
            (seen.get(one) or UNTOLD.get(one)) in options for one, options in action.only.items()
        ):
            continue
        asked = dict.fromkeys(one for rule in action.when if holds(rule) for one in rule)
        if asked:
            fired[action.id] = tuple(
                Firing(one, state_of(items[one], seen), anchor_or_zero(seen, one)) for one in asked
            )
    return fired


UNTOLD = {"F2": "medium"}
GATE = "G1"


def duties_of(catalogue: ActionCatalogue, answers: Answers) -> frozenset[str]:
    """The actions planned as duties: none where the company has said that AI is not used."""
    return frozenset() if known_anchor(answers, GATE) == 0 else catalogue.duties


def greedy_order(
    *,
    catalogue: ActionCatalogue,
    questionnaire: Questionnaire,
    result: Result,
    fired: Mapping[str, tuple[Firing, ...]],
    duties: frozenset[str],
) -> tuple[Pick, ...]:
    """Every fired action once, best priority first, never before a fired prerequisite."""
    current = {one.id: one.current for one in result.dimensions}
    targets = _targets(questionnaire, current)
    pass_ = _Pass(catalogue, result, current, targets, duties, dict(fired))
    picks = []
    while pass_.left:
        pick = pass_.best()
        picks.append(pick)
        pass_.take(pick.action)
    return tuple(picks)


def move_first(
    picks: tuple[Pick, ...], *, duties: frozenset[str]
) -> tuple[tuple[Pick, ...], frozenset[str]]:
    """Foundations, the first hour, other duties with their fired prerequisites, the rest.

    Also the duties with those prerequisites: room is reserved for them.
    """
    by_id = {pick.action.id: pick for pick in picks}
    foundations = [by_id[one] for one in FOUNDATIONS if one in by_id]
    bound = _with_prerequisites(by_id, duties & by_id.keys()) - set(FOUNDATIONS)
    mandatory = [by_id[one] for one in (FIRST_HOUR,) if one in bound]
    mandatory += [pick for pick in picks if pick.action.id in bound - {FIRST_HOUR}]
    others = [pick for pick in picks if pick.action.id not in bound | set(FOUNDATIONS)]
    return (*foundations, *mandatory, *others), bound


def _targets(questionnaire: Questionnaire, current: Mapping[str, float]) -> dict[str, float]:
    """Two levels' thresholds above the present one, 60 at least and 100 at most."""
    return {
        one: min(100.0, max(LEAST_TARGET, POINTS_PER_LEVEL * (level_at(questionnaire, points) + 1)))
        for one, points in current.items()
    }


def _with_prerequisites(by_id: Mapping[str, Pick], ids: Collection[str]) -> frozenset[str]:
    closed = set(ids)
    while (
        more := {need for one in closed for need in by_id[one].action.needs if need in by_id}
        - closed
    ):
        closed |= more
    return frozenset(closed)


@dataclass(slots=True)
class _Pass:
    """The state of one greedy pass."""

    catalogue: ActionCatalogue
    result: Result
    current: dict[str, float]
    targets: Mapping[str, float]
    duties: frozenset[str]
    left: dict[str, tuple[Firing, ...]]

    def best(self) -> Pick:
        """The ready action of highest priority, the first id among equals."""
        actions, left = self.catalogue.actions, self.left
        gains = {one: self._gain(actions[one]) for one in left}
        after: dict[str, float] = {}
        for one, gain in gains.items():
            for need in actions[one].needs:
                after[need] = max(gain, after.get(need, 0.0))
        picks = [
            Pick(
                actions[one], self._priority(actions[one], gains[one], after.get(one, 0.0)), firing
            )
            for one, firing in sorted(left.items())
            if left.keys().isdisjoint(actions[one].needs)
        ]
        return max(picks, key=lambda pick: pick.priority)

    def take(self, action: Action) -> None:
        """The action is placed and its uplifts are counted."""
        del self.left[action.id]
        for dimension, points in action.uplifts.items():
            self.current[dimension] = min(100.0, self.current[dimension] + points)

    def _gain(self, action: Action) -> float:
        return sum(
            self.result.dimension(one).weight
            * max(0.0, min(points, self.targets[one] - self.current[one]))
            for one, points in action.uplifts.items()
        )

    def _priority(self, action: Action, gain: float, after: float) -> float:
        """*after*: what the best of those that wait for it would bring."""
        worth = gain + SUCCESSOR_SHARE * after
        return self._factor(action) * worth / (action.likely_days + DAYS_OFFSET)

    def _factor(self, action: Action) -> float:
        factor = CORE_FACTOR if action.id in CORE else 1.0
        if any(firing.counted == 0 for firing in self.left[action.id]):
            factor *= ZERO_ANSWER_FACTOR
        return factor * (DUTY_FACTOR if action.id in self.duties else 1.0)
