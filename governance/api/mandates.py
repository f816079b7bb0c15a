from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.letters import (
    CompanyTermsInput,
    LetterSerializer,
    RevocationInput,
    one_letter,
    written,
)
from governance.api.pagination import page_of
from governance.api.schema import IF_MATCH
from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView, expected_version, versioned
from governance.choices import MandateKind
from governance.rules.mandates import proposed_terms
from governance.selectors.letters import get_letter, letters_of, mandate_rows
from governance.services.mandates import accept_mandate, revoke_mandate, write_mandate


class MandateFilter(StrictSerializer):
    initiative = serializers.UUIDField(required=False)
    holder = serializers.UUIDField(required=False)
    open = serializers.BooleanField(required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=200)


class MandateList(ApiView):
    @extend_schema(
        operation_id="list_mandates",
        summary="Mandates, newest first",
        parameters=[
            OpenApiParameter("initiative", UUID),
            OpenApiParameter("holder", UUID),
            OpenApiParameter("open", bool, description="Not revoked, or revoked."),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses=page_of(LetterSerializer),
    )
    def get(self, request: Request) -> Response:
        """Every letter, revoked ones too, of one initiative or holder if asked."""
        door: Any = request._request
        asked = MandateFilter(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        rows = mandate_rows(
            initiative_id=asked.validated_data.get("initiative"),
            holder_id=asked.validated_data.get("holder"),
            is_open=asked.validated_data.get("open"),
        )
        pages = self.pagination_class()
        page: Any = pages.paginate_queryset(rows, request, view=self)
        letters = letters_of(page, today=door.today)
        return pages.get_paginated_response(LetterSerializer(letters, many=True).data)

    @extend_schema(
        operation_id="write_mandate",
        summary="Write the company's mandate (never by key: 403 not_for_keys)",
        request=CompanyTermsInput,
        responses={201: LetterSerializer},
    )
    def post(self, request: Request) -> Response:
        """The letter waits for its holder. A person writes it, signed in; a key never may."""
        door: Any = request._request
        given = CompanyTermsInput(data=request.data)
        given.is_valid(raise_exception=True)
        terms = dict(given.validated_data)
        kind, holder_id = MandateKind.COMPANY, terms.pop("holder_id")
        mandate = write_mandate(
            actor=self.actor,
            kind=kind,
            holder_id=holder_id,
            terms=written(proposed_terms(kind=kind, today=door.today), terms),
            today=door.today,
            now=door.now,
        )
        return one_letter(mandate, today=door.today, status=201)


class MandateDetail(ApiView):
    @extend_schema(operation_id="get_mandate", summary="One mandate", responses=LetterSerializer)
    def get(self, request: Request, mandate_id: UUID) -> Response:
        """The letter, where it stands, what it has engaged and what is left of its total."""
        door: Any = request._request
        letter = get_letter(mandate_id, today=door.today)
        return versioned(LetterSerializer(letter).data, letter.mandate.version)


class MandateAcceptance(ApiView):
    @extend_schema(
        operation_id="accept_mandate",
        summary="Accept a mandate, with its holder's own key (scope decide)",
        request=None,
        responses=LetterSerializer,
    )
    def post(self, request: Request, mandate_id: UUID) -> Response:
        """The mandate carries decisions from its first day; accepting again changes nothing."""
        door: Any = request._request
        mandate = accept_mandate(
            actor=self.actor, mandate_id=mandate_id, today=door.today, now=door.now
        )
        return one_letter(mandate, today=door.today)


class MandateRevocation(ApiView):
    @extend_schema(
        operation_id="revoke_mandate",
        summary="Revoke a mandate (never by key: 403 not_for_keys)",
        parameters=[IF_MATCH],
        request=RevocationInput,
        responses=LetterSerializer,
    )
    def post(self, request: Request, mandate_id: UUID) -> Response:
        """The mandate carries nothing any more. A person does it, signed in; a key never may."""
        door: Any = request._request
        given = RevocationInput(data=request.data)
        given.is_valid(raise_exception=True)
        mandate = revoke_mandate(
            actor=self.actor,
            mandate_id=mandate_id,
            reason=given.validated_data["reason"],
            today=door.today,
            now=door.now,
            expected_version=expected_version(request),
        )
        return one_letter(mandate, today=door.today)
