from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portfolio.calendars.selectors import calendar_behind, company_calendar, company_days
from portfolio.calendars.services import close_company_calendar, make_company_calendar
from portfolio.calendars.words import calendar_days
from tenants.addresses import company_url
from tenants.calendars.rules import calendar_text
from tenants.calendars.views import calendar_door


@require_http_methods(["GET", "POST"])
@never_cache
def settings_calendar(request: Any) -> HttpResponse:
    """The company's calendar; a new address is shown in the very answer that makes it."""
    link = ""
    if request.method == "POST" and "close" in request.POST:
        close_company_calendar(request.act)
        messages.success(request, _("The calendar’s address is taken back."))
        return redirect("settings_calendar")
    if request.method == "POST":
        path = reverse("calendar_public", args=[make_company_calendar(request.act)])
        link = company_url(request.company.host, path)
    context = {"found": company_calendar(), "link": link, "tab": "calendar"}
    return render(request, "portfolio/calendars/settings.html", context)


@calendar_door
def calendar_public(request: Any, token: str) -> bytes:
    """The company's days for who has its address, in the company's language."""
    row, company = calendar_behind(token), request.company
    with translation.override(company.language):
        found = company_days(today=request.today)
        days = calendar_days(
            found, company=company, made_at=row.made_at, prefix="company-", named=False
        )
        name = _("AI at %(company)s") % {"company": company.name}
        return calendar_text(days, name=name, language=company.language)
