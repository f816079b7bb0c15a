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
from tenants.accounts.selectors import is_session_open
from tenants.errors import DomainError
from tenants.hosts import Company
from tenants.operators.rules import OPERATOR
from tenants.transactions import reading

Respond = Callable[[HttpRequest], HttpResponse]


class MemberMiddleware:
    """On a company's host, the member and the role are read anew with every request.

    The same query reads the schema's canary, and the page's rows are read in the same transaction:
    a schema that is not the company's is never served.
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
        if request.path.startswith("/static/"):
            return self.get_response(request)
        with reading():
            return self._in_company(request, company, zone)

    def _in_company(self, request: Any, company: Company, zone: ZoneInfo) -> HttpResponse:
        """The first read says whose schema it is: here for members, in `KeyHolder` for keys."""
        if is_for_keys(request):
            return self.get_response(request)
        user_id, behind = _signed_in(request)
        identity = identify(user_id, behind=behind, now=request.now)
        if identity is None or identity.organization_id != company.id:
            raise ImproperlyConfigured(f"schema {company.schema_name} is not its company's")
        if not identity.is_signed_in:
            request.user = AnonymousUser()
        if identity.member is not None:
            member = identity.member
            request.member, request.companies = member, identity.companies
            request.actor = member_actor(member.id, member.role)
            request.act = Act(request.actor, request.now, request.today)
        member = request.member
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
    """A session is worth something only where it was opened, and while the public one behind it is.

    On a company's host, `identify` reads the latter in its one statement.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return True
    if request.session.get("company") != request.session_of:
        return False
    behind = request.session.get("public_session", "")
    return request.session_of != OPERATOR or is_session_open(behind, now=request.now)


def _signed_in(request: HttpRequest) -> tuple[UUID | None, str]:
    """The user of this session, and the session on the public host that it ends with."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None, ""
    return request.user.pk, request.session.get("public_session", "")
