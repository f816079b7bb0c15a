"""The firm's answers as rows: one per visible question, for a spreadsheet and the interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from assessments.advice.rules import Advice
from assessments.answers.models import Assessment
from assessments.answers.selectors import completed_assessments, taken
from assessments.comparison.rules import AssessmentsComparison, Taken, compare
from assessments.contradictions.rules import Pair
from assessments.contradictions.selectors import kept_pairs
from assessments.observed.selectors import SeenThenNow, completed_actions, declared_of
from assessments.questionnaire.rules.answers import DONT_KNOW, known_anchor, visible_items
from assessments.questionnaire.rules.questionnaire import Item, Questionnaire
from assessments.questionnaire.selectors import answer_text, spaced
from assessments.results.rules.results import DONT_KNOW as NOT_KNOWN
from assessments.results.rules.results import KNOWN, UNANSWERED, Result, plain
from assessments.roadmap.selectors.page import RoadmapPage, roadmap_page
from assessments.skills.selectors import SkillsSection, skills_section
from assessments.uses.selectors import UsesPage, uses_page
from assessments.voices.rules.picture import Heard
from assessments.voices.rules.voices import Said, by_item
from assessments.voices.selectors.voices import (
    RespondentSeat,
    answers_of_all,
    seat_of,
    shared_voices,
)


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
    """The firm's answers in that language, in one query; NotFound `assessment_not_found`."""
    seat = seat_of(assessment_id, member_id=None)
    named = by_item(sorted(seat.said, key=lambda one: one.at, reverse=True))
    rows = [
        _row(seat, item, named.get(item.id, ()), language)
        for item in visible_items(seat.questionnaire, seat.firm)
    ]
    return AnswerSheet(seat.assessment, tuple(rows))


def _row(seat: RespondentSeat, item: Item, named: Sequence[Said], language: str) -> AnswerRow:
    """Who gave the answer that counts stands beside it; one of the team is never among *named*."""
    questionnaire, answer = seat.questionnaire, seat.firm.get(item.id)
    origin = next((one for one in named if one.value == answer), None)
    name = questionnaire.dimension(item.dimension).name if item.dimension else None
    return AnswerRow(
        item_id=item.id,
        revision=item.revision,
        dimension=name.in_language(language) if name else "",
        question=spaced(item.question.in_language(language)),
        state=UNANSWERED if answer is None else NOT_KNOWN if answer == DONT_KNOW else KNOWN,
        anchor=known_anchor(seat.firm, item.id),
        value=plain(answer),
        text=answer_text(questionnaire, item, answer, language),
        role=origin.role if origin else "",
        answered_at=origin.at if origin else None,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """A completed assessment as one reads it, with the one before where there is one.

    *assessment* is None while no company keeps it; *completed* are the ids of the actions
    completed since the one before.
    """

    taken: Taken
    roadmap: RoadmapPage
    uses: UsesPage
    kept: tuple[Pair, ...]
    assessment: Assessment | None = None
    before: Assessment | None = None
    comparison: AssessmentsComparison | None = None
    completed: tuple[str, ...] = ()
    voices: Heard | None = None
    skills: SkillsSection | None = None
    declared: SeenThenNow | None = None

    @property
    def asked(self) -> Questionnaire:
        """Its questionnaire, in whose words ids are told."""
        return self.taken.questionnaire

    @property
    def result(self) -> Result:
        """Its result as computed then."""
        return self.taken.result


def drafted_report(one: Taken, advice: Advice, *, language: str) -> Report:
    """The report of a result that no company keeps yet, in that language; no query."""
    asked = one.questionnaire
    return Report(
        taken=one,
        roadmap=roadmap_page(questionnaire=asked, roadmap=advice.roadmap, language=language),
        uses=uses_page(questionnaire=asked, uses=advice.uses, language=language),
        kept=kept_pairs(advice.contradictions),
    )


def report_of(
    assessment: Assessment,
    *,
    language: str,
    today: date | None = None,
    every: list[Assessment] | None = None,
) -> Report:
    """The report of a completed assessment in that language, in four queries.

    Given the day, the newest one is held against what the product sees on it; any other against
    what the product saw when it was completed. *every*: the completed ones, where they are read.
    """
    every = every or completed_assessments()
    is_newest = every[0].id == assessment.id
    earlier = _before(assessment, every)
    both = [assessment, *earlier]
    answers = answers_of_all(both)
    after, *befores = [taken(one, answers[one.id]) for one in both]
    advice: Advice = assessment.advice
    return replace(
        drafted_report(after, advice, language=language),
        assessment=assessment,
        before=earlier[0] if earlier else None,
        comparison=compare(before=befores[0], after=after) if befores else None,
        completed=completed_actions(earlier[0], assessment) if earlier else (),
        voices=shared_voices(assessment),
        skills=skills_section(
            questionnaire=after.questionnaire,
            answers=after.answers,
            uses=advice.uses,
            language=language,
        ),
        declared=declared_of(
            advice.observed,
            questionnaire=after.questionnaire,
            answers=after.answers,
            today=today if is_newest else None,
        ),
    )


def _before(assessment: Assessment, every: list[Assessment]) -> list[Assessment]:
    """The completed one just before, among all, newest first."""
    place = [one.id for one in every].index(assessment.id)
    return every[place + 1 : place + 2]
