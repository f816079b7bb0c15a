from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance.access.views import may
from portfolio.aid.selectors import AidPage, aid_page
from portfolio.cap.selectors import get_portfolio
from portfolio.life.rules import is_used
from portfolio.life.views import changeable, form_view, home_of, page_of
from portfolio.money.forms import (
    BudgetForm,
    DaysForm,
    ExpenseForm,
    LineForm,
    ReversalForm,
    RunningForm,
    TotalForm,
)
from portfolio.money.models import Expense
from portfolio.money.selectors import (
    expense_of,
    money_lines,
    open_commitments,
    sums_by_kind,
)
from portfolio.money.services.budget import set_budget
from portfolio.money.services.corrections import delete_expense, edit_expense, reverse_expense
from portfolio.money.services.lines import commit_money, log_days, record_expense, record_total
from portfolio.money.services.running import set_running
from portfolio.standing.selectors.cards import Card


@require_http_methods(["GET", "POST"])
def initiative_budget(request: Any, initiative_id: UUID) -> HttpResponse:
    """The budget and its instalments."""
    record = changeable(request, initiative_id)
    row = record.initiative
    initial = {"budget": row.budget, "expected_version": row.version}
    form = BudgetForm(request.POST or None, initial=initial)
    return form_view(
        request,
        "portfolio/money/page.html",
        form,
        context=lambda: {"row": row, "tranches": record.tranches},
        save=lambda: set_budget(request.act, initiative_id=row.id, **form.cleaned_data),
        done=lambda _row: (_("The budget is set."), home_of(row.id)),
        initiative_id=row.id,
    )


@require_http_methods(["GET", "POST"])
def initiative_expenses(request: Any, initiative_id: UUID) -> HttpResponse:
    """What is spent and ordered, and one line more."""
    form = ExpenseForm(
        request.POST or None,
        initial={"on": request.today},
        commitments=open_commitments(initiative_id),
    )
    return form_view(
        request,
        "portfolio/money/expenses.html",
        form,
        context=lambda: _money_page(request, initiative_id),
        save=lambda: _save(request, initiative_id, form),
        done=lambda expense: (_told(expense), _here(initiative_id)),
        initiative_id=initiative_id,
    )


@require_http_methods(["GET", "POST"])
def initiative_total(request: Any, initiative_id: UUID) -> HttpResponse:
    """What is spent in all, in one figure."""
    record = changeable(request, initiative_id, "expense.add")
    form = TotalForm(request.POST or None, initial={"on": request.today})
    return form_view(
        request,
        "portfolio/money/total.html",
        form,
        context=lambda: {"row": record.initiative, "spent": sum(e.amount for e in record.paid)},
        save=lambda: _save_total(request, initiative_id, form),
        done=lambda _line: (_("The total is noted."), _here(initiative_id)),
        initiative_id=initiative_id,
    )


@require_http_methods(["GET", "POST"])
def initiative_days(request: Any, initiative_id: UUID) -> HttpResponse:
    """Days of our own people, logged."""
    record = changeable(request, initiative_id, "expense.add")
    form = DaysForm(request.POST or None, initial={"on": request.today})
    return form_view(
        request,
        "portfolio/money/days.html",
        form,
        context=lambda: {"row": record.initiative, "price": record.company.day_price},
        save=lambda: log_days(request.act, initiative_id=initiative_id, **form.cleaned_data),
        done=lambda _line: (_("The days are logged."), _here(initiative_id)),
        initiative_id=initiative_id,
    )


@require_http_methods(["GET", "POST"])
def initiative_running(request: Any, initiative_id: UUID) -> HttpResponse:
    """What it costs a year once it runs."""
    record = changeable(request, initiative_id)
    row, entry = record.initiative, record.entry
    has_entry = entry is not None and entry.cost_year is not None
    form = RunningForm(request.POST or None, row=row, has_entry=has_entry)
    return form_view(
        request,
        "portfolio/money/running.html",
        form,
        context=lambda: {"row": row, "entry": entry if has_entry else None},
        save=lambda: set_running(request.act, initiative_id=initiative_id, **form.described()),
        done=lambda _row: (_("The cost of a year is saved."), _here(initiative_id)),
        initiative_id=initiative_id,
    )


@require_http_methods(["GET", "POST"])
def initiative_expense(request: Any, initiative_id: UUID, expense_id: UUID) -> HttpResponse:
    """One line of money, changed or deleted while nothing relied on it, else taken back."""
    record = changeable(request, initiative_id, "expense.add")
    expense = expense_of(expense_id, initiative_id=initiative_id)
    used = is_used(recorded_at=expense.recorded_at, last_use=record.last_use)
    form = _mending_form(request, expense, used=used)
    return form_view(
        request,
        "portfolio/money/line.html",
        form,
        context=lambda: {"row": record.initiative, "expense": expense, "used": used},
        save=lambda: _mend(request, expense, form),
        done=lambda told: (told, _here(initiative_id)),
        initiative_id=initiative_id,
    )


def _mending_form(request: Any, expense: Expense, *, used: bool) -> forms.Form:
    """What is asked: nothing to delete it, the right line, or a reason besides."""
    if "delete" in request.POST:
        return forms.Form(request.POST)
    return (ReversalForm if used else LineForm)(request.POST or None, expense=expense)


def _mend(request: Any, expense: Expense, form: forms.Form) -> str:
    """The line is taken back, changed or deleted; what the toast says of it."""
    if isinstance(form, ReversalForm):
        data = form.cleaned_data
        reverse_expense(
            request.act,
            expense_id=expense.id,
            reason=data["reason"],
            right=form.right(),
            confirmed=data["confirmed"],
        )
        return _("A contrary line stands beside the wrong one.")
    if isinstance(form, LineForm):
        data = form.cleaned_data
        edit_expense(
            request.act,
            expense_id=expense.id,
            line=form.line(),
            expected_version=data["expected_version"],
            confirmed=data["confirmed"],
        )
        return _("The line is changed.")
    delete_expense(request.act, expense_id=expense.id)
    return _("The line is deleted.")


def _money_page(request: Any, initiative_id: UUID) -> Mapping[str, Any]:
    """The page, what the planned days cost, and what public aid there may be."""
    page, known = page_of(request, initiative_id), get_portfolio()
    planned = page.card.days.likely if page.card.days else 0
    return {
        "page": page,
        "tab": "expenses",
        "day_price": known.day_price,
        "may_import": may(request, "spending.import"),
        "days_cost": planned * known.day_price,
        "kinds": sums_by_kind(page.expenses),
        "worked": money_lines(page.worked),
        "worked_days": sum(one.days for one in page.worked),
        "worked_cost": sum(one.amount for one in page.worked),
        "aid": None if page.card.ended_on else _aid(request, page.card, known.company_size),
    }


def _save_total(request: Any, initiative_id: UUID, form: TotalForm) -> Expense:
    told = {"label": _("Total to date"), **form.cleaned_data}
    return record_total(request.act, initiative_id=initiative_id, **told)


def _aid(request: Any, card: Card, size: str) -> AidPage:
    """What public money may pay of its budget, or of its likely cost before there is one."""
    likely = Decimal(card.cost.likely) if card.cost else None
    return aid_page(
        cost=card.money.budget or likely,
        size=size,
        today=request.today,
        language=request.LANGUAGE_CODE,
    )


def _save(request: Any, initiative_id: UUID, form: ExpenseForm) -> Expense:
    save = commit_money if form.is_commitment else record_expense
    return save(request.act, initiative_id=initiative_id, **form.spent())


def _told(expense: Expense) -> str:
    if expense.is_commitment:
        return _("The commitment is recorded.")
    if expense.beyond_tranche:
        return _("The expense is recorded, beyond what is released: a decision is due.")
    return _("The expense is recorded.")


def _here(initiative_id: UUID) -> str:
    return reverse("initiative_expenses", args=[initiative_id])
