from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portfolio.life.views import changeable, form_view, home_of, page_of
from portfolio.money.forms import BudgetForm, ExpenseForm
from portfolio.money.models import Expense
from portfolio.money.selectors import open_commitments
from portfolio.money.services import commit_money, record_expense, set_budget


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
        context=lambda: {"page": page_of(request, initiative_id), "tab": "expenses"},
        save=lambda: _save(request, initiative_id, form),
        done=lambda expense: (_told(expense), _here(initiative_id)),
        initiative_id=initiative_id,
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
