"""The recommendations and the roadmap in the reader's words: what pages and the API answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.selectors import in_words
from assessments.roadmap.rules.actions import Action
from assessments.roadmap.rules.priority import Firing
from assessments.roadmap.rules.recommendations import (
    HEADLINES,
    Effect,
    LeftOut,
    Roadmap,
    Step,
    WindowLoad,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """An answer that calls for an action; *state* is known, dont_know or unanswered."""

    state: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class EffectLine:
    """The expected effect on a dimension: small, medium or large."""

    dimension: str
    size: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action: what, how, why, because of which answers, days of work and euros.

    *proof* is the stable key of the fact that proves it done.
    """

    id: str
    number: int
    title: str
    how: str
    why: str
    reasons: tuple[Reason, ...]
    effects: tuple[EffectLine, ...]
    days: float
    cost: float
    window: int
    is_foundation: bool
    is_duty: bool
    is_practice: bool
    over_capacity: bool
    proof: str


@dataclass(frozen=True, slots=True)
class WindowCard:
    """A stretch of the year: the days it takes of those it has, three actions and the rest."""

    number: int
    first_day: int
    last_day: int
    days: float
    capacity: float
    headlines: tuple[ActionLine, ...]
    others: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class LeftOutLine:
    """An action without a window: no_gain, prerequisite_out, budget, capacity, refused or done."""

    id: str
    title: str
    reason: str
    waiting_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    """The first three actions, the others, the windows, what is left out, money of the year.

    *assumed* names what was not answered: days_month, budget_year, size, sector.
    """

    first: tuple[ActionLine, ...]
    others: tuple[ActionLine, ...]
    windows: tuple[WindowCard, ...]
    left_out: tuple[LeftOutLine, ...]
    money: float
    money_left: float
    assumed: tuple[str, ...]


def roadmap_page(*, questionnaire: Questionnaire, roadmap: Roadmap, language: str) -> RoadmapPage:
    """A roadmap in the words of the catalogue it was made with."""
    lines = action_lines(questionnaire=questionnaire, roadmap=roadmap, language=language)
    steps = [lines[step.recommendation.action_id] for step in roadmap.steps]
    headlines = {one.recommendation.action_id for one in roadmap.steps if one.headline}
    actions = catalogue.actions(roadmap.catalogue_version).actions
    return RoadmapPage(
        first=tuple(steps[:HEADLINES]),
        others=tuple(steps[HEADLINES:]),
        windows=tuple(_window(window, steps, headlines) for window in roadmap.windows),
        left_out=tuple(
            LeftOutLine(
                id=one.recommendation.action_id,
                title=lines[one.recommendation.action_id].title,
                reason=one.reason,
                waiting_for=tuple(in_words(actions[i].title, language) for i in one.waiting_for),
            )
            for one in roadmap.left_out
        ),
        money=roadmap.money,
        money_left=roadmap.money_left,
        assumed=roadmap.assumed,
    )


def action_lines(
    *, questionnaire: Questionnaire, roadmap: Roadmap, language: str
) -> dict[str, ActionLine]:
    """Every action a roadmap speaks of, by id: its steps in order, then what is left out.

    What is left out has number and window 0.
    """
    actions = catalogue.actions(roadmap.catalogue_version).actions
    lines = {}
    every: tuple[Step | LeftOut, ...] = (*roadmap.steps, *roadmap.left_out)
    for number, one in enumerate(every, start=1):
        advice = one.recommendation
        line = replace(
            bare_line(actions[advice.action_id], language=language),
            reasons=tuple(_reason(call, questionnaire, language) for call in advice.firing),
            effects=tuple(_effect(effect, questionnaire, language) for effect in advice.effects),
            is_foundation=advice.foundation,
            is_duty=advice.duty_kind == "law" or (advice.duty and not advice.duty_kind),
            is_practice=advice.duty_kind == "practice",
        )
        if isinstance(one, Step):
            line = replace(
                line,
                number=number,
                days=one.days,
                cost=one.cost,
                window=one.window,
                over_capacity=one.over_capacity,
                proof=advice.proof,
            )
        lines[line.id] = line
    return lines


def bare_line(action: Action, *, language: str) -> ActionLine:
    """An action as the catalogue describes it, that no answer calls for: number and window 0."""
    return ActionLine(
        id=action.id,
        number=0,
        title=in_words(action.title, language),
        how=in_words(action.how, language),
        why=in_words(action.why, language),
        reasons=(),
        effects=(),
        days=action.likely_days,
        cost=0.0,
        window=0,
        is_foundation=False,
        is_duty=False,
        is_practice=False,
        over_capacity=False,
        proof=action.proof,
    )


def _reason(firing: Firing, questionnaire: Questionnaire, language: str) -> Reason:
    item = questionnaire.item(firing.item_id)
    return Reason(
        firing.state,
        in_words(item.question, language),
        in_words(item.anchors[firing.counted], language),
    )


def _effect(effect: Effect, questionnaire: Questionnaire, language: str) -> EffectLine:
    dimension = questionnaire.dimension(effect.dimension)
    return EffectLine(dimension.name.in_language(language), effect.size)


def _window(window: WindowLoad, steps: list[ActionLine], headlines: set[str]) -> WindowCard:
    here = [step for step in steps if step.window == window.number]
    return WindowCard(
        number=window.number,
        first_day=window.first_day,
        last_day=window.last_day,
        days=window.days,
        capacity=round(window.capacity, 1),
        headlines=tuple(step for step in here if step.id in headlines),
        others=tuple(step for step in here if step.id not in headlines),
    )
