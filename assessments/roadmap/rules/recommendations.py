"""What to do first, and why: the roadmap of a diagnostic, deterministic.

Uplifts, days and costs are expert priors, hence effects in three sizes and never in points. An
effect is the uplift of one dimension, capped by the room left to 100: small below 6 points,
medium from 6, large from 12.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assessments.questionnaire.rules.answers import Answers, profile_of
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.rules.results import KNOWN, Result
from assessments.roadmap.rules.actions import (
    CORE,
    FOUNDATIONS,
    Action,
    ActionCatalogue,
)
from assessments.roadmap.rules.priority import (
    Firing,
    duties_of,
    greedy_order,
    move_first,
    triggered,
)
from assessments.roadmap.rules.schedule import WINDOWS, Dropped, Placed, Schedule, Window

MEDIUM_FROM = 6.0
LARGE_FROM = 12.0
HEADLINES = 3
CAUTIOUS_SHARE = 0.5
REFUSED, DONE = "refused", "done"
NOTHING_ASIDE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Effect:
    """The expected effect on one dimension: small, medium or large."""

    dimension: str
    size: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An action with the answers that call for it, the strongest effect first.

    *duty*: room is reserved for it; *duty_kind* says law, practice, or need for what a duty waits
    for. *to_clear* are the calling items nobody could answer: they come before anything else.
    """

    action_id: str
    firing: tuple[Firing, ...]
    effects: tuple[Effect, ...]
    proof: str
    foundation: bool
    duty: bool
    core: bool
    to_clear: tuple[str, ...]
    duty_kind: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A recommendation in a window, with likely days and expected euros.

    *headline* marks the first three of a window; the others are folded.
    """

    recommendation: Recommendation
    window: int
    days: float
    cost: float
    headline: bool
    over_capacity: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A recommendation without a window: no_gain, prerequisite_out, budget or capacity.

    Or set aside before anything was placed: refused or done.
    """

    recommendation: Recommendation
    reason: str
    waiting_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WindowLoad:
    """A window with the days it takes and the days it has."""

    number: int
    first_day: int
    last_day: int
    days: float
    capacity: float
    action_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """Where a dimension may stand after the roadmap: half to all of the uplifts, of 100."""

    dimension: str
    current: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Roadmap:
    """The steps in order, what is left out, and how days and money are used.

    *assumed* names what of the company was not answered; *overload1* the days by which foundations
    and first hour exceed the first window.
    """

    catalogue_version: str
    steps: tuple[Step, ...]
    left_out: tuple[LeftOut, ...]
    windows: tuple[WindowLoad, ...]
    money: float
    money_left: float
    projections: tuple[Projection, ...]
    assumed: tuple[str, ...]
    overload1: float = 0.0

    @property
    def windows_by_action(self) -> dict[str, int]:
        """The window of each action that has one, in order."""
        return {step.recommendation.action_id: step.window for step in self.steps}

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """All it speaks of: the steps in order, then what is left out."""
        placed = [step.recommendation for step in self.steps]
        return (*placed, *(one.recommendation for one in self.left_out))


def recommend(
    *,
    catalogue: ActionCatalogue,
    questionnaire: Questionnaire,
    answers: Answers,
    result: Result,
    set_aside: Mapping[str, str] = NOTHING_ASIDE,
) -> Roadmap:
    """The roadmap for these answers and their result.

    What *set_aside* names (action → REFUSED or DONE) is never scheduled. What is done counts as
    placed for those that need it; what is refused keeps them out.
    """
    fired = triggered(catalogue=catalogue, questionnaire=questionnaire, answers=answers)
    asked = duties_of(catalogue, answers)
    picks = greedy_order(
        catalogue=catalogue,
        questionnaire=questionnaire,
        result=result,
        fired={one: calls for one, calls in fired.items() if one not in set_aside},
        duties=asked,
    )
    ordered, duties = move_first(picks, duties=asked)
    profile = profile_of(questionnaire=questionnaire, answers=answers)
    done = {one for one, reason in set_aside.items() if reason == DONE}
    schedule = Schedule(profile, duties, frozenset(fired.keys() - done))
    schedule.fill(ordered)
    steps = _steps(schedule, result)
    dropped = tuple(_left_out(one, duties, result) for one in schedule.dropped)
    return Roadmap(
        catalogue_version=catalogue.version,
        steps=steps,
        left_out=(*dropped, *_aside(catalogue, fired, set_aside, result, asked)),
        windows=tuple(_load(window, schedule) for window in WINDOWS),
        money=schedule.pot,
        money_left=schedule.money_left,
        projections=_projections([one.pick.action for one in schedule.placed], result),
        assumed=profile.assumed,
        overload1=schedule.overload_first,
    )


def _aside(
    catalogue: ActionCatalogue,
    fired: Mapping[str, tuple[Firing, ...]],
    set_aside: Mapping[str, str],
    result: Result,
    duties: frozenset[str],
) -> tuple[LeftOut, ...]:
    """What the answers call for and people have refused or done."""
    return tuple(
        LeftOut(_recommendation(catalogue.actions[one], calls, duties, result), set_aside[one], ())
        for one, calls in fired.items()
        if one in set_aside
    )


def effect_size(points: float) -> str:
    """The order of magnitude of an uplift of so many points of 100."""
    if points >= LARGE_FROM:
        return "large"
    return "medium" if points >= MEDIUM_FROM else "small"


def _effects(action: Action, result: Result) -> tuple[Effect, ...]:
    room = {
        one: min(points, 100.0 - result.dimension(one).current)
        for one, points in action.uplifts.items()
    }
    ordered = sorted(room, key=lambda one: (-room[one], one))
    return tuple(Effect(one, effect_size(room[one])) for one in ordered)


def _recommendation(
    action: Action, firing: tuple[Firing, ...], duties: frozenset[str], result: Result
) -> Recommendation:
    return Recommendation(
        action_id=action.id,
        firing=firing,
        effects=_effects(action, result),
        proof=action.proof,
        foundation=action.id in FOUNDATIONS,
        duty=action.id in duties,
        core=action.id in CORE,
        to_clear=tuple(one.item_id for one in firing if one.state != KNOWN),
        duty_kind=_duty_kind(action) if action.id in duties else "",
    )


def _duty_kind(action: Action) -> str:
    """Law, practice, or need for what a duty waits for; a former catalogue does not tell."""
    return "" if action.seen is None else action.duty or "need"


def _steps(schedule: Schedule, result: Result) -> tuple[Step, ...]:
    steps = []
    for window in WINDOWS:
        here = [one for one in schedule.placed if one.window == window.number]
        for place, one in enumerate(here):
            steps.append(_step(one, schedule.duties, result, headline=place < HEADLINES))
    return tuple(steps)


def _step(placed: Placed, duties: frozenset[str], result: Result, *, headline: bool) -> Step:
    return Step(
        recommendation=_recommendation(placed.pick.action, placed.pick.firing, duties, result),
        window=placed.window,
        days=placed.pick.action.likely_days,
        cost=placed.cost,
        headline=headline,
        over_capacity=placed.over_capacity,
    )


def _left_out(dropped: Dropped, duties: frozenset[str], result: Result) -> LeftOut:
    recommendation = _recommendation(dropped.pick.action, dropped.pick.firing, duties, result)
    return LeftOut(recommendation, dropped.reason, dropped.waiting_for)


def _load(window: Window, schedule: Schedule) -> WindowLoad:
    ids = tuple(one.pick.action.id for one in schedule.placed if one.window == window.number)
    return WindowLoad(
        number=window.number,
        first_day=window.first_day,
        last_day=window.last_day,
        days=schedule.days[window.number],
        capacity=schedule.capacity(window),
        action_ids=ids,
    )


def _projections(actions: list[Action], result: Result) -> tuple[Projection, ...]:
    sums: Mapping[str, float] = {
        one.id: sum(action.uplifts.get(one.id, 0.0) for action in actions)
        for one in result.dimensions
    }
    return tuple(
        Projection(
            one.id,
            one.current,
            min(100.0, one.current + CAUTIOUS_SHARE * sums[one.id]),
            min(100.0, one.current + sums[one.id]),
        )
        for one in result.dimensions
    )
