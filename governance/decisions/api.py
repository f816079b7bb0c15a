from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.pagination import Cursor, page_of
from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView
from governance.decisions.models import Decision
from governance.decisions.selectors import get_decision, search_decisions


class DecisionSerializer(serializers.ModelSerializer):
    mandate_id = serializers.UUIDField(allow_null=True)
    corrects_id = serializers.UUIDField(allow_null=True)
    hash = serializers.SerializerMethodField()
    previous_hash = serializers.SerializerMethodField()

    class Meta:
        model = Decision
        fields = (
            "id",
            "seq",
            "at",
            "verdict",
            "subject_kind",
            "subject_id",
            "actor_kind",
            "actor_id",
            "mandate_id",
            "reason",
            "facts",
            "corrects_id",
            "previous_hash",
            "hash",
        )

    def get_hash(self, decision: Decision) -> str:
        return bytes(decision.hash).hex()

    def get_previous_hash(self, decision: Decision) -> str:
        return bytes(decision.previous_hash).hex()


class DecisionFilter(StrictSerializer):
    subject = serializers.UUIDField(required=False)
    verdict = serializers.SlugField(required=False, max_length=30)
    cursor = serializers.CharField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=200)


class NewestFirst(Cursor):
    ordering = "-seq"


class DecisionList(ApiView):
    pagination_class = NewestFirst

    @extend_schema(
        operation_id="list_decisions",
        summary="The decision log, newest first",
        parameters=[
            OpenApiParameter("subject", UUID),
            OpenApiParameter("verdict", str),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses=page_of(DecisionSerializer),
    )
    def get(self, request: Request) -> Response:
        """Decisions, of one subject or one verdict if asked."""
        asked = DecisionFilter(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        rows = search_decisions(
            subject_id=asked.validated_data.get("subject"),
            verdict=asked.validated_data.get("verdict", ""),
        )
        pages = self.pagination_class()
        page: Any = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(DecisionSerializer(page, many=True).data)


class DecisionDetail(ApiView):
    @extend_schema(
        operation_id="get_decision", summary="One decision", responses=DecisionSerializer
    )
    def get(self, request: Request, decision_id: UUID) -> Response:
        """One entry of the log with its link in the chain."""
        return Response(DecisionSerializer(get_decision(decision_id)).data)
