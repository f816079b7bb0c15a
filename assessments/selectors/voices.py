"""The answers of an assessment, whoever gave them, as the rules read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Count, F, JSONField, Q, Value
from django.db.models.functions import JSONObject

from assessments.choices import AssessmentState, RespondentRole
from assessments.models import Answer, Assessment
from assessments.rules.answers import Answers, parse_answer, parse_answers
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.voices import Said, firm_answers
from assessments.selectors import catalogue
from tenants.errors import NotFound

ANSWER = "respondents__answers__"
OF_THE_TEAM = Q(respondent__role=RespondentRole.TEAM)


@dataclass(frozen=True, slots=True)
class Seat:
    """One member before one assessment: his or her own answers; *is_taken*: asked or answering."""

    assessment: Assessment
    answers: Answers
    is_taken: bool


def seat_of(assessment_id: UUID, *, member_id: UUID | None) -> Seat:
    """The member's own place, in one query; NotFound `assessment_not_found`."""
    mine = Q(respondents__member_id=member_id, respondents__member__isnull=False)
    found = (
        Assessment.objects.annotate(
            pairs=_pairs(mine, item=f"{ANSWER}item", value=f"{ANSWER}value"),
            seats=Count("respondents", filter=mine, distinct=True),
        )
        .filter(id=assessment_id)
        .first()
    )
    if found is None:
        raise NotFound("assessment_not_found")
    raw = {pair["item"]: pair["value"] for pair in found.pairs}
    questionnaire = catalogue.questionnaire(found.questionnaire_version)
    return Seat(found, parse_answers(questionnaire, raw), found.seats > 0)


def answered_assessment(assessment_id: UUID) -> tuple[Assessment, Answers]:
    """The assessment and the answers that count for the company, in one query.

    NotFound `assessment_not_found`.
    """
    named = ~Q(respondents__role=RespondentRole.TEAM)
    fields = {
        "who": "respondents__id",
        "role": "respondents__role",
        "item": f"{ANSWER}item",
        "value": f"{ANSWER}value",
        "at": f"{ANSWER}answered_at",
    }
    found = Assessment.objects.annotate(said=_pairs(named, **fields)).filter(id=assessment_id)
    one = found.first()
    if one is None:
        raise NotFound("assessment_not_found")
    return one, _counting(one, (_said(one, row) for row in one.said))


def answers_of(assessment: Assessment) -> Answers:
    """The answers that count for the company, see `answers_of_all`."""
    return answers_of_all([assessment])[assessment.id]


def answers_of_all(assessments: Iterable[Assessment]) -> dict[UUID, Answers]:
    """The company's answers of several assessments by id, in one query.

    Once completed, those that were kept with the result. While it is open the team is not heard:
    nobody can watch what one more voice changes.
    """
    every = {one.id: one for one in assessments}
    unkept = [one.id for one in every.values() if one.voices is None]
    heard: dict[UUID, list[Said]] = {one: [] for one in every}
    for owner, said in _rows(every, Q(respondent__assessment_id__in=unkept) & ~OF_THE_TEAM):
        heard[owner].append(said)
    return {one: _counting(every[one], heard[one]) for one in every}


def everything_said(assessment: Assessment) -> list[Said]:
    """Every answer of everybody, the team's too: for completing it, and for nothing else."""
    rows = _rows({assessment.id: assessment}, Q(respondent__assessment=assessment))
    return [said for _, said in rows]


def _counting(assessment: Assessment, said: Iterable[Said]) -> Answers:
    """What counts: the answers kept at completion, the rule before, the latest in old results."""
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    if assessment.voices is not None:
        return parse_answers(questionnaire, assessment.voices["answers"])
    if assessment.state == AssessmentState.COMPLETED:
        return {one.item_id: one.value for one in sorted(said, key=lambda one: one.at)}
    return firm_answers(questionnaire, said)


def _pairs(filters: Q, **fields: str) -> JSONBAgg:
    return JSONBAgg(
        JSONObject(**fields),
        filter=Q(respondents__answers__isnull=False) & filters,
        default=Value([], JSONField()),
    )


def _rows(every: Mapping[UUID, Assessment], filters: Q) -> Iterable[tuple[UUID, Said]]:
    rows = Answer.objects.filter(filters).values(
        "item",
        "value",
        who=F("respondent_id"),
        role=F("respondent__role"),
        at=F("answered_at"),
        owner=F("respondent__assessment_id"),
    )
    for row in rows:
        yield row["owner"], _said(every[row["owner"]], row)


def _said(assessment: Assessment, row: Mapping[str, Any]) -> Said:
    questionnaire: Questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    value = parse_answer(questionnaire.item(row["item"]), row["value"])
    at = row["at"] if isinstance(row["at"], datetime) else datetime.fromisoformat(row["at"])
    return Said(UUID(str(row["who"])), row["role"], row["item"], value, at)
