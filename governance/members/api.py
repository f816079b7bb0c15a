from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.access.choices import Role
from governance.api.pagination import page_of
from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView
from governance.members.models import Member


class MemberSerializer(serializers.ModelSerializer):
    """Who belongs to the company, without e-mail addresses: no operation needs one."""

    class Meta:
        model = Member
        fields = ("id", "name", "title", "role", "joined_at", "version")


class MemberFilter(StrictSerializer):
    role = serializers.ChoiceField(choices=Role.values, required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=200)


class MemberList(ApiView):
    @extend_schema(
        operation_id="list_members",
        summary="Members, newest first, without e-mail addresses",
        parameters=[
            OpenApiParameter("role", str, enum=Role.values),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int),
        ],
        responses=page_of(MemberSerializer),
    )
    def get(self, request: Request) -> Response:
        """Everybody who belongs to the company today, of one role if asked."""
        asked = MemberFilter(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        rows = Member.objects.filter(left_at__isnull=True)
        if "role" in asked.validated_data:
            rows = rows.filter(role=asked.validated_data["role"])
        pages = self.pagination_class()
        page: Any = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(MemberSerializer(page, many=True).data)


class MeSerializer(serializers.Serializer):
    company = serializers.CharField()
    company_id = serializers.UUIDField()
    member_id = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.CharField()
    key_id = serializers.UUIDField()
    scopes = serializers.ListField(child=serializers.CharField())
    expires_at = serializers.DateTimeField()


class MeView(ApiView):
    @extend_schema(operation_id="me", summary="Whose key this is", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """The company, the owner and the key's own limits."""
        door: Any = request._request
        key: Any = request.auth
        owner = door.member
        row = {
            "company": door.company.name,
            "company_id": door.company.id,
            "member_id": owner.id,
            "name": owner.display_name,
            "role": owner.role,
            "key_id": key.id,
            "scopes": key.scopes,
            "expires_at": key.expires_at,
        }
        return Response(MeSerializer(row).data)
