"""The month's measurements on one page, by a table, and behind the link of a mail.

The token in the link's address is what a cookie would otherwise be, and no other site knows it:
that is why its form needs no second proof of where it comes from. A reader of mails that opens
links changes nothing: what was typed is shown once more, and sent by a button.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from assessments.open_door.views import unlisted
from governance.access.forms import focus_first_error
from governance.access.views import form_view
from portfolio.measuring.forms import (
    MonthForm,
    PasteForm,
    show_month_refusal,
    show_table_refusal,
)
from portfolio.measuring.rules import month_end
from portfolio.measuring.selectors import link_of, month_of
from portfolio.measuring.services import enter_by_link, enter_month, named_entries
from tenants.errors import Invalid, Refused


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
        done=lambda count: (_recorded(count), reverse("measuring")),
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
        done=lambda count: (_recorded(count), reverse("measuring")),
        show=show_table_refusal,
    )


def _enter_table(request: Any, form: PasteForm) -> int:
    confirmed = form.cleaned_data["confirmed"]
    entries = named_entries(form.lines, member_id=request.member.id, confirmed=confirmed)
    return enter_month(request.act, entries=entries)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@unlisted
def measuring_link(request: Any, token: str) -> HttpResponse:
    """The same page behind a mail's link: typed, shown once more, recorded once."""
    link = link_of(token, today=request.today)
    with translation.override(link.member.language):
        return _by_link(
            request,
            token,
            MonthForm(request.POST or None, month=month_of(link.member_id), today=request.today),
        )


def _by_link(request: Any, token: str, form: MonthForm) -> HttpResponse:
    context = {"form": form, **_around(request, form)}
    if not (form.is_bound and form.is_valid()):
        if form.is_bound:
            focus_first_error(form)
        status = 422 if form.is_bound else 200
        return render(request, "portfolio/measuring/link.html", context, status=status)
    if "sure" not in request.POST:
        return render(request, "portfolio/measuring/sure.html", context)
    try:
        count = enter_by_link(
            token=token, entries=form.entries(), now=request.now, today=request.today
        )
    except (Invalid, Refused) as error:
        show_month_refusal(form, error)
        return render(request, "portfolio/measuring/link.html", context, status=error.status)
    return render(request, "portfolio/measuring/thanks.html", {"text": _recorded(count)})


def _around(request: Any, form: MonthForm) -> dict[str, Any]:
    last = month_end(request.today)
    return {"due_by": last, "due": form.month.due(by=last)}


def _recorded(count: int) -> str:
    told = ngettext(
        "%(count)s measurement is recorded.", "%(count)s measurements are recorded.", count
    )
    return told % {"count": count}
