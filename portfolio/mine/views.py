"""The list of what one person owes; values and ticks are given on it, without leaving it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from governance.access.views import form_view
from governance.duties.choices import DutyKind
from governance.duties.rules import Duty
from portfolio.cap.selectors import company_calendar
from portfolio.life.views import mine_of
from portfolio.measuring.forms import (
    MonthForm,
    MonthGuardForm,
    MonthUseForm,
    MonthValueForm,
    show_month_refusal,
)
from portfolio.measuring.rules import month_end
from portfolio.measuring.selectors import MeasuringMonth, month_of
from portfolio.measuring.services import enter_month
from portfolio.measuring.words import recorded_text
from portfolio.mine.selectors import Mine
from portfolio.rhythm.rules import next_working_day

SHOWN_LATER = 5
SIGNED = frozenset({DutyKind.SIGN, DutyKind.DISCUSS, DutyKind.RENEW})
TYPED = frozenset({DutyKind.MEASURE, DutyKind.GUARD, DutyKind.USE})
NOTHING = MeasuringMonth(values=(), guards=(), uses=())


@dataclass(frozen=True, kw_only=True)
class Line:
    """One duty on the page, with the fields in which it is typed."""

    duty: Duty
    row: MonthValueForm | MonthGuardForm | MonthUseForm | None = None


@dataclass(frozen=True, kw_only=True)
class Section:
    """Duties under one heading."""

    name: str
    heading: Promise
    lines: tuple[Line, ...]


@require_http_methods(["GET", "POST"])
def mine_today(request: Any) -> HttpResponse:
    """Everything that the reader owes, in the order it is due."""
    found = mine_of(request)
    form = _form(request, found)
    return form_view(
        request,
        "portfolio/mine/page.html",
        form,
        context=lambda: _context(request, found, form),
        save=lambda: enter_month(request.act, entries=form.entries()),
        done=lambda count: (recorded_text(count), reverse("mine")),
        show=show_month_refusal,
    )


def _form(request: Any, found: Mine) -> MonthForm:
    """The fields of what is to be typed; nothing is read where nothing is."""
    ids = {one.id for one in found.duties if one.kind in TYPED}
    month = month_of(request.member.id).only(ids) if ids else NOTHING
    return MonthForm(request.POST or None, month=month, today=request.today, form_id="values")


def _context(request: Any, found: Mine, form: MonthForm) -> dict[str, Any]:
    fields: dict[Any, MonthValueForm | MonthGuardForm | MonthUseForm] = {
        **{(DutyKind.MEASURE, one.wanted.id): one for one in form.values},
        **{(DutyKind.GUARD, one.wanted.id): one for one in form.guards},
        **{(DutyKind.USE, one.wanted.id): one for one in form.uses},
    }
    lines = [Line(duty=one, row=fields.get((one.kind, one.id))) for one in found.duties]
    return {
        "mine": found,
        "sections": _sections(lines, request.today),
        "later": found.later[:SHOWN_LATER],
        "due_by": month_end(request.today),
        "written_on": next_letter(found),
        "first_name": request.member.name.split()[:1],
    }


def _sections(lines: list[Line], today: date) -> list[Section]:
    """Decisions, what is signed, what is late, the rest of the week; values are one page."""
    typed = sum(line.row is not None for line in lines)

    def place(line: Line) -> str:
        if line.duty.is_decision:
            return "decide"
        if line.duty.kind in SIGNED:
            return "sign"
        if line.row is not None and typed > 1:
            return "values"
        return "late" if line.duty.is_late(today) else "week"

    placed = [(name, tuple(one for one in lines if place(one) == name)) for name in HEADINGS]
    return [
        Section(name=name, heading=HEADINGS[name], lines=found) for name, found in placed if found
    ]


HEADINGS: dict[str, Promise] = {
    "decide": _("Decisions awaited"),
    "sign": _("To be signed"),
    "values": _("One page: the values of the month"),
    "late": _("Late"),
    "week": _("This week"),
}


def next_letter(found: Mine) -> date | None:
    """The day of the week's mail that will name what comes next; None where nothing comes."""
    day = found.later[0].starts_on if found.later else None
    if day is None:
        return None
    monday = day - timedelta(days=day.weekday())
    return next_working_day(day=monday, calendar=company_calendar())
