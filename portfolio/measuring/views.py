"""The month's measurements on one page, and by a table."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from governance.access.views import form_view
from portfolio.measuring.forms import (
    MonthForm,
    PasteForm,
    show_month_refusal,
    show_table_refusal,
)
from portfolio.measuring.rules import month_end
from portfolio.measuring.selectors import month_of
from portfolio.measuring.services import enter_month, named_entries
from portfolio.measuring.words import recorded_text


@require_http_methods(["GET", "POST"])
def measuring(request: Any) -> HttpResponse:
    """What the reader carries and measures, all on one page."""
    form = MonthForm(request.POST or None, month=month_of(request.member.id), today=request.today)
    return form_view(
        request,
        "portfolio/measuring/page.html",
        form,
        context=lambda: _around(request, form),
        save=lambda: enter_month(request.act, entries=form.entries()),
        done=lambda count: (recorded_text(count), reverse("measuring")),
        show=show_month_refusal,
    )


@require_http_methods(["GET", "POST"])
def measuring_paste(request: Any) -> HttpResponse:
    """Many measurements at once, from a spreadsheet: all of them, or none and why."""
    is_french = request.LANGUAGE_CODE.startswith("fr")
    form = PasteForm(request.POST or None, request.FILES or None, is_french=is_french)
    return form_view(
        request,
        "portfolio/measuring/paste.html",
        form,
        save=lambda: _enter_table(request, form),
        done=lambda count: (recorded_text(count), reverse("measuring")),
        show=show_table_refusal,
    )


def _enter_table(request: Any, form: PasteForm) -> int:
    confirmed = form.cleaned_data["confirmed"]
    entries = named_entries(form.lines, member_id=request.member.id, confirmed=confirmed)
    return enter_month(request.act, entries=entries)


def _around(request: Any, form: MonthForm) -> dict[str, Any]:
    last = month_end(request.today)
    return {"due_by": last, "due": form.month.due(by=last)}
