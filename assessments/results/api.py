"""A completed assessment by parts: result, recommendations, uses, comparison."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.answers.selectors import completed_assessment
from assessments.comparison.rules import Comparison
from assessments.comparison.selectors import comparison_of
from assessments.diagnostic.shapes import shape
from assessments.questionnaire import selectors as catalogue
from assessments.results.rules.results import Result, plain
from assessments.roadmap.selectors.page import RoadmapPage, roadmap_page
from assessments.uses.selectors import UsesPage, uses_page
from governance.api.views import ApiView


class AssessmentResult(ApiView):
    @extend_schema(
        operation_id="get_assessment_result",
        summary="The result of one assessment",
        responses=shape(Result),
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """Dimensions with interval and trace, level, ceilings, what limits it and would lift it."""
        return Response(plain(completed_assessment(assessment_id).result))


class AssessmentRecommendations(ApiView):
    @extend_schema(
        operation_id="get_assessment_recommendations",
        summary="What one assessment recommends, in the language asked for",
        responses=shape(RoadmapPage),
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """The first actions with their reasons, the year in three windows, what is left out."""
        return _advised(request, assessment_id, "roadmap", roadmap_page)


class AssessmentUses(ApiView):
    @extend_schema(
        operation_id="get_assessment_uses",
        summary="The promising uses of one assessment, in the language asked for",
        responses=shape(UsesPage),
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """Up to five uses in order, and those that must wait."""
        return _advised(request, assessment_id, "uses", uses_page)


class AssessmentComparison(ApiView):
    @extend_schema(
        operation_id="get_assessment_comparison",
        summary="What changed since the assessment before",
        responses=shape(Comparison),
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """Overall and per dimension, of 100, with the answers that moved."""
        return Response(plain(comparison_of(assessment_id)))


def _advised(
    request: Request, assessment_id: UUID, part: str, page: Callable[..., object]
) -> Response:
    """One part of the stored advice in the words of the language asked for."""
    door: Any = request._request
    one = completed_assessment(assessment_id)
    questionnaire = catalogue.questionnaire(one.questionnaire_version)
    advised = {part: getattr(one.advice, part)}
    found = page(questionnaire=questionnaire, language=door.LANGUAGE_CODE, **advised)
    return Response(plain(found))
