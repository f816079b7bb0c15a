from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portfolio.spending.choices import SpendingColumn
from portfolio.spending.forms import ColumnsForm, SpendingForm
from portfolio.spending.selectors import columns_for, may_take_spending
from portfolio.spending.services import TakenIn, take_spending
from tenants.errors import Invalid
from tenants.tables.rules.sheets import TableSheet
from tenants.tables.rules.texts import retold
from tenants.tables.services import faults_in

PAGE = "portfolio/spending/page.html"


@require_http_methods(["GET", "POST"])
def spending(request: Any) -> HttpResponse:
    """A table of the accounts: read, tried, then taken in as a whole or not at all."""
    sent, files = request.POST or None, request.FILES or None
    form = SpendingForm(sent, files, initiatives=may_take_spending(), is_french=is_french(request))
    if request.method == "GET" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, PAGE, {"form": form}, status=status)
    if form.faults:
        return _again(request, form, {"faults": form.faults})
    return _tried(request, form, form.cleaned_data["sheet"])


def is_french(request: Any) -> bool:
    """Whether figures are read as French prints them."""
    return str(request.LANGUAGE_CODE).startswith("fr")


def _tried(request: Any, form: SpendingForm, table: TableSheet) -> HttpResponse:
    """What the table brings, or what is wrong with it; taken in where that is asked."""
    columns, told = _columns(request, table)
    context = {"columns": columns, "headings": table.key}
    try:
        taken = _take(request, form, told)
    except Invalid as error:
        return _again(request, form, {**context, "faults": faults_in(error)})
    if "write" not in request.POST:
        return _again(request, form, {**context, "taken": taken})
    messages.success(request, _told(taken))
    return redirect("spending")


def _columns(request: Any, table: TableSheet) -> tuple[ColumnsForm, dict[SpendingColumn, str]]:
    """What each column holds: as sent with the same headings, else as known or guessed."""
    known = columns_for(table)
    if request.POST.get("headings") == table.key:
        sent = ColumnsForm(request.POST, headings=table.headings, columns=known)
        if sent.is_valid():
            return sent, sent.columns()
    return ColumnsForm(headings=table.headings, columns=known), known


def _take(request: Any, form: SpendingForm, columns: dict[SpendingColumn, str]) -> TakenIn:
    data = form.cleaned_data
    return take_spending(
        request.act,
        given=data["sheet"],
        columns=columns,
        initiative_id=UUID(data["initiative"]) if data["initiative"] else None,
        is_french=is_french(request),
        confirmed=data["confirmed"],
        dry_run="write" not in request.POST,
    )


def _again(request: Any, form: SpendingForm, context: dict[str, Any]) -> HttpResponse:
    """The form with the table in it, wherever it came from."""
    sheet = form.cleaned_data.get("sheet")
    typed = request.POST.get("table", "")
    sent = {**request.POST.dict(), "table": typed if sheet is None else retold(sheet)}
    again = SpendingForm(sent, initiatives=may_take_spending())
    again.full_clean()
    status = 422 if context.get("faults") else 200
    return render(request, PAGE, {"form": again, **context}, status=status)


def _told(taken: TakenIn) -> str:
    if not taken.written:
        return _("Every line of this table was known already: nothing is added.")
    return ngettext(
        "%(count)s line is taken in.", "%(count)s lines are taken in.", taken.written
    ) % {"count": taken.written}
