"""What every set of answers obeys, wherever it is kept."""

from collections.abc import Mapping

from assessments.questionnaire.rules.answers import (
    Answers,
    AnswerValue,
    BadAnswer,
    known_anchor,
    parse_answer,
    visible_answers,
    visible_items,
)
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire
from assessments.results.selectors import ResultWithAdvice, outcome_of
from assessments.roadmap.rules.recommendations import NOTHING_ASIDE
from tenants.errors import Invalid, Refused


def read_answer(
    *,
    questionnaire: Questionnaire,
    answers: Answers,
    item_id: str,
    raw: object,
    path: Questionnaire | None = None,
) -> tuple[Item, AnswerValue]:
    """The item and what *raw* answers to it, beside these answers.

    *path*: the part of the questionnaire that is asked, where it is not the whole. Invalid
    `not_an_item`, `not_asked`, and `bad_answer` with the code under the item's id.
    """
    item = questionnaire.find(item_id)
    if item is None:
        raise Invalid("not_an_item", item=item_id)
    if item.id not in {one.id for one in visible_items(path or questionnaire, answers)}:
        raise Invalid("not_asked", item=item_id)
    try:
        return item, parse_answer(item, raw)
    except BadAnswer as error:
        raise Invalid("bad_answer", fields={item.id: [error.code]}, item=item.id) from error


def final_outcome(
    *,
    questionnaire: Questionnaire,
    answers: Answers,
    set_aside: Mapping[str, str] = NOTHING_ASIDE,
) -> ResultWithAdvice:
    """What the answers that count give; Refused `assessment_empty` where none does.

    *set_aside*: the actions that the roadmap must not propose, each with its reason.
    """
    counted = visible_answers(questionnaire, answers)
    if all(known_anchor(counted, item_id) is None for item_id in counted):
        raise Refused("assessment_empty")
    return outcome_of(questionnaire=questionnaire, answers=counted, set_aside=set_aside)
