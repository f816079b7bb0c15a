"""What is done at a review by API: a captain answers; the rest is for signed-in people."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.schema import IF_MATCH
from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView, expected_version, versioned
from portfolio.api.outputs import ReviewDetailOut
from portfolio.decisions.services.decisions import correct_decision
from portfolio.initiatives.api import checked
from portfolio.reviews.selectors.reviews import initiative_of_item, review_page
from portfolio.reviews.services.reviews import answer_question, ask_question, close_review


class QuestionIn(StrictSerializer):
    question = serializers.CharField(max_length=600)


class AnswerIn(StrictSerializer):
    answer = serializers.CharField(max_length=600)


class CorrectionIn(StrictSerializer):
    reason = serializers.CharField(max_length=2000)


class CorrectionOut(serializers.Serializer):
    id = serializers.UUIDField()
    verdict = serializers.CharField()
    corrects_id = serializers.UUIDField()
    reason = serializers.CharField()


class ReviewItemQuestion(ApiView):
    @extend_schema(
        operation_id="ask_question",
        summary="Ask the captain at a review (never by key: 403 not_for_keys)",
        request=QuestionIn,
        responses=ReviewDetailOut,
    )
    def post(self, request: Request, review_id: UUID, item_id: UUID) -> Response:
        """The clock stands still for five days. A person asks, signed in; a key never may."""
        door: Any = request._request
        given = checked(QuestionIn, request.data)
        initiative_of_item(review_id=review_id, item_id=item_id)
        ask_question(door.act, item_id=item_id, **given)
        return review_answer(self, request, review_id)


class ReviewItemAnswer(ApiView):
    @extend_schema(
        operation_id="answer_question",
        summary="Answer the question asked at a review",
        request=AnswerIn,
        responses=ReviewDetailOut,
    )
    def post(self, request: Request, review_id: UUID, item_id: UUID) -> Response:
        """The question has its answer, whoever asked is told, the clock runs again."""
        door: Any = request._request
        given = checked(AnswerIn, request.data)
        initiative_of_item(review_id=review_id, item_id=item_id)
        answer_question(door.act, item_id=item_id, **given)
        return review_answer(self, request, review_id)


class ReviewClosure(ApiView):
    @extend_schema(
        operation_id="close_review",
        summary="Close a review (never by key: 403 not_for_keys)",
        parameters=[IF_MATCH],
        request=None,
        responses=ReviewDetailOut,
    )
    def post(self, request: Request, review_id: UUID) -> Response:
        """Every initiative in it has its verdict. A person closes it; a key never may."""
        door: Any = request._request
        close_review(door.act, review_id=review_id, expected_version=expected_version(request))
        return review_answer(self, request, review_id)


class DecisionCorrection(ApiView):
    @extend_schema(
        operation_id="correct_decision",
        summary="Correct a decision in the log (never by key: 403 not_for_keys)",
        request=CorrectionIn,
        responses={201: CorrectionOut},
    )
    def post(self, request: Request, decision_id: UUID) -> Response:
        """A new entry points to the one it corrects. A person does it; a key never may."""
        door: Any = request._request
        given = checked(CorrectionIn, request.data)
        entry = correct_decision(door.act, decision_id=decision_id, **given)
        return Response(CorrectionOut(entry).data, status=201)


def review_answer(view: ApiView, request: Request, review_id: UUID) -> Response:
    """The review as it is now, its version as ETag."""
    door: Any = request._request
    page = review_page(review_id=review_id, today=door.today, actor=view.actor)
    return versioned(ReviewDetailOut(page).data, page.line.version)
