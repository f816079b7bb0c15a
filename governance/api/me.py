from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.views import ApiView


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
