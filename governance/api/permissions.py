from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from tenants.errors import NotAllowed


class KeyIsValid(BasePermission):
    """A key is needed, and the scope `read` to read; writing is asked of services by permission."""

    def has_permission(self, request: Request, view: Any) -> bool:
        actor = getattr(request._request, "actor", None)
        if actor is None:
            return False
        if request.method in SAFE_METHODS and "read" not in actor.scopes:
            raise NotAllowed("scope_missing", permission="read", scope="read")
        return True
