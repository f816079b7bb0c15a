"""The own session of a company's host, or of the operator's: begun with a hand-over from the public
host, ended by a form."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from governance.access.choices import Role
from governance.founding.services import welcome_member
from governance.members.models import Member
from tenants.accounts.services import (
    Ticket,
    fingerprint,
    public_session_of,
    read_ticket,
    redeem_code,
)
from tenants.addresses import page_of, public_url, safe_path
from tenants.cookies import forget_visit, remember_language
from tenants.operators.services import redeem_operator_code

COOKIE = "__Host-handover" if settings.SECURE else "handover"
HANDOVER_PATH = "/session/handover/"
COOKIE_SECONDS = 30 * 60
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def begin_sign_in(request: Any, *, fresh: bool = False, back: str = "") -> HttpResponse:
    """The visitor is on the way to the public host and comes back to this very page, or `back`.

    `fresh` asks a new sign-in even where one stands.
    """
    here = request.GET.get("next") if request.path == HANDOVER_PATH else back or page_of(request)
    nonce = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(24)
    response = HttpResponseRedirect(
        public_url(
            _enter_path(request),
            browser=fingerprint(nonce),
            next=safe_path(here),
            fresh="1" if fresh else "",
        )
    )
    response.set_cookie(
        COOKIE, nonce, max_age=COOKIE_SECONDS, secure=settings.SECURE, httponly=True, samesite="Lax"
    )
    return response


@require_GET
def handover(request: Any) -> HttpResponse:
    """A ticket from the public host becomes a session of this host only; without one, go get it."""
    text = request.GET.get("ticket")
    if text is None:
        return begin_sign_in(request, fresh=request.GET.get("fresh") == "1")
    ticket = read_ticket(text=text, nonce=request.COOKIES.get(COOKIE, ""))
    behind = public_session_of(ticket)
    user, next_path = _redeem(request, ticket)
    _open_session(request, user, ticket, behind=behind)
    response = HttpResponseRedirect(_first_page(request, user, safe_path(next_path)))
    response.delete_cookie(COOKIE, samesite="Lax")
    if ticket.language:
        remember_language(response, ticket.language)
    return response


def _first_page(request: Any, user: Any, path: str) -> str:
    """Where a sign-in leads: on a phone, who contributes begins with what is to be done."""
    is_phone = request.headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in request.headers.get(
        "User-Agent", ""
    )
    if path != "/" or request.company is None or not is_phone:
        return path
    here = Member.objects.filter(user_id=user.pk, left_at=None, role=Role.CONTRIBUTOR)
    return reverse("mine") if here.exists() else path


def _enter_path(request: Any) -> str:
    """Where on the public host a ticket for this host is given."""
    company = request.company
    return f"/companies/{company.id}/enter/" if company else "/operator/enter/"


def _redeem(request: Any, ticket: Ticket) -> tuple[Any, str]:
    """Whom the ticket lets in here and where to go; the ticket is spent."""
    if request.company is None:
        return redeem_operator_code(code=ticket.code)
    user, next_path = redeem_code(
        code=ticket.code, organization_id=request.company.id, now=request.now
    )
    welcome_member(user=user, now=request.now, language=ticket.language)
    return user, next_path


def _open_session(request: Any, user: Any, ticket: Ticket, *, behind: str) -> None:
    """A session that is over when the one `behind` it is, on the public host."""
    request.session.flush()
    login(request, user, backend=BACKEND)
    request.session["company"] = request.session_of
    request.session["authenticated_at"] = ticket.authenticated_at
    request.session["public_session"] = behind


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session of this host is over, and so is the one on the public host it came from."""
    behind = request.session.get("public_session")
    logout(request)
    if behind:
        SessionStore(session_key=behind).delete()
    response = HttpResponseRedirect(public_url("/"))
    forget_visit(response)
    return response
