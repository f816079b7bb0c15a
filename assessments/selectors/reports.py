"""One completed assessment of the company, whole: a page or an API answer in four queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assessments.models import Assessment
from assessments.rules.comparison import Comparison, Taken, compare
from assessments.selectors import catalogue
from assessments.selectors.assessments import completed_assessments, taken
from assessments.selectors.comparison_page import ComparisonPage, comparison_page
from assessments.selectors.completed_actions import completed_actions
from assessments.selectors.contradictions import KeptPair, kept_pairs
from assessments.selectors.declared_page import DeclaredPage, declared_page
from assessments.selectors.result_page import ResultPage, result_page
from assessments.selectors.roadmap_page import RoadmapPage, roadmap_page
from assessments.selectors.skills_section import SkillsSection, skills_section
from assessments.selectors.uses_page import UsesPage, uses_page
from assessments.selectors.voices import answers_of_all
from assessments.selectors.voices_page import VoicesPage, voices_page


@dataclass(frozen=True, slots=True)
class Report:
    """A completed assessment as one reads it, with the one before where there is one.

    *taken* is the same as the rules read it.
    """

    assessment: Assessment
    before: Assessment | None
    taken: Taken
    result: ResultPage
    roadmap: RoadmapPage
    uses: UsesPage
    comparison: ComparisonPage | None
    voices: VoicesPage | None
    skills: SkillsSection
    kept: tuple[KeptPair, ...]
    declared: DeclaredPage | None


def report_of(
    assessment: Assessment,
    *,
    language: str,
    today: date | None = None,
    every: list[Assessment] | None = None,
) -> Report:
    """The report of a completed assessment in that language.

    Given the day, the newest one is held against what the product sees on it; any other against
    what the product saw when it was completed. *every*: the completed ones, where they are read.
    """
    every = every or completed_assessments()
    is_newest = every[0].id == assessment.id
    earlier = _before(assessment, every)
    both = [assessment, *earlier]
    answers = answers_of_all(both)
    after, *befores = [taken(one, answers[one.id]) for one in both]
    comparison = compare(before=befores[0], after=after) if befores else None
    questionnaire = after.questionnaire
    advice = assessment.advice or {}
    declared = declared_page(
        questionnaire=questionnaire,
        answers=after.answers,
        advice=advice,
        today=today if is_newest else None,
        language=language,
    )
    return Report(
        assessment=assessment,
        before=earlier[0] if earlier else None,
        taken=after,
        result=result_page(
            questionnaire=questionnaire,
            answers=after.answers,
            result=after.result,
            language=language,
            comparison=comparison,
            seen=declared.scores if declared else {},
        ),
        roadmap=roadmap_page(
            questionnaire=questionnaire, stored=advice["roadmap"], language=language
        ),
        uses=uses_page(questionnaire=questionnaire, stored=advice["uses"], language=language),
        comparison=_compared(comparison, both, language),
        voices=voices_page(assessment, questionnaire=questionnaire, language=language),
        skills=skills_section(
            questionnaire=questionnaire,
            answers=after.answers,
            uses=advice["uses"],
            language=language,
        ),
        kept=kept_pairs(
            questionnaire=questionnaire, answers=after.answers, advice=advice, language=language
        ),
        declared=declared,
    )


def _compared(
    comparison: Comparison | None, both: list[Assessment], language: str
) -> ComparisonPage | None:
    """What changed, with the actions completed between the two."""
    if comparison is None:
        return None
    after, before = both
    return comparison_page(
        comparison=comparison,
        questionnaire=catalogue.questionnaire(after.questionnaire_version),
        language=language,
        completed=completed_actions(before, after),
    )


def _before(assessment: Assessment, every: list[Assessment]) -> list[Assessment]:
    """The completed one just before, among all, newest first."""
    place = [one.id for one in every].index(assessment.id)
    return every[place + 1 : place + 2]
