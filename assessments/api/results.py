"""A completed assessment by parts: result, recommendations, uses, comparison."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.shapes import shape
from assessments.rules.comparison import Comparison
from assessments.rules.results import Result, plain
from assessments.selectors.comparisons import comparison_of
from assessments.selectors.completed import completed_assessment
from assessments.selectors.reports import report_of
from assessments.selectors.roadmap_page import RoadmapPage
from assessments.selectors.uses_page import UsesPage
from governance.api.views import ApiView


class AssessmentResult(ApiView):
    @extend_schema(
        operation_id="get_assessment_result",
        summary="The result of one assessment",
        responses=shape(Result),
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """Dimensions with interval and trace, level, ceilings, what limits it and would lift it."""
        return Response(completed_assessment(assessment_id).result)


class AssessmentRecommendations(ApiView):
    @extend_schema(
        operation_id="get_assessment_recommendations",
        summary="What one assessment recommends, in the language asked for",
        responses=shape(RoadmapPage),
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """The first actions with their reasons, the year in three windows, what is left out."""
        door: Any = request._request
        one = completed_assessment(assessment_id)
        return Response(plain(report_of(one, language=door.LANGUAGE_CODE).roadmap))


class AssessmentUses(ApiView):
    @extend_schema(
        operation_id="get_assessment_uses",
        summary="The promising uses of one assessment, in the language asked for",
        responses=shape(UsesPage),
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """Up to five uses in order, and those that must wait."""
        door: Any = request._request
        one = completed_assessment(assessment_id)
        return Response(plain(report_of(one, language=door.LANGUAGE_CODE).uses))


class AssessmentComparison(ApiView):
    @extend_schema(
        operation_id="get_assessment_comparison",
        summary="What changed since the assessment before",
        responses=shape(Comparison),
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """Overall and per dimension, of 100, with the answers that moved."""
        return Response(comparison_of(assessment_id).as_dict())
