"""The firm's answers as rows: one per visible question, for a spreadsheet and the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from assessments.choices import RespondentRole
from assessments.models import Answer, Assessment
from assessments.rules.answers import DONT_KNOW, AnswerValue, known_anchor
from assessments.rules.branching import visible_items
from assessments.rules.questionnaire import Item, Questionnaire
from assessments.rules.results import DONT_KNOW as NOT_KNOWN
from assessments.rules.results import KNOWN, UNANSWERED, plain
from assessments.selectors import catalogue
from assessments.selectors.assessments import answered_assessment
from assessments.selectors.wording import answer_text, spaced


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question and the firm's answer to it.

    *state* is known, dont_know or unanswered; *anchor* 0..4 where the answer is one; *role* boss,
    captain or manager. *role* and *answered_at* are empty where one of the team answered.
    """

    item_id: str
    revision: int
    dimension: str
    question: str
    state: str
    anchor: int | None
    value: Any
    text: str
    role: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """The rows of one assessment, in the order in which they are asked."""

    assessment: Assessment
    rows: tuple[AnswerRow, ...]


def answer_sheet(assessment_id: UUID, *, language: str) -> AnswerSheet:
    """The firm's answers in that language, in two queries; NotFound `assessment_not_found`."""
    assessment, answers = answered_assessment(assessment_id)
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    known = _origins(assessment)
    rows = [
        _row(questionnaire, item, answers.get(item.id), known.get(item.id, []), language)
        for item in visible_items(questionnaire, answers)
    ]
    return AnswerSheet(assessment, tuple(rows))


Origin = tuple[Any, str, datetime]


def _origins(assessment: Assessment) -> Mapping[str, list[Origin]]:
    """Who gave which value when, by item, the newest first; never one of the team."""
    named = Answer.objects.filter(respondent__assessment=assessment)
    named = named.exclude(respondent__role=RespondentRole.TEAM).order_by("-answered_at")
    found: dict[str, list[Origin]] = {}
    for item, *origin in named.values_list("item", "value", "respondent__role", "answered_at"):
        found.setdefault(item, []).append((origin[0], origin[1], origin[2]))
    return found


def _row(
    questionnaire: Questionnaire,
    item: Item,
    answer: AnswerValue | None,
    origins: list[Origin],
    language: str,
) -> AnswerRow:
    value = plain(answer)
    _, role, at = next((one for one in origins if one[0] == value), (None, "", None))
    name = questionnaire.dimension(item.dimension).name if item.dimension else None
    return AnswerRow(
        item_id=item.id,
        revision=item.revision,
        dimension=name.in_language(language) if name else "",
        question=spaced(item.question.in_language(language)),
        state=UNANSWERED if answer is None else NOT_KNOWN if answer == DONT_KNOW else KNOWN,
        anchor=known_anchor({item.id: answer}, item.id) if answer is not None else None,
        value=value,
        text=answer_text(questionnaire, item, answer, language),
        role=role,
        answered_at=at,
    )
