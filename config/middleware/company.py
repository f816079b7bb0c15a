from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import set_urlconf
from django_tenants.utils import get_public_schema_name, schema_context, tenant_context

from config.views.errors import unavailable, unknown_company
from tenants.addresses import company_url
from tenants.database.apart import confirm_apart
from tenants.hosts import find_company
from tenants.operators.rules import OPERATOR

Respond = Callable[[HttpRequest], HttpResponse]


class CompanyMiddleware:
    """Each request runs in the company of its host, on the public side, or not at all.

    `session_of` says what a session must have been opened for to be worth something here: a
    company's id, the operator's console, None on the public host.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.get_host().rsplit(":", 1)[0].lower()
        if host in {settings.PUBLIC_HOST, "127.0.0.1"}:
            return self._outside(request, settings.PUBLIC_SCHEMA_URLCONF, session_of=None)
        if host == settings.OPERATOR_HOST:
            return self._outside(request, settings.OPERATOR_URLCONF, session_of=OPERATOR)
        company = find_company(host)
        if company is not None and company.is_awaited:
            return unavailable(request)
        if company is None or not company.is_open:
            return unknown_company(request)
        if company.host != host:
            here_now = company_url(company.host, request.get_full_path())
            return HttpResponsePermanentRedirect(here_now, preserve_request=True)
        request.company = company  # type: ignore[attr-defined]
        request.session_of = str(company.id)  # type: ignore[attr-defined]
        request.urlconf = settings.ROOT_URLCONF
        set_urlconf(settings.ROOT_URLCONF)
        confirm_apart()
        with tenant_context(company):
            return self.get_response(request)

    def _outside(
        self, request: HttpRequest, urlconf: str, *, session_of: str | None
    ) -> HttpResponse:
        """The addresses of a host that is no company's."""
        request.company = None  # type: ignore[attr-defined]
        request.session_of = session_of  # type: ignore[attr-defined]
        request.urlconf = urlconf
        set_urlconf(urlconf)
        with schema_context(get_public_schema_name()):
            return self.get_response(request)
