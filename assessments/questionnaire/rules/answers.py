"""What an answer is, for each kind of item, and how a raw one is read.

Answers map an item id to: an anchor 0..4 or "dk" (gate, scored), a tuple of option ids (multi),
an option id (choice), row id -> column 0..4 (skills), field id -> index (capacity).
An absent id was not answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.questionnaire.rules.questionnaire import ANCHORED, ANCHORS, Item, Questionnaire
from assessments.questionnaire.rules.reading_time import item_seconds

DONT_KNOW = "dk"
AnswerValue = int | str | tuple[str, ...] | Mapping[str, int]
Answers = Mapping[str, AnswerValue]


class BadAnswer(ValueError):
    """A raw answer that its item does not accept, with a stable code."""

    def __init__(self, item_id: str, code: str) -> None:
        super().__init__(f"{item_id}: {code}")
        self.item_id = item_id
        self.code = code


def known_anchor(answers: Answers, item_id: str) -> int | None:
    """The anchor 0..4 answered, or None for *don't know* and for no answer."""
    value = answers.get(item_id)
    return value if isinstance(value, int) else None


def anchor_or_zero(answers: Answers, item_id: str) -> int:
    """The anchor answered, an unknown one counting 0."""
    return known_anchor(answers, item_id) or 0


def parse_answer(item: Item, raw: object) -> AnswerValue:
    """The answer a form or a JSON body means; BadAnswer if the item does not accept it."""
    if item.kind in ANCHORED:
        return _anchor(item, raw)
    if item.kind == "choice":
        return _option(item, raw)
    if item.kind == "multi":
        return _options(item, raw)
    sizes = (
        {row.id: ANCHORS for row in item.rows}
        if item.kind == "skills"
        else {field.id: len(field.choices) for field in item.fields}
    )
    return _indices(item, raw, sizes)


def parse_answers(questionnaire: Questionnaire, raw: Mapping[str, object]) -> Answers:
    """Every answer of a stored or posted mapping; BadAnswer at the first one refused."""
    answers: dict[str, AnswerValue] = {}
    for item_id, value in raw.items():
        item = questionnaire.find(item_id)
        if item is None:
            raise BadAnswer(item_id, "not_an_item")
        answers[item_id] = parse_answer(item, value)
    return answers


def _whole(item: Item, raw: object, *, below: int) -> int:
    if isinstance(raw, str) and len(raw) <= 2 and raw.isascii() and raw.isdigit():
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise BadAnswer(item.id, "wrong_shape")
    if not 0 <= raw < below:
        raise BadAnswer(item.id, "out_of_range")
    return raw


def _anchor(item: Item, raw: object) -> int | str:
    if raw == DONT_KNOW:
        if item.kind == "gate":
            raise BadAnswer(item.id, "dont_know_not_offered")
        return DONT_KNOW
    return _whole(item, raw, below=ANCHORS)


def _option(item: Item, raw: object) -> str:
    if not isinstance(raw, str):
        raise BadAnswer(item.id, "wrong_shape")
    if raw not in item.option_ids:
        raise BadAnswer(item.id, "not_an_option")
    return raw


def _options(item: Item, raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple):
        raise BadAnswer(item.id, "wrong_shape")
    chosen = {_option(item, one) for one in raw}
    if item.most and len(chosen) > item.most:
        raise BadAnswer(item.id, "too_many")
    return tuple(option_id for option_id in item.option_ids if option_id in chosen)


def _indices(item: Item, raw: object, sizes: Mapping[str, int]) -> Mapping[str, int]:
    if not isinstance(raw, Mapping):
        raise BadAnswer(item.id, "wrong_shape")
    if not raw or raw.keys() - sizes.keys():
        raise BadAnswer(item.id, "not_a_row" if raw else "nothing_answered")
    return {key: _whole(item, raw[key], below=sizes[key]) for key in sizes if key in raw}


@dataclass(frozen=True, slots=True)
class AnsweringProgress:
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
            opener in shown and comparison.holds(anchor_or_zero(answers, opener))
            for opener, comparison in item.show_if.items()
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


def progress(questionnaire: Questionnaire, answers: Answers, *, language: str) -> AnsweringProgress:
    """How far these answers are, with the reading time left in that language, in seconds."""
    items = visible_items(questionnaire, answers)
    missing = [item for item in items if item.id not in answers]
    seconds = sum(item_seconds(questionnaire, item, language) for item in missing)
    return AnsweringProgress(len(items) - len(missing), len(items), round(seconds))


def _place(items: tuple[Item, ...], item_id: str) -> int:
    for place, item in enumerate(items):
        if item.id == item_id:
            return place
    raise KeyError(item_id)


ANY_SECTION = "*"
CAUTIOUS_SIZE = "medium"


@dataclass(frozen=True, slots=True)
class Profile:
    """A company: days a month, euros a year, NACE section letters (* for any), J1 and J2.

    *assumed* names what was not answered: days_month, budget_year, size, sector.
    """

    days_month: float
    budget_year: float
    size: str
    sections: frozenset[str]
    functions: frozenset[str]
    tasks: frozenset[str]
    assumed: tuple[str, ...]


def profile_of(*, questionnaire: Questionnaire, answers: Answers) -> Profile:
    """The company these answers describe."""
    days, days_known = _capacity(questionnaire, answers, "days_month")
    budget, budget_known = _capacity(questionnaire, answers, "budget_year")
    size, sector = answers.get("F2"), answers.get("F1")
    known = {
        "days_month": days_known,
        "budget_year": budget_known,
        "size": isinstance(size, str),
        "sector": isinstance(sector, str),
    }
    return Profile(
        days_month=days,
        budget_year=budget,
        size=size if isinstance(size, str) else CAUTIOUS_SIZE,
        sections=_sections(questionnaire, sector),
        functions=_chosen(answers, "J1"),
        tasks=_chosen(answers, "J2"),
        assumed=tuple(name for name, is_known in known.items() if not is_known),
    )


def _capacity(questionnaire: Questionnaire, answers: Answers, field_id: str) -> tuple[float, bool]:
    declared = answers.get("J3")
    field = next(one for one in questionnaire.item("J3").fields if one.id == field_id)
    if isinstance(declared, int | str | tuple | list | None) or field_id not in declared:
        return field.values[0], False
    return field.values[declared[field_id]], True


def _sections(questionnaire: Questionnaire, sector: object) -> frozenset[str]:
    for option in questionnaire.item("F1").options:
        if option.id == sector:
            return frozenset(option.nace)
    return frozenset({ANY_SECTION})


def _chosen(answers: Answers, item_id: str) -> frozenset[str]:
    chosen = answers.get(item_id)
    return frozenset(chosen) if isinstance(chosen, tuple | list) else frozenset()
