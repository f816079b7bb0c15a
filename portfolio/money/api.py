from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, UnsetType

from governance.api.codec import Body, PageQuery, given
from governance.api.operations import operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from portfolio.initiatives.selectors.pages import get_initiative
from portfolio.money.models import Expense
from portfolio.money.services import commit_money, record_expense
from tenants.bounds import Amount, text
from tenants.shapes import Shape, all_shaped


class ExpenseAnswer(Shape, frozen=True, kw_only=True):
    """Money in whole euros: committed ahead, or already incurred."""

    id: UUID
    on: date
    amount: int
    label: str
    is_commitment: bool
    settles_id: UUID | None
    beyond_tranche: bool


class ExpenseBody(Body, frozen=True, kw_only=True):
    """An expense of today unless said otherwise; `settles_id` is the commitment it pays."""

    amount: Amount
    label: Annotated[str, text(160)]
    on: date | UnsetType = UNSET
    is_commitment: bool = False
    settles_id: UUID | UnsetType = UNSET


class InitiativeExpenses(ApiView):
    @operation(
        "Expenses and commitments, newest first",
        Page[ExpenseAnswer],
        name="list_expenses",
        query=PageQuery,
    )
    def get(self, query: PageQuery, initiative_id: UUID) -> Page[ExpenseAnswer]:
        """The money of one initiative."""
        rows = Expense.objects.filter(initiative=get_initiative(initiative_id))
        return self.page(rows, all_shaped(ExpenseAnswer))

    @operation(
        "Record an expense, or commit money",
        ExpenseAnswer,
        name="add_expense",
        body=ExpenseBody,
        status=201,
    )
    def post(self, body: ExpenseBody, initiative_id: UUID) -> Expense:
        """An expense is a fact; a commitment beyond what is released is refused."""
        asked = {"on": self.today, **given(body)}
        service = commit_money if asked.pop("is_commitment") else record_expense
        if service is commit_money:
            asked.pop("settles_id", None)
        return self.perform(service, initiative_id=initiative_id, **asked)
