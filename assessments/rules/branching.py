"""Which items a respondent sees, in which order, and how far along he or she is."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.rules.answers import Answers, anchor_or_zero
from assessments.rules.questionnaire import Item, Questionnaire
from assessments.rules.reading_time import item_seconds


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the visible items are answered, and the seconds a slow reader still needs."""

    answered: int
    total: int
    seconds_left: int


def visible_items(questionnaire: Questionnaire, answers: Answers) -> tuple[Item, ...]:
    """The items shown for these answers, in order; an unknown answer opens what a 0 opens.

    An item whose condition names a hidden item is hidden.
    """
    shown: dict[str, Item] = {}
    for item in questionnaire.items:
        if all(
            condition.item_id in shown
            and condition.holds(anchor_or_zero(answers, condition.item_id))
            for condition in item.show_if
        ):
            shown[item.id] = item
    return tuple(shown.values())


def visible_answers(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """The answers to visible items only: those to hidden ones are ignored, not erased."""
    return {
        item.id: answers[item.id]
        for item in visible_items(questionnaire, answers)
        if item.id in answers
    }


def next_unanswered(
    questionnaire: Questionnaire, answers: Answers, *, after: str | None = None
) -> Item | None:
    """The first visible item without an answer, from *after* on and then around; None at the end.

    KeyError if *after* is not visible.
    """
    items = visible_items(questionnaire, answers)
    start = _place(items, after) + 1 if after is not None else 0
    return next((item for item in items[start:] + items[:start] if item.id not in answers), None)


def previous_item(questionnaire: Questionnaire, answers: Answers, *, before: str) -> Item | None:
    """The visible item just before, None at the first; KeyError if *before* is not visible."""
    items = visible_items(questionnaire, answers)
    place = _place(items, before)
    return items[place - 1] if place else None


def position(questionnaire: Questionnaire, answers: Answers, *, item_id: str) -> int:
    """The number of a visible item, from 1; KeyError if it is not visible."""
    return _place(visible_items(questionnaire, answers), item_id) + 1


def progress(questionnaire: Questionnaire, answers: Answers, *, language: str) -> Progress:
    """How far these answers are, with the reading time left in that language, in seconds."""
    items = visible_items(questionnaire, answers)
    missing = [item for item in items if item.id not in answers]
    seconds = sum(item_seconds(questionnaire, item, language) for item in missing)
    return Progress(len(items) - len(missing), len(items), round(seconds))


def _place(items: tuple[Item, ...], item_id: str) -> int:
    for place, item in enumerate(items):
        if item.id == item_id:
            return place
    raise KeyError(item_id)
