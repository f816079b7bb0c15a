"""From the public host into a company: the list, and the hand-over."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenants.addresses import company_url, safe_path
from tenants.errors import NotFound
from tenants.selectors.organizations import companies_of_user
from tenants.services.handover import issue_code
from tenants.services.tickets import SECONDS, Ticket, write_ticket
from tenants.views.sign_in import signed_in_at

FRESH_SECONDS = 600 - SECONDS


@login_required
@require_GET
def companies(request: Any) -> HttpResponse:
    """The companies of the person who is signed in; the only one opens at once."""
    mine = companies_of_user(request.user.pk)
    if len(mine) == 1 and request.GET.get("all") is None:
        return HttpResponseRedirect(company_url(mine[0].host, "/session/handover/"))
    rows = [{"name": one.name, "host": one.host, "id": one.id} for one in mine]
    return render(request, "tenants/companies.html", {"companies": rows})


@login_required
@require_GET
def company_enter(request: Any, company_id: UUID) -> HttpResponse:
    """The visitor carries a ticket to the company's host, after a fresh sign-in if one is asked."""
    company = next((c for c in companies_of_user(request.user.pk) if c.id == company_id), None)
    if company is None:
        raise NotFound("company_not_found")
    next_path, browser = safe_path(request.GET.get("next")), request.GET.get("browser", "")
    age = request.now.timestamp() - signed_in_at(request)
    if request.GET.get("fresh") == "1" and age > FRESH_SECONDS:
        return render(request, "account/again.html", {"next": request.get_full_path()})
    if not browser:
        return HttpResponseRedirect(company_url(company.host, "/session/handover/", next=next_path))
    ticket = _ticket(request, company_id, next_path=next_path, browser=browser[:64])
    return HttpResponseRedirect(company_url(company.host, "/session/handover/", ticket=ticket))


def _ticket(request: Any, company_id: UUID, *, next_path: str, browser: str) -> str:
    """The signed text that carries this sign-in to one browser on the company's host."""
    code = issue_code(
        user_id=request.user.pk, organization_id=company_id, next_path=next_path, now=request.now
    )
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    chosen = language if language in dict(settings.LANGUAGES) else ""
    ticket = Ticket(code=code, authenticated_at=signed_in_at(request), language=chosen)
    session = request.session.session_key or ""
    return write_ticket(ticket=ticket, browser=browser, public_session=session)
