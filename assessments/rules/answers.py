"""What an answer is, for each kind of item, and how a raw one is read.

Answers map an item id to: an anchor 0..4 or "dk" (gate, scored), a tuple of option ids (multi),
an option id (choice), row id -> column 0..4 (skills), field id -> index (capacity).
An absent id was not answered.
"""

from __future__ import annotations

from collections.abc import Mapping

from assessments.rules.questionnaire import ANCHORED, ANCHORS, Item, Questionnaire

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
