"""The recommendations and the roadmap in the reader's words, from their stored form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.selectors import anchor_text, spaced
from assessments.roadmap.rules.actions import Action, ActionCatalogue

HEADLINES = 3


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


def roadmap_page(
    *, questionnaire: Questionnaire, stored: Mapping[str, Any], language: str
) -> RoadmapPage:
    """The page of a stored roadmap, in the words of the catalogue it was made with."""
    actions = catalogue.actions(stored["catalogue_version"])
    writer = _Writer(questionnaire, actions, language)
    steps = [writer.action(number, step) for number, step in enumerate(stored["steps"], start=1)]
    headlines = {
        step["recommendation"]["action_id"] for step in stored["steps"] if step["headline"]
    }
    return RoadmapPage(
        first=tuple(steps[:HEADLINES]),
        others=tuple(steps[HEADLINES:]),
        windows=tuple(_window(window, steps, headlines) for window in stored["windows"]),
        left_out=tuple(writer.left_out(one) for one in stored["left_out"]),
        money=stored["money"],
        money_left=stored["money_left"],
        assumed=tuple(stored["assumed"]),
    )


def action_lines(
    *, questionnaire: Questionnaire, stored: Mapping[str, Any], language: str
) -> dict[str, ActionLine]:
    """Every action a stored roadmap speaks of, by id: its steps in order, then what is left out.

    What is left out has number and window 0.
    """
    actions = catalogue.actions(stored["catalogue_version"])
    writer = _Writer(questionnaire, actions, language)
    steps = [writer.action(number, step) for number, step in enumerate(stored["steps"], start=1)]
    aside = [writer.aside(one["recommendation"]) for one in stored["left_out"]]
    return {line.id: line for line in (*steps, *aside)}


def bare_line(action: Action, *, language: str) -> ActionLine:
    """An action as the catalogue describes it, that no answer calls for: number and window 0."""
    return ActionLine(
        id=action.id,
        number=0,
        title=spaced(action.title.in_language(language)),
        how=spaced(action.how.in_language(language)),
        why=spaced(action.why.in_language(language)),
        reasons=(),
        effects=(),
        days=action.likely_days,
        cost=0.0,
        window=0,
        is_foundation=False,
        is_duty=False,
        over_capacity=False,
        proof=action.proof,
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    questionnaire: Questionnaire
    actions: ActionCatalogue
    language: str

    def title(self, action_id: str) -> str:
        return spaced(self.actions.actions[action_id].title.in_language(self.language))

    def action(self, number: int, step: Mapping[str, Any]) -> ActionLine:
        advice = step["recommendation"]
        action = self.actions.actions[advice["action_id"]]
        return ActionLine(
            id=action.id,
            number=number,
            title=self.title(action.id),
            how=spaced(action.how.in_language(self.language)),
            why=spaced(action.why.in_language(self.language)),
            reasons=tuple(self._reason(one) for one in advice["firing"]),
            effects=tuple(self._effect(one) for one in advice["effects"]),
            days=step["days"],
            cost=step["cost"],
            window=step["window"],
            is_foundation=advice["foundation"],
            is_duty=advice["duty"],
            over_capacity=step["over_capacity"],
            proof=advice["proof"],
        )

    def aside(self, advice: Mapping[str, Any]) -> ActionLine:
        bare = bare_line(self.actions.actions[advice["action_id"]], language=self.language)
        return replace(
            bare,
            reasons=tuple(self._reason(one) for one in advice["firing"]),
            effects=tuple(self._effect(one) for one in advice["effects"]),
            is_foundation=advice["foundation"],
            is_duty=advice["duty"],
        )

    def left_out(self, one: Mapping[str, Any]) -> LeftOutLine:
        waiting = tuple(self.title(action_id) for action_id in one["waiting_for"])
        action_id = one["recommendation"]["action_id"]
        return LeftOutLine(action_id, self.title(action_id), one["reason"], waiting)

    def _reason(self, firing: Mapping[str, Any]) -> Reason:
        item = self.questionnaire.item(firing["item_id"])
        return Reason(
            firing["state"],
            spaced(item.question.in_language(self.language)),
            anchor_text(item, firing["counted"], self.language),
        )

    def _effect(self, effect: Mapping[str, Any]) -> EffectLine:
        dimension = self.questionnaire.dimension(effect["dimension"])
        return EffectLine(dimension.name.in_language(self.language), effect["size"])


def _window(window: Mapping[str, Any], steps: list[ActionLine], headlines: set[str]) -> WindowCard:
    here = [step for step in steps if step.window == window["number"]]
    return WindowCard(
        number=window["number"],
        first_day=window["first_day"],
        last_day=window["last_day"],
        days=window["days"],
        capacity=round(window["capacity"], 1),
        headlines=tuple(step for step in here if step.id in headlines),
        others=tuple(step for step in here if step.id not in headlines),
    )
