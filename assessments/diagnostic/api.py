from collections.abc import Callable
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from assessments.answers.models import Assessment
from assessments.answers.selectors import all_assessments
from assessments.diagnostic.api_summaries import AssessmentSummarySerializer
from assessments.diagnostic.serializers import (
    AnswerInput,
    AssessmentSerializer,
    assessment_document,
)
from assessments.diagnostic.services import (
    carry_answers,
    complete_assessment,
    save_answer,
    start_assessment,
)
from assessments.voices.selectors.voices import seat_of
from governance.api.pagination import page_of
from governance.api.views import ApiView, expected_version, versioned


class WholeView(ApiView):
    def whole(self, assessment_id: UUID, *, status: int = 200) -> Response:
        """The assessment as the caller reads it, in one query."""
        seat = seat_of(assessment_id, member_id=self.actor.member_id)
        document = assessment_document(seat)
        return versioned(document, seat.assessment.version, status=status)

    def press(
        self, request: Request, assessment_id: UUID, service: Callable[..., Assessment]
    ) -> Response:
        """One act without a body; the assessment as it is then."""
        door: Any = request._request
        service(
            door.act,
            assessment_id=assessment_id,
            expected_version=expected_version(request),
        )
        return self.whole(assessment_id)


class AssessmentList(WholeView):
    @extend_schema(
        operation_id="list_assessments",
        summary="Assessments, newest first",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=page_of(AssessmentSummarySerializer),
    )
    def get(self, request: Request) -> Response:
        """Every assessment of the company, with its level where it has one."""
        pages = self.pagination_class()
        page: Any = pages.paginate_queryset(all_assessments(), request, view=self)
        return pages.get_paginated_response(AssessmentSummarySerializer(page, many=True).data)

    @extend_schema(
        operation_id="start_assessment",
        summary="Start an assessment, or go on with the open one",
        request=None,
        responses={201: AssessmentSerializer},
    )
    def post(self, request: Request) -> Response:
        """The company's one open assessment."""
        door: Any = request._request
        one = start_assessment(door.act)
        response = self.whole(one.id, status=201)
        response["Location"] = reverse("api_assessment", args=[one.id], request=request)
        return response


class AssessmentDetail(WholeView):
    @extend_schema(
        operation_id="get_assessment",
        summary="One assessment with answers, result and advice",
        responses=AssessmentSerializer,
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """Answers, what is asked next, result and advice as computed then."""
        return self.whole(assessment_id)


class AssessmentAnswer(WholeView):
    @extend_schema(
        operation_id="save_answer",
        summary="Answer one item",
        request=AnswerInput,
        parameters=[OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True)],
        responses=AssessmentSerializer,
    )
    def put(self, request: Request, assessment_id: UUID, item: str) -> Response:
        """The answer takes the place of the one before; the others stay."""
        given = AnswerInput(data=request.data)
        given.is_valid(raise_exception=True)
        door: Any = request._request
        save_answer(
            door.act,
            assessment_id=assessment_id,
            item_id=item,
            raw=given.validated_data["value"],
            expected_version=expected_version(request),
        )
        return self.whole(assessment_id)


class AssessmentCarried(WholeView):
    @extend_schema(
        operation_id="carry_answers",
        summary="Confirm that the rest is as in the assessment before",
        request=None,
        responses=AssessmentSerializer,
    )
    def post(self, request: Request, assessment_id: UUID) -> Response:
        """Every carryable item has its answer of before, marked as carried."""
        return self.press(request, assessment_id, carry_answers)


class AssessmentCompletion(WholeView):
    @extend_schema(
        operation_id="complete_assessment",
        summary="Complete an assessment: its result and advice are computed and kept",
        request=None,
        responses=AssessmentSerializer,
    )
    def post(self, request: Request, assessment_id: UUID) -> Response:
        """The result, the roadmap and the uses, as they stay from now on."""
        return self.press(request, assessment_id, complete_assessment)
