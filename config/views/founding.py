"""A new company: by somebody who is signed in, or by a mailed link that proves an address."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.ratelimit import consume
from django.core import signing
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from assessments.open_door.services import found_from_draft, keepable_draft
from config.forms import CompanyForm, FoundingForm
from config.views.account_mail import send_founding_mail
from governance.founding.services import found_company
from tenants.accounts.models import User
from tenants.accounts.services import find_or_create_account
from tenants.addresses import company_url
from tenants.errors import NotAllowed
from tenants.hosts import Company

SALT = "founding"
LINK_SECONDS = 30 * 60


@require_http_methods(["GET", "POST"])
def company_new(request: Any) -> HttpResponse:
    """Somebody who is signed in opens a company and walks in."""
    form = CompanyForm(request.POST or None)
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
    if not consume(request, action="founding", key=email):
        return render(request, "errors/429.html", status=429)
    token = signing.dumps({**form.cleaned_data, "email": email}, salt=SALT)
    send_founding_mail(email=email, token=token, minutes=LINK_SECONDS // 60, now=request.now)
    return render(request, "tenants/founding_sent.html", {"email": email})


@require_http_methods(["GET", "POST"])
def founding_confirm(request: Any, token: str) -> HttpResponse:
    """The address is proved: after a click the company is open and its founder signed in."""
    asked = _read(token)
    if "draft" in asked:
        keepable_draft(draft_id=UUID(asked["draft"]), now=request.now)
    if request.method == "GET":
        return render(request, "tenants/founding_confirm.html", asked)
    _spend(token)
    user = find_or_create_account(
        email=asked["email"], name=asked["name"], language=request.LANGUAGE_CODE, now=request.now
    )
    if not user.is_active:
        raise NotAllowed("link_spent")
    company = _found(user, asked, now=request.now)
    get_adapter(request).login(request, user)
    record_authentication(request, user, method="code", email=user.email)
    return _walk_in(company, next_path="/start/" if "draft" in asked else "")


def _spend(token: str) -> None:
    """The link opens nothing a second time."""
    spent = "founding:" + hashlib.sha256(token.encode()).hexdigest()
    if not cache.add(spent, 1, 2 * LINK_SECONDS):
        raise NotAllowed("link_spent")


def _found(founder: User, asked: dict[str, str], *, now: datetime) -> Company:
    """A company of that name, from nothing or from the diagnostic that was kept."""
    name = asked["company"]
    if "draft" not in asked:
        return found_company(founder=founder, name=name, now=now)
    draft_id = UUID(asked["draft"])
    return found_from_draft(founder=founder, name=name, draft_id=draft_id, now=now)


def _read(token: str) -> dict[str, str]:
    try:
        asked: dict[str, str] = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except signing.BadSignature:
        raise NotAllowed("link_spent") from None
    return asked


def _walk_in(company: Company, *, next_path: str = "") -> HttpResponse:
    return HttpResponseRedirect(company_url(company.host, "/session/handover/", next=next_path))
