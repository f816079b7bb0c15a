"""The page of a renewed assessment on which all that has not changed is confirmed at once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from assessments.models import Assessment
from assessments.rules.again import Plan, known_before, next_in_plan, rest_left
from assessments.rules.answers import Answers
from assessments.rules.branching import next_unanswered
from assessments.selectors import catalogue
from assessments.selectors.assessments import answered_assessment
from assessments.selectors.wording import answer_text, spaced


@dataclass(frozen=True, slots=True)
class RestLine:
    """A question that is not asked again unless one wants to, with the answer before."""

    item_id: str
    question: str
    answer: str


def plan_of(assessment: Assessment) -> Plan | None:
    """What a renewed assessment asks first and what it carries over; None for any other."""
    return Plan.from_dict(assessment.plan) if assessment.plan else None


def next_item(assessment: Assessment, answers: Answers, *, after: str | None = None) -> str | None:
    """The next question to ask; None where only the rest or nothing is left.

    *after* passes over what comes before that question, and it.
    """
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    plan = plan_of(assessment)
    if plan is None:
        item = next_unanswered(questionnaire, answers)
        return item.id if item else None
    return next_in_plan(questionnaire=questionnaire, plan=plan, answers=answers, after=after)


def carryable(assessment: Assessment, answers: Answers) -> tuple[str, ...]:
    """The ids of the questions whose answer before may be confirmed; no query."""
    plan = plan_of(assessment)
    if plan is None:
        return ()
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    return rest_left(questionnaire=questionnaire, plan=plan, answers=answers)


def answers_before(assessment: Assessment) -> Answers:
    """The answers that this one may carry over, in one query; none without a plan."""
    if assessment.plan is None:
        return {}
    newest, answers = answered_assessment(UUID(assessment.plan["before"]))
    older = catalogue.questionnaire(newest.questionnaire_version)
    return known_before(older, catalogue.questionnaire(assessment.questionnaire_version), answers)


def rest_lines(assessment: Assessment, answers: Answers, *, language: str) -> tuple[RestLine, ...]:
    """The rest with the answers before, in one query."""
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    before = answers_before(assessment)
    return tuple(
        RestLine(
            item_id,
            spaced(item.question.in_language(language)),
            answer_text(questionnaire, item, before[item_id], language),
        )
        for item_id in carryable(assessment, answers)
        if item_id in before
        for item in (questionnaire.item(item_id),)
    )
