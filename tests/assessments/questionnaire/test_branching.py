"""A respondent sees the items that concern him or her, in order, and how far there is to go."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from assessments.questionnaire.rules.answers import (
    next_unanswered,
    position,
    previous_item,
    progress,
    visible_answers,
    visible_items,
)
from assessments.questionnaire.rules.questionnaire import Comparison, Questionnaire

OPENED_BY_USE = {"K2", "R4"}
OPENED_BY_TRIAL = {"C4", "M2", "M3"}


@pytest.mark.parametrize(
    ("usage", "hidden"),
    [
        (0, OPENED_BY_USE | OPENED_BY_TRIAL),
        (1, OPENED_BY_TRIAL),
        (2, set()),
        (4, set()),
    ],
)
def test_usage_opens_items(questionnaire: Questionnaire, usage: int, hidden: set[str]) -> None:
    shown = {item.id for item in visible_items(questionnaire, {"G1": usage})}
    assert {item.id for item in questionnaire.items} - shown == hidden


@pytest.mark.parametrize("answers", [{}, {"G1": "dk"}])
def test_an_unknown_usage_opens_what_no_use_opens(
    questionnaire: Questionnaire, answers: dict[str, Any]
) -> None:
    assert visible_items(questionnaire, answers) == visible_items(questionnaire, {"G1": 0})


def test_items_keep_the_order_of_the_questionnaire(questionnaire: Questionnaire) -> None:
    shown = visible_items(questionnaire, {"G1": 4})
    assert shown == questionnaire.items
    assert position(questionnaire, {"G1": 4}, item_id="G1") == 1
    assert position(questionnaire, {"G1": 4}, item_id="F2") == 32


def test_the_next_item_is_the_first_without_answer(questionnaire: Questionnaire) -> None:
    first = next_unanswered(questionnaire, {})
    then = next_unanswered(questionnaire, {"G1": 0, "P1": "dk", "P3": 1})
    assert first is not None
    assert then is not None
    assert (first.id, then.id) == ("G1", "P2")


def test_an_item_passed_over_comes_back_at_the_end(questionnaire: Questionnaire, firm: Any) -> None:
    answers = {**firm(0, 1), "S1": {"sk_use": 1}, "J1": (), "J2": (), "F1": "trade"}
    del answers["P2"]
    after = next_unanswered(questionnaire, answers, after="P2")
    assert after is not None
    assert after.id == "J3"
    answers |= {"J3": {"days_month": 0}, "F2": "micro"}
    again = next_unanswered(questionnaire, answers, after="P2")
    assert again is not None
    assert again.id == "P2"
    assert next_unanswered(questionnaire, {**answers, "P2": 0}) is None


def test_going_back_passes_over_hidden_items(questionnaire: Questionnaire) -> None:
    before = previous_item(questionnaire, {"G1": 0}, before="K3")
    assert before is not None
    assert before.id == "K1"
    assert previous_item(questionnaire, {}, before="G1") is None


def test_a_hidden_item_has_no_place(questionnaire: Questionnaire) -> None:
    with pytest.raises(KeyError):
        position(questionnaire, {"G1": 0}, item_id="C4")


def test_an_item_waiting_for_a_hidden_one_is_hidden(questionnaire: Questionnaire) -> None:
    items = tuple(
        replace(item, show_if={"C4": Comparison(lte=4)}) if item.id == "M1" else item
        for item in questionnaire.items
    )
    chained = replace(questionnaire, items=items)
    assert "M1" in visible_answers(chained, {"G1": 2, "C4": 4, "M1": 1})
    assert visible_answers(chained, {"G1": 0, "C4": 4, "M1": 1}) == {"G1": 0}


def test_progress_counts_visible_items_and_the_time_left(questionnaire: Questionnaire) -> None:
    start = progress(questionnaire, {}, language="fr")
    assert (start.answered, start.total) == (0, 27)
    assert start.seconds_left == 493
    one_less = progress(questionnaire, {"G1": 2, "C4": 1}, language="fr")
    assert (one_less.answered, one_less.total) == (2, 32)
    assert one_less.seconds_left < 583


def test_answers_to_hidden_items_do_not_count_as_progress(questionnaire: Questionnaire) -> None:
    assert progress(questionnaire, {"G1": 0, "C4": 1}, language="en").answered == 1


def test_nothing_is_left_when_everything_is_answered(
    questionnaire: Questionnaire, reference: dict[str, Any]
) -> None:
    done = progress(questionnaire, {**reference, "S1": {"sk_use": 0}}, language="en")
    assert (done.answered, done.total, done.seconds_left) == (29, 29, 0)
