from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.answers.models import Invitation
from assessments.answers.selectors import get_assessment
from assessments.voices.choices import RespondentRole
from assessments.voices.selectors.invitations import asked, invitation_rows
from assessments.voices.services import close_invitation, invite_by_email, invite_by_link
from governance.access.services import require
from governance.api.pagination import page_of
from governance.api.schema import IF_MATCH
from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView, expected_version, versioned
from tenants.addresses import company_url


class InvitationSerializer(serializers.Serializer):
    """Somebody asked to answer. No e-mail address, and of one of the team not whether they came."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    role = serializers.ChoiceField(choices=RespondentRole.values)
    by = serializers.ChoiceField(choices=["link", "email"])
    link = serializers.URLField(allow_null=True, help_text="only while it may be copied")
    most = serializers.IntegerField()
    entered = serializers.IntegerField(allow_null=True)
    is_open = serializers.BooleanField()
    made_by_id = serializers.UUIDField()
    made_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class InvitationInput(StrictSerializer):
    """In what capacity, and the address to write to; without one a link is made."""

    role = serializers.ChoiceField(choices=RespondentRole.values)
    email = serializers.EmailField(required=False)


class InvitationList(ApiView):
    @extend_schema(
        operation_id="list_invitations",
        summary="Who was asked to answer an assessment, newest first",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("limit", int)],
        responses=page_of(InvitationSerializer),
    )
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """Every invitation, closed ones too, with the link of an open one that may be copied."""
        door: Any = request._request
        require(door.act, permission="assessment.invite")
        rows = invitation_rows(get_assessment(assessment_id).id)
        pages = self.pagination_class()
        page: Any = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response([_document(door, one) for one in page])

    @extend_schema(
        operation_id="invite_to_answer",
        summary="Ask somebody to answer, by mail or by a link to copy",
        request=InvitationInput,
        responses={201: InvitationSerializer},
    )
    def post(self, request: Request, assessment_id: UUID) -> Response:
        """The mail has left, or the link stands in the answer."""
        door: Any = request._request
        given = InvitationInput(data=request.data)
        given.is_valid(raise_exception=True)
        invite = invite_by_email if "email" in given.validated_data else invite_by_link
        made = invite(door.act, assessment_id=assessment_id, **given.validated_data)
        return versioned(_document(door, made), made.version, status=201)


class InvitationClosure(ApiView):
    @extend_schema(
        operation_id="close_invitation",
        summary="Close an invitation: nobody enters by it any more",
        parameters=[IF_MATCH],
        request=None,
        responses=InvitationSerializer,
    )
    def post(self, request: Request, invitation_id: UUID) -> Response:
        """Who has begun may go on; closing again changes nothing."""
        door: Any = request._request
        closed = close_invitation(
            door.act, invitation_id=invitation_id, expected_version=expected_version(request)
        )
        return versioned(_document(door, closed), closed.version)


def _document(door: Any, invitation: Invitation) -> Any:
    one = asked(invitation, now=door.now)
    path = reverse("voice", args=[one.token]) if one.token else ""
    shown = {
        **{name: getattr(invitation, name) for name in ("id", "version", "role", "most")},
        **{name: getattr(invitation, name) for name in ("made_by_id", "made_at", "expires_at")},
        "closed_at": invitation.closed_at,
        "by": "email" if invitation.email else "link",
        "link": company_url(door.company.host, path) if path else None,
        "entered": one.entered,
        "is_open": one.is_open,
    }
    return InvitationSerializer(shown).data
