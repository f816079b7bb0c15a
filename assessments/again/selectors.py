"""The page of a renewed assessment on which all that has not changed is confirmed at once."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.again.rules import Plan, asked_first, known_before, rest_left
from assessments.answers.models import Assessment
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers, visible_items
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.questionnaire.selectors import answer_text, spaced
from assessments.voices.selectors.voices import RespondentSeat, seat_of


@dataclass(frozen=True, slots=True)
class RestLine:
    """A question that is not asked again unless one wants to, with the answer before."""

    item_id: str
    question: str
    answer: str


def asked_of(seat: RespondentSeat) -> Questionnaire:
    """The questions that this member is asked one by one: the plan's where there is one."""
    plan: Plan | None = seat.assessment.plan
    if plan is None:
        return seat.questionnaire
    return asked_first(questionnaire=seat.questionnaire, plan=plan, answers=seat.answers)


def next_item(seat: RespondentSeat, *, after: str | None = None) -> str | None:
    """The member's next question; None where only the rest or nothing is left.

    *after* passes over what comes before that question, and it; one of the rest passes over all.
    """
    asked = [item.id for item in visible_items(asked_of(seat), seat.answers)]
    if after is not None:
        asked = asked[asked.index(after) + 1 :] if after in asked else []
    return next((one for one in asked if one not in seat.answers), None)


def carryable(seat: RespondentSeat) -> tuple[str, ...]:
    """The ids of what nobody has answered and whose answer before may be confirmed; no query."""
    plan: Plan | None = seat.assessment.plan
    if plan is None:
        return ()
    return rest_left(questionnaire=seat.questionnaire, plan=plan, answers=seat.firm)


def answers_before(assessment: Assessment) -> Answers:
    """The answers that this one may carry over, in one query; none without a plan."""
    plan: Plan | None = assessment.plan
    if plan is None or plan.before is None:
        return {}
    last = seat_of(plan.before, member_id=None)
    older = catalogue.questionnaire(last.assessment.questionnaire_version)
    return known_before(older, catalogue.questionnaire(assessment.questionnaire_version), last.firm)


def rest_lines(seat: RespondentSeat, *, language: str) -> tuple[RestLine, ...]:
    """What nobody has answered of the rest, with the answers before, in one query."""
    questionnaire = seat.questionnaire
    before = answers_before(seat.assessment)
    return tuple(
        RestLine(
            item_id,
            spaced(item.question.in_language(language)),
            answer_text(questionnaire, item, before[item_id], language),
        )
        for item_id in carryable(seat)
        if item_id in before
        for item in (questionnaire.item(item_id),)
    )
