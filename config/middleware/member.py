from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from config.middleware.errors import told
from governance.access.rules.actors import Act, member_actor
from governance.access.views import admit, is_for_keys
from governance.members.selectors import identify
from tenants.errors import DomainError

Respond = Callable[[HttpRequest], HttpResponse]


class MemberMiddleware:
    """On a company's host, the member and the role are read anew with every request.

    The same query reads the schema's canary; a schema that is not the company's is never served.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        company = request.company  # type: ignore[attr-defined]
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.member = request.actor = request.act = None  # type: ignore[attr-defined]
        if not _session_is_of_this_host(request):
            request.user = AnonymousUser()
        if company is None:
            return self.get_response(request)
        zone = ZoneInfo(company.timezone)
        request.today = timezone.localdate(request.now, zone)  # type: ignore[attr-defined]
        if request.path.startswith("/static/") or is_for_keys(request):
            return self.get_response(request)
        identity = identify(_signed_in_user(request))
        if identity is None or identity.organization_id != company.id:
            raise ImproperlyConfigured(f"schema {company.schema_name} is not its company's")
        if identity.member is not None:
            member = identity.member
            request.member = member  # type: ignore[attr-defined]
            request.companies = identity.companies  # type: ignore[attr-defined]
            actor = member_actor(member.id, member.role)
            request.actor = actor  # type: ignore[attr-defined]
            request.act = Act(actor, request.now, request.today)  # type: ignore[attr-defined]
        member = request.member  # type: ignore[attr-defined]
        language = request.LANGUAGE_CODE if member is None else member.language
        with timezone.override(zone), translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """What the route table does not name is not there; what it asks is asked here."""
        try:
            admit(request)
        except DomainError as error:
            return told(request, error)
        return None


def _session_is_of_this_host(request: Any) -> bool:
    """A session is worth something only where it was opened."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return True
    return bool(request.session.get("company") == request.session_of)


def _signed_in_user(request: HttpRequest) -> UUID | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user.pk if request.user.is_authenticated else None
