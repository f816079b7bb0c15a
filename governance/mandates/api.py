"""How a mandate is written as JSON, and what may be asked of a new one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.pagination import page_of
from governance.api.schema import IF_MATCH
from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView, expected_version, versioned
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import MOST_VERDICTS, MandateState, MandateTerms, proposed_terms
from governance.mandates.selectors import get_letter, letters_of, mandate_rows
from governance.mandates.services import accept_mandate, revoke_mandate, write_mandate

LARGEST = 100_000_000


class PersonSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField(source="display_name")


class MandateSerializer(serializers.ModelSerializer):
    """A mandate on this day: amounts in whole euros, `ends` its last valid day."""

    initiative_id = serializers.UUIDField(allow_null=True)
    holder = PersonSerializer()
    deputy = PersonSerializer(allow_null=True)
    issued_by = PersonSerializer()
    days_per_month = serializers.FloatField()

    class Meta:
        model = Mandate
        fields = (
            "id",
            "version",
            "kind",
            "initiative_id",
            "holder",
            "deputy",
            "issued_by",
            "scope_text",
            "verdicts",
            "ceiling_per_decision",
            "ceiling_total",
            "days_per_month",
            "starts",
            "ends",
            "issued_at",
            "accepted_at",
            "revoked_at",
        )


class LetterSerializer(serializers.Serializer):
    """A mandate with where it stands: only a `running` one carries decisions."""

    state = serializers.ChoiceField(choices=[state.value for state in MandateState])
    spent = serializers.IntegerField()
    left = serializers.IntegerField()
    mandate = MandateSerializer()


class TermsInput(StrictSerializer):
    """What is not given stays as proposed: usual powers, modest ceilings, twelve months."""

    verdicts = serializers.ListField(
        child=serializers.ChoiceField(choices=MOST_VERDICTS[MandateKind.COMPANY]), required=False
    )
    ceiling_per_decision = serializers.IntegerField(min_value=0, max_value=LARGEST, required=False)
    ceiling_total = serializers.IntegerField(min_value=0, max_value=LARGEST, required=False)
    days_per_month = serializers.DecimalField(max_digits=3, decimal_places=1, required=False)
    starts = serializers.DateField(required=False)
    ends = serializers.DateField(required=False)
    deputy_id = serializers.UUIDField(required=False, allow_null=True)


class CompanyTermsInput(TermsInput):
    holder_id = serializers.UUIDField()


class RevocationInput(StrictSerializer):
    reason = serializers.CharField(max_length=2000)


def written(proposed: MandateTerms, given: Mapping[str, Any]) -> MandateTerms:
    """The proposed letter with what was given in its place."""
    changed = dict(given)
    if "verdicts" in changed:
        changed["verdicts"] = tuple(changed["verdicts"])
    if "days_per_month" in changed:
        changed["days_per_month"] = float(changed["days_per_month"])
    return replace(proposed, **changed)


def one_letter(mandate: Mandate, *, today: date, status: int = 200) -> Response:
    """The letter as it stands, its version as ETag."""
    letter = get_letter(mandate.id, today=today)
    return versioned(LetterSerializer(letter).data, letter.mandate.version, status=status)


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
            door.act,
            kind=kind,
            holder_id=holder_id,
            terms=written(proposed_terms(kind=kind, today=door.today), terms),
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
        mandate = accept_mandate(door.act, mandate_id=mandate_id)
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
            door.act,
            mandate_id=mandate_id,
            reason=given.validated_data["reason"],
            expected_version=expected_version(request),
        )
        return one_letter(mandate, today=door.today)
