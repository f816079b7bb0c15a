from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.open_door.views import unlisted
from governance.access.forms import add_errors
from governance.incidents.forms import ReportForm
from governance.incidents.services import report_by_link
from governance.register.selectors import door_behind, door_token
from governance.register.services.door import close_doors, publish_door
from governance.register.services.entries import Visit
from portfolio.team import selectors
from portfolio.team.forms import SignForm
from portfolio.team.rules import qr_code
from portfolio.team.services import show_figures, sign_by_link
from tenants.addresses import company_url
from tenants.errors import Invalid, Refused
from tenants.visitors import may_declare, may_sign

HOME = "team"


@require_http_methods(["GET", "POST"])
def team(request: Any) -> HttpResponse:
    """The team page as its keeper has it: its address, its switch, who agreed to be named."""
    if request.method == "POST":
        messages.success(request, _set(request))
        return redirect(HOME)
    found = selectors.team_settings()
    path = reverse("team_public", args=[door_token(found.door.id)]) if found.door else ""
    link = company_url(request.company.host, path) if path else ""
    context = {"found": found, "link": link, "code": qr_code(link) if link else None}
    return render(request, "portfolio/team/settings.html", context)


def _set(request: Any) -> str:
    if "figures" in request.POST:
        wanted = request.POST["figures"] == "on"
        show_figures(request.act, wanted=wanted)
        return _("Figures are shown.") if wanted else _("Figures are not shown.")
    if "close" in request.POST:
        close_doors(request.act)
        return _("The team page is closed.")
    publish_door(request.act)
    return _("The team page is open.")


@unlisted
@require_http_methods(["GET", "POST"])
def team_public(request: Any, token: str) -> HttpResponse:
    """What is allowed, what goes on, whom to ask; the charter is signed here without an account."""
    door_behind(token)
    page = selectors.team_page()
    number = page.charter.number if page.charter else 0
    form = SignForm(request.POST or None, initial={"number": number})
    if form.is_bound and not may_sign(request, company_id=request.company.id):
        return render(request, "errors/429.html", status=429)
    status = _signed(request, form, token) if form.is_bound else 200
    is_signed = form.is_bound and status == 200
    code = qr_code(company_url(request.company.host, request.path))
    context = {"page": page, "form": form, "token": token, "is_signed": is_signed, "code": code}
    return render(request, "portfolio/team/public.html", context, status=status)


def _signed(request: Any, form: SignForm, token: str) -> int:
    """The status of the page once the signature is kept, or shown again with what is in the way."""
    if not form.is_valid():
        return 422
    visit = Visit(now=request.now, today=request.today)
    try:
        sign_by_link(visit, token=token, **form.cleaned_data)
    except (Invalid, Refused) as error:
        add_errors(form, error)
        return error.status
    return 200


@unlisted
@require_http_methods(["GET", "POST"])
def incident_public(request: Any, token: str) -> HttpResponse:
    """An incident from who has no account; nothing of others is shown."""
    door_behind(token)
    form = ReportForm(request.POST or None, uses=None)
    template = "governance/incidents/public.html"
    if request.method == "POST" and form.is_valid():
        if not may_declare(request, company_id=request.company.id):
            return render(request, "errors/429.html", status=429)
        return _told(request, form, token)
    context = {"form": form, "token": token}
    return render(request, template, context, status=422 if form.errors else 200)


def _told(request: Any, form: ReportForm, token: str) -> HttpResponse:
    """The incident is kept, or the form again with what is in the way."""
    visit = Visit(now=request.now, today=request.today)
    context: dict[str, Any] = {"form": form, "token": token, "is_told": True}
    try:
        report_by_link(visit, token=token, given=form.given(request.company.timezone))
    except Invalid as error:
        add_errors(form, error)
        context["is_told"] = False
    status = 200 if context["is_told"] else 422
    return render(request, "governance/incidents/public.html", context, status=status)
