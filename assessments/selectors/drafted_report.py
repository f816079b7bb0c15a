"""A result that was computed without an account, as one reads it."""

from dataclasses import dataclass
from typing import Any

from assessments.rules.answers import Answers
from assessments.rules.questionnaire import Questionnaire
from assessments.rules.results import Result
from assessments.selectors.contradictions import KeptPair, kept_pairs
from assessments.selectors.result_page import ResultPage, result_page
from assessments.selectors.roadmap_page import RoadmapPage, roadmap_page
from assessments.selectors.uses_page import UsesPage, uses_page


@dataclass(frozen=True, slots=True)
class DraftedReport:
    """The result, what to do first, and the promising uses."""

    result: ResultPage
    roadmap: RoadmapPage
    uses: UsesPage
    kept: tuple[KeptPair, ...]


def drafted_report(
    *,
    questionnaire: Questionnaire,
    answers: Answers,
    result: Result,
    advice: dict[str, Any],
    language: str,
) -> DraftedReport:
    """The report of a stored result in that language; no query."""
    return DraftedReport(
        result=result_page(
            questionnaire=questionnaire, answers=answers, result=result, language=language
        ),
        roadmap=roadmap_page(
            questionnaire=questionnaire, stored=advice["roadmap"], language=language
        ),
        uses=uses_page(questionnaire=questionnaire, stored=advice["uses"], language=language),
        kept=kept_pairs(
            questionnaire=questionnaire, answers=answers, advice=advice, language=language
        ),
    )
