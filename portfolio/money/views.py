from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portfolio.aid.selectors import AidPage, aid_page
from portfolio.cap.selectors import get_portfolio
from portfolio.life.rules import is_used
from portfolio.life.views import changeable, form_view, home_of, page_of
from portfolio.money.forms import BudgetForm, ExpenseForm, LineForm, ReversalForm
from portfolio.money.models import Expense
from portfolio.money.selectors import expense_of, open_commitments
from portfolio.money.services import (
    commit_money,
    delete_expense,
    edit_expense,
    record_expense,
    reverse_expense,
    set_budget,
)
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
        "days_cost": planned * known.day_price,
        "aid": None if page.card.ended_on else _aid(request, page.card, known.company_size),
    }


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
