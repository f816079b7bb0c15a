"""One person's days in every company that she belongs to, behind a secret address."""

from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from governance.access.rules.actors import member_actor
from portfolio.calendars.selectors import CompanyDays, member_of, person_days
from portfolio.calendars.words import calendar_days, not_shown
from portfolio.mine.selectors import mine
from portfolio.standing.services import read_true
from tenants.accounts.views import is_fresh
from tenants.addresses import public_url
from tenants.calendars.rules import CalendarDay, calendar_text
from tenants.calendars.selectors import calendar_of, companies_now, person_behind
from tenants.calendars.services import close_person_calendar, make_person_calendar
from tenants.calendars.views import calendar_door
from tenants.hosts import Company
from tenants.jobs import do_in_company


@require_http_methods(["GET", "POST"])
@never_cache
def account_calendar(request: Any) -> HttpResponse:
    """The person's calendar; a new address is shown in the very answer that makes it."""
    link = ""
    if request.method == "POST" and "close" in request.POST:
        close_person_calendar(user_id=request.user.pk)
        return redirect("account_calendar")
    if request.method == "POST":
        if not is_fresh(request):
            return render(request, "account/again.html", {"next": request.path}, status=403)
        token = make_person_calendar(user_id=request.user.pk, now=request.now)
        link = public_url(reverse("person_calendar", args=[token]))
    context = {"found": calendar_of(request.user.pk), "link": link}
    return render(request, "tenants/calendar.html", context)


@calendar_door
def person_calendar(request: Any, token: str) -> bytes:
    """Her days, one company after the other; who belongs where is read anew each time."""
    row = person_behind(token)
    companies = companies_now(row.user_id)
    with translation.override(row.user.language):
        days: list[CalendarDay] = []
        for company in companies:
            found = _of_company(company, user_id=row.user_id, now=request.now)
            named = len(companies) > 1
            days += calendar_days(found, company=company, made_at=row.made_at, named=named)
            if not company.is_open:
                days.append(not_shown(company, now=request.now))
        return calendar_text(days, name=_("My AI dates"), language=row.user.language)


def _of_company(company: Company, *, user_id: UUID, now: datetime) -> CompanyDays | None:
    if not company.is_open:
        return None
    today = timezone.localdate(now, ZoneInfo(company.timezone))
    return do_in_company(company, partial(days_of_person, user_id, now=now, today=today))


def days_of_person(user_id: UUID, *, now: datetime, today: date) -> CompanyDays | None:
    """What that person owes and attends in the company that is entered; None for who left it."""
    member = member_of(user_id)
    if member is None:
        return None
    actor = member_actor(member.id, member.role)
    owed = read_true(lambda: mine(actor=actor, today=today, now=now), today=today)
    return person_days(member, owed)
