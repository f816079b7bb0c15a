"""A new company: by somebody who is signed in, or by a mailed link that proves an address."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assessments.open_door.services import can_be_kept, found_from_draft
from config.forms import FoundingForm, NewCompanyForm
from config.views.account_mail import send_founding_mail
from governance.founding.services import found_company
from tenants.accounts.models import User
from tenants.accounts.services import find_or_create_account
from tenants.addresses import company_url
from tenants.companies.services import Origin
from tenants.errors import NotAllowed
from tenants.hosts import Company
from tenants.visitors import may_be_mailed

SALT = "founding"
LINK_SECONDS = 30 * 60


@require_http_methods(["GET", "POST"])
def company_new(request: Any) -> HttpResponse:
    """Somebody who is signed in opens a company and walks in."""
    form = NewCompanyForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "tenants/company_new.html", {"form": form})
    name = form.cleaned_data["company"]
    return _walk_in(found_company(founder=request.user, name=name, now=request.now))


@require_http_methods(["GET", "POST"])
def founding_start(request: Any) -> HttpResponse:
    """A link is on its way to the address; the answer is the same for a known and a new one."""
    form = FoundingForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "tenants/founding.html", {"form": form})
    email = form.cleaned_data["email"].lower()
    if not may_be_mailed(request, email=email):
        return render(request, "errors/429.html", status=429)
    token = signing.dumps({**form.cleaned_data, "email": email}, salt=SALT)
    send_founding_mail(email=email, token=token, minutes=LINK_SECONDS // 60, now=request.now)
    return render(request, "tenants/founding_sent.html", {"email": email})


@require_http_methods(["GET", "POST"])
def founding_confirm(request: Any, token: str) -> HttpResponse:
    """The address is proved: after a click the company is open.

    Who is new is signed in by it. An account that stands is not: the way into its company asks.
    """
    asked = _read(token)
    if "draft" in asked:
        can_be_kept(draft_id=UUID(asked["draft"]), email=asked["email"], now=request.now)
    if request.method == "GET":
        return render(request, "tenants/founding_confirm.html", asked)
    user, is_new = find_or_create_account(
        email=asked["email"], name=asked["name"], language=request.LANGUAGE_CODE, now=request.now
    )
    if not user.is_active:
        raise NotAllowed("link_spent")
    company = _found(user, asked, token=token, now=request.now)
    _sign_in_new(request, user, is_new=is_new)
    return _walk_in(company, next_path="/start/" if "draft" in asked else "")


def _sign_in_new(request: Any, user: User, *, is_new: bool) -> None:
    """A new account is signed in; nobody stays signed in beside the one that was proved."""
    if is_new:
        get_adapter(request).login(request, user)
        record_authentication(request, user, method="code", email=user.email)
    elif request.user.pk != user.pk:
        logout(request)


def _found(founder: User, asked: dict[str, str], *, token: str, now: datetime) -> Company:
    """A company of that name, from nothing or from the diagnostic that was kept, once."""
    name, draft_id = asked["company"], UUID(asked["draft"]) if "draft" in asked else None
    origin = Origin(link=token, draft_id=draft_id)
    if draft_id is None:
        return found_company(founder=founder, name=name, now=now, origin=origin)
    return found_from_draft(founder=founder, name=name, origin=origin, now=now)


def _read(token: str) -> dict[str, str]:
    try:
        asked: dict[str, str] = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        raise NotAllowed("link_spent") from None
    return asked


def _walk_in(company: Company, *, next_path: str = "") -> HttpResponse:
    return HttpResponseRedirect(company_url(company.host, "/session/handover/", next=next_path))
