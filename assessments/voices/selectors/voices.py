"""The answers of an assessment, whoever gave them, as the rules read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import F, JSONField, Q, Value
from django.db.models.functions import JSONObject

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Answer, Assessment, Respondent
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers, parse_answer, parse_answers
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.voices.choices import RespondentRole
from assessments.voices.rules.picture import Heard
from assessments.voices.rules.voices import Said, company_path, firm_answers
from tenants.errors import NotFound

ANSWER = "respondents__answers__"
OF_THE_TEAM = Q(respondent__role=RespondentRole.TEAM)


@dataclass(frozen=True, slots=True)
class RespondentSeat:
    """One member before one assessment, and what he or she is asked.

    *answers* are the member's own, *firm* the company's, *said* what both are made of while it is
    open: every named answer. *questionnaire* holds the questions of the company's path;
    *respondent* is None for who is neither asked nor answering.
    """

    assessment: Assessment
    respondent: Respondent | None
    said: tuple[Said, ...]
    answers: Answers
    firm: Answers
    questionnaire: Questionnaire

    @property
    def is_taken(self) -> bool:
        """Whether the member was asked, or answers already."""
        return self.respondent is not None


def seat_of(assessment_id: UUID, *, member_id: UUID | None) -> RespondentSeat:
    """The member's own place, in one query; NotFound `assessment_not_found`."""
    named = ~Q(respondents__role=RespondentRole.TEAM)
    mine = Q(respondents__member_id=member_id, respondents__member__isnull=False)
    fields = {
        "who": "respondents__id",
        "role": "respondents__role",
        "item": f"{ANSWER}item",
        "value": f"{ANSWER}value",
        "at": f"{ANSWER}answered_at",
        "carried": f"{ANSWER}carried",
    }
    place = {"id": "respondents__id", "role": "respondents__role"}
    found = (
        Assessment.objects.annotate(
            said=_objects(fields, Q(respondents__answers__isnull=False) & named),
            mine=_objects(place, mine),
        )
        .filter(id=assessment_id)
        .first()
    )
    if found is None:
        raise NotFound("assessment_not_found")
    respondent = None
    for own in found.mine:
        respondent = Respondent(id=UUID(own["id"]), assessment=found, role=own["role"])
    return seated(found, [_said(found, row) for row in found.said], respondent)


def seated(
    assessment: Assessment, said: Iterable[Said], respondent: Respondent | None
) -> RespondentSeat:
    """The place of that respondent, given every named answer; no query."""
    every = tuple(said)
    firm = _counting(assessment, every)
    whole = catalogue.questionnaire(assessment.questionnaire_version)
    who = respondent.id if respondent else None
    return RespondentSeat(
        assessment=assessment,
        respondent=respondent,
        said=every,
        answers={one.item_id: one.value for one in every if one.who == who},
        firm=firm,
        questionnaire=company_path(whole, firm=firm),
    )


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


def shared_voices(assessment: Assessment) -> Heard | None:
    """What was kept of several respondents; None where one person answered alone."""
    heard: Heard | None = assessment.voices
    return heard if heard and heard.is_shared else None


def everything_said(assessment: Assessment) -> list[Said]:
    """Every answer of everybody, the team's too: for completing it, and for nothing else."""
    rows = _rows({assessment.id: assessment}, Q(respondent__assessment=assessment))
    return [said for _, said in rows]


def _counting(assessment: Assessment, said: Iterable[Said]) -> Answers:
    """What counts: the answers kept at completion, the rule before, the latest in old results."""
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    if assessment.voices is not None:
        return parse_answers(questionnaire, assessment.voices.answers)
    if assessment.state == AssessmentState.COMPLETED:
        return {one.item_id: one.value for one in sorted(said, key=lambda one: one.at)}
    return firm_answers(questionnaire, said)


def _objects(fields: Mapping[str, str], filters: Q) -> JSONBAgg:
    default = Value([], JSONField())
    return JSONBAgg(JSONObject(**fields), filter=filters, distinct=True, default=default)


def _rows(every: Mapping[UUID, Assessment], filters: Q) -> Iterable[tuple[UUID, Said]]:
    rows = Answer.objects.filter(filters).values(
        "item",
        "value",
        "carried",
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
    return Said(UUID(str(row["who"])), row["role"], row["item"], value, at, row["carried"])
