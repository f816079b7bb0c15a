"""An answer is read as its item means it, or refused with a code."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.questionnaire.rules.answers import BadAnswer, parse_answer, parse_answers
from assessments.questionnaire.rules.questionnaire import Questionnaire

ACCEPTED: list[tuple[str, object, object]] = [
    ("P1", 3, 3),
    ("P1", "3", 3),
    ("P1", 0, 0),
    ("P1", "dk", "dk"),
    ("G1", "4", 4),
    ("J1", ["legal", "sales"], ("sales", "legal")),
    ("J1", [], ()),
    ("J1", ["it", "it"], ("it",)),
    ("F1", "trade", "trade"),
    ("S1", {"sk_law": "2", "sk_use": 4}, {"sk_use": 4, "sk_law": 2}),
    ("J3", {"days_month": "1"}, {"days_month": 1}),
]
REFUSED: list[tuple[str, object, str]] = [
    ("P1", 5, "out_of_range"),
    ("P1", -1, "out_of_range"),
    ("P1", True, "wrong_shape"),
    ("P1", 2.0, "wrong_shape"),
    ("P1", None, "wrong_shape"),
    ("P1", "three", "wrong_shape"),
    ("P1", "²", "wrong_shape"),
    ("P1", "9" * 5000, "wrong_shape"),
    ("G1", "dk", "dont_know_not_offered"),
    ("J1", ["sales", "legal", "it", "hr"], "too_many"),
    ("J1", ["gardening"], "not_an_option"),
    ("J1", [["sales"]], "wrong_shape"),
    ("J1", "sales", "wrong_shape"),
    ("F1", "gardening", "not_an_option"),
    ("F1", ["trade"], "wrong_shape"),
    ("S1", {"sk_fly": 1}, "not_a_row"),
    ("S1", {"sk_use": 5}, "out_of_range"),
    ("S1", {}, "nothing_answered"),
    ("J3", {"days_month": 5}, "out_of_range"),
    ("J3", [1, 1], "wrong_shape"),
]


@pytest.mark.parametrize(("item_id", "raw", "value"), ACCEPTED)
def test_a_good_answer_is_read(
    questionnaire: Questionnaire, item_id: str, raw: object, value: object
) -> None:
    assert parse_answer(questionnaire.item(item_id), raw) == value


@pytest.mark.parametrize(("item_id", "raw", "code"), REFUSED)
def test_a_bad_answer_is_refused_with_its_code(
    questionnaire: Questionnaire, item_id: str, raw: object, code: str
) -> None:
    with pytest.raises(BadAnswer) as refusal:
        parse_answer(questionnaire.item(item_id), raw)
    assert (refusal.value.item_id, refusal.value.code) == (item_id, code)


def test_stored_answers_are_read_back(
    questionnaire: Questionnaire, reference: dict[str, Any]
) -> None:
    stored = {key: list(one) if isinstance(one, tuple) else one for key, one in reference.items()}
    assert parse_answers(questionnaire, stored) == reference


def test_an_answer_to_no_item_is_refused(questionnaire: Questionnaire) -> None:
    with pytest.raises(BadAnswer) as refusal:
        parse_answers(questionnaire, {"Z9": 1})
    assert refusal.value.code == "not_an_item"
