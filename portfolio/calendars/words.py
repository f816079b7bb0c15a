"""What stands in a calendar, in the reader's language: one line each, no amount, no person."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from governance.duties.choices import DutyKind
from governance.duties.rules import Place
from governance.law.words import obligation_text
from portfolio.calendars.rules import Dated, DayKind
from portfolio.calendars.selectors import CompanyDays
from tenants.addresses import company_url
from tenants.calendars.rules import CalendarDay
from tenants.hosts import Company

TITLES: Mapping[DayKind | DutyKind, Promise] = {
    DayKind.REVIEW: _("AI review"),
    DayKind.NEXT_REVIEW: _("Next AI review"),
    DayKind.NOTICE: _("Last day to give notice: %(title)s"),
    DayKind.TRIAL: _("The trial of “%(title)s” ends"),
    DayKind.COMPANY_MANDATE: _("The mandate of the AI captain ends"),
    DayKind.MANDATE: _("The mandate on “%(title)s” ends"),
    DayKind.OWN_MANDATE: _("My mandate ends"),
    DayKind.LAW: _("A duty of the law: %(title)s"),
    DutyKind.DECIDE: _("Decide by today: %(title)s"),
    DutyKind.PROPOSALS: _("Proposals to answer"),
    DutyKind.REVIEW: _("AI review"),
    DutyKind.RENEW: _("A mandate ends: renew it or let it end"),
    DutyKind.MEASURE: _("Measure: %(title)s"),
    DutyKind.GUARD: _("Measure the guard rail: %(title)s"),
    DutyKind.USE: _("Say how many use it: %(title)s"),
    DutyKind.STEP: _("Next step: %(title)s"),
    DutyKind.TRIAL: _("The trial of “%(title)s” ends"),
    DutyKind.ACTION: _("An action of the roadmap"),
    DutyKind.CHECK: _("Is the gain still there? %(title)s"),
    DutyKind.LAW: _("A duty of the law: %(title)s"),
    DutyKind.LAW_CHECK: _("A legal check to look at again: %(title)s"),
    DutyKind.NOTICE: _("Last day to give notice: %(title)s"),
    DutyKind.STOP_TEST: _("Try whether “%(title)s” can be stopped"),
    DutyKind.AUTHORITY: _("Last day to tell the authority"),
    DutyKind.INCIDENT: _("An incident to close with its lesson"),
    DutyKind.SWEEP: _("Software to look through for AI"),
    DutyKind.LITERACY: _("Training or guidance on AI to record"),
    DutyKind.CHARTER: _("The AI charter to sign"),
    DutyKind.CHARTER_REVIEW: _("The AI charter to look at again"),
    DutyKind.VOICE: _("Your answers to the assessment"),
    DutyKind.ASSESS: _("A new assessment"),
}


def calendar_days(
    found: CompanyDays | None, *, company: Company, made_at: datetime, prefix: str = "", named: bool
) -> list[CalendarDay]:
    """Its days as a calendar holds them; `named` says which company, among several."""
    if found is None:
        return []
    return [
        CalendarDay(
            key=f"{prefix}{one.key}-{company.id}",
            day=one.on,
            title=_named(one, company if named else None),
            url=company_url(company.host, _path(one.door)),
            changed_at=max(made_at, found.changed.get(one.about, made_at))
            if one.about
            else made_at,
            said=obligation_text(one.code, get_language() or "fr") if one.code else "",
        )
        for one in found.days
    ]


def not_shown(company: Company, *, now: datetime) -> CalendarDay:
    """The one line of a company that is not read at this moment."""
    today = now.date()
    return CalendarDay(
        key=f"away-{company.id}",
        day=today,
        title=gettext("%(company)s: its dates come back later") % {"company": company.name},
        url=company_url(company.host, "/"),
        changed_at=datetime.combine(today, datetime.min.time(), now.tzinfo),
    )


def _path(door: Place) -> str:
    """The page's path on a company's host, whichever host is asked."""
    return reverse(door.route, args=door.parts, urlconf=settings.ROOT_URLCONF)


def _named(one: Dated, company: Company | None) -> str:
    said = str(TITLES[one.kind]) % {"title": one.title}
    return f"{said} ({company.name})" if company else said
