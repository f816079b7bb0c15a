"""A completed assessment by parts: result, recommendations, uses, comparison."""

from typing import Any
from uuid import UUID

from assessments.answers.selectors import completed_assessment
from assessments.comparison.rules import AssessmentsComparison
from assessments.comparison.selectors import comparison_of
from assessments.questionnaire import selectors as catalogue
from assessments.results.rules.results import Result
from assessments.roadmap.selectors.page import RoadmapPage, roadmap_page
from assessments.uses.selectors import UsesPage, uses_page
from governance.api.operations import operation
from governance.api.views import ApiView


class AssessmentResult(ApiView):
    @operation(
        "The result of one assessment", Result, name="get_assessment_result", may_refuse=True
    )
    def get(self, assessment_id: UUID) -> Any:
        """Dimensions with interval and trace, level, ceilings, what limits it and would lift it."""
        return completed_assessment(assessment_id).result


class AssessmentRecommendations(ApiView):
    @operation(
        "What one assessment recommends, in the language asked for",
        RoadmapPage,
        name="get_assessment_recommendations",
        may_refuse=True,
    )
    def get(self, assessment_id: UUID) -> RoadmapPage:
        """The first actions with their reasons, the year in three windows, what is left out."""
        return roadmap_page(**advised(self, assessment_id, "roadmap"))


class AssessmentUses(ApiView):
    @operation(
        "The promising uses of one assessment, in the language asked for",
        UsesPage,
        name="get_assessment_uses",
        may_refuse=True,
    )
    def get(self, assessment_id: UUID) -> UsesPage:
        """Up to five uses in order, and those that must wait."""
        return uses_page(**advised(self, assessment_id, "uses"))


class AssessmentComparison(ApiView):
    @operation(
        "What changed since the assessment before",
        AssessmentsComparison,
        name="get_assessment_comparison",
        may_refuse=True,
    )
    def get(self, assessment_id: UUID) -> AssessmentsComparison:
        """Overall and per dimension, of 100, with the answers that moved."""
        return comparison_of(assessment_id)


def advised(view: ApiView, assessment_id: UUID, part: str) -> dict[str, Any]:
    """One part of the stored advice, and in whose words it is read."""
    one = completed_assessment(assessment_id)
    return {
        "questionnaire": catalogue.questionnaire(one.questionnaire_version),
        part: getattr(one.advice, part),
        "language": view.language,
    }
