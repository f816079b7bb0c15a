from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext
from msgspec import UNSET, UnsetType

from governance.api.codec import Body, PageQuery, given
from governance.api.operations import operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from portfolio.initiatives.selectors.pages import get_initiative, get_record
from portfolio.money.choices import PAID, ExpenseKind
from portfolio.money.models import Expense
from portfolio.money.rules import LedgerLine
from portfolio.money.selectors import expense_of
from portfolio.money.services.corrections import delete_expense, edit_expense, reverse_expense
from portfolio.money.services.lines import commit_money, log_days, record_expense, record_total
from portfolio.money.services.running import RunningInput, set_running
from portfolio.standing.selectors.running import RunLine, run_of
from tenants.bounds import Euros, SignedAmount, figure, one_of, text
from tenants.errors import Invalid
from tenants.shapes import LocalTime, Shape, all_shaped

Label = Annotated[str, text(160)]
Reason = Annotated[str, text(300)]
PaidKind = Annotated[str, one_of(PAID)]
Days = Annotated[Decimal, figure(6, 2)]


class ExpenseAnswer(Shape, frozen=True, kw_only=True):
    """Money in euros: ordered ahead, or already spent; a credit note is below zero.

    A wrong line stays: `reverses_id` is the line that this one takes back, for its `reason`, and
    `replaces_id` the wrong line that this one puts right. `covers_until` is the last day that is
    paid ahead: until then the line sets no pace of spending. `days` are internal ones, `amount`
    what they cost; they leave no budget. `total` is what was told to be spent in all by then.
    """

    id: UUID
    version: int
    on: date
    amount: Decimal
    label: str
    kind: ExpenseKind
    days: Decimal | None
    total: Decimal | None
    is_commitment: bool
    cancellable_until: date | None
    covers_until: date | None
    settles_id: UUID | None
    beyond_tranche: bool
    reverses_id: UUID | None
    replaces_id: UUID | None
    reason: str
    recorded_at: LocalTime


class ExpenseBody(Body, frozen=True, kw_only=True):
    """An expense of today unless said otherwise; `settles_id` is the commitment it pays.

    A credit note is below zero. Without a `kind` the one that the label names is taken. What was
    asked back is taken where it is `confirmed`.
    """

    amount: SignedAmount
    label: Label
    kind: PaidKind | UnsetType = UNSET
    on: date | UnsetType = UNSET
    is_commitment: bool = False
    settles_id: UUID | UnsetType = UNSET
    cancellable_until: date | UnsetType | None = UNSET
    covers_until: date | UnsetType | None = UNSET
    confirmed: bool = False


class DaysBody(Body, frozen=True, kw_only=True):
    """Days of our own people, of today unless said otherwise; below zero takes back."""

    days: Days
    label: Label
    on: date | UnsetType = UNSET
    confirmed: bool = False


class TotalBody(Body, frozen=True, kw_only=True):
    """What is spent in all, euros before VAT, by today unless said otherwise."""

    total: Euros
    on: date | UnsetType = UNSET
    confirmed: bool = False


class RightLine(Body, frozen=True, kw_only=True):
    """The line as it should stand; internal days have `days` and no amount."""

    label: Label
    on: date
    amount: SignedAmount = Decimal(0)
    kind: PaidKind | None = None
    days: Days | None = None
    cancellable_until: date | None = None
    covers_until: date | None = None

    @property
    def line(self) -> LedgerLine:
        """As the service takes it."""
        return LedgerLine(
            amount=self.amount,
            label=self.label,
            on=self.on,
            cancellable_until=self.cancellable_until,
            covers_until=self.covers_until,
            kind=None if self.kind is None else ExpenseKind(self.kind),
            days=self.days,
        )


class LineBody(RightLine, frozen=True, kw_only=True):
    """What the line says from now on."""

    confirmed: bool = False


class ReversalBody(Body, frozen=True, kw_only=True):
    """Why the line is taken back, and the right one where there is one."""

    reason: Reason
    right: RightLine | None = None
    confirmed: bool = False


class InitiativeExpenses(ApiView):
    @operation(
        "Expenses and commitments, newest first",
        Page[ExpenseAnswer],
        name="list_expenses",
        query=PageQuery,
    )
    def get(self, query: PageQuery, initiative_id: UUID) -> Page[ExpenseAnswer]:
        """The money of one initiative."""
        rows = get_initiative(initiative_id).expenses.filter(days__isnull=True)
        return self.page(rows, all_shaped(ExpenseAnswer), ordering=("-on", "-id"))

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
        asked["kind"] = ExpenseKind(asked["kind"]) if "kind" in asked else None
        service = commit_money if asked.pop("is_commitment") else record_expense
        if service is commit_money:
            asked.pop("settles_id", None)
        elif asked.pop("cancellable_until", None) is not None:
            raise Invalid("expense_invalid", fields={"cancellable_until": ["only_of_orders"]})
        return self.perform(service, initiative_id=initiative_id, **asked)


class ExpenseDetail(ApiView):
    @operation("One expense or commitment", ExpenseAnswer, name="get_expense", writes_version=True)
    def get(self, expense_id: UUID) -> Expense:
        """One line of money."""
        return expense_of(expense_id)

    @operation(
        "Change a line",
        ExpenseAnswer,
        name="change_expense",
        body=LineBody,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: LineBody, expense_id: UUID) -> Expense:
        """The line is as given, as long as no review and no decision has relied on it. If-Match."""
        return self.perform(
            edit_expense,
            expense_id=expense_id,
            line=body.line,
            confirmed=body.confirmed,
            expected_version=self.expected_version(),
        )

    @operation("Delete a line", None, name="delete_expense", status=204)
    def delete(self, expense_id: UUID) -> None:
        """The line is gone, as long as no review and no decision has relied on it."""
        self.perform(delete_expense, expense_id=expense_id)


class ExpenseReversal(ApiView):
    @operation(
        "Take a line back",
        ExpenseAnswer,
        name="reverse_expense",
        body=ReversalBody,
        status=201,
    )
    def post(self, body: ReversalBody, expense_id: UUID) -> Expense:
        """A contrary line stands beside the wrong one, with its reason, then the right one."""
        return self.perform(
            reverse_expense,
            expense_id=expense_id,
            reason=body.reason,
            confirmed=body.confirmed,
            right=None if body.right is None else body.right.line,
        )


class InitiativeDays(ApiView):
    @operation(
        "Internal days, newest first", Page[ExpenseAnswer], name="list_days", query=PageQuery
    )
    def get(self, query: PageQuery, initiative_id: UUID) -> Page[ExpenseAnswer]:
        """The days of our own people; they leave no budget."""
        rows = get_initiative(initiative_id).expenses.filter(days__isnull=False)
        return self.page(rows, all_shaped(ExpenseAnswer), ordering=("-on", "-id"))

    @operation("Log internal days", ExpenseAnswer, name="add_days", body=DaysBody, status=201)
    def post(self, body: DaysBody, initiative_id: UUID) -> Expense:
        """The days cost the company's price of a day."""
        asked = {"on": self.today, **given(body)}
        return self.perform(log_days, initiative_id=initiative_id, **asked)


class InitiativeTotal(ApiView):
    @operation(
        "Say what is spent in all",
        ExpenseAnswer,
        name="set_total",
        body=TotalBody,
        status=201,
    )
    def post(self, body: TotalBody, initiative_id: UUID) -> Expense:
        """A line adds what was missing up to the total, or takes it off."""
        asked = {"on": self.today, "label": gettext("Total to date"), **given(body)}
        return self.perform(record_total, initiative_id=initiative_id, **asked)


class RunningAnswer(Shape, frozen=True, kw_only=True):
    """What is said of a year of running, euros before VAT and days; `year` is what it makes."""

    id: UUID
    version: int
    licences: Decimal | None
    maintenance: Decimal | None
    metered: Decimal | None
    days: int | None
    ceiling: Decimal | None
    year: RunLine | None


class RunningBody(RunningInput, Body, frozen=True, kw_only=True):
    """What is said of a year of running; null: not said."""


def _running(initiative_id: UUID, *, today: date) -> RunningAnswer:
    record = get_record(initiative_id=initiative_id, today=today)
    row = record.initiative
    return RunningAnswer(
        id=row.id,
        version=row.version,
        licences=row.run_licences,
        maintenance=row.run_maintenance,
        metered=row.run_metered,
        days=row.run_days,
        ceiling=row.metered_ceiling,
        year=run_of(record, today=today),
    )


class InitiativeRunning(ApiView):
    @operation("A year of running", RunningAnswer, name="get_running", writes_version=True)
    def get(self, initiative_id: UUID) -> RunningAnswer:
        """What it costs a year by kind, what of its value counts, and what is left of that."""
        return _running(initiative_id, today=self.today)

    @operation(
        "Say what a year of running costs",
        RunningAnswer,
        name="set_running",
        body=RunningBody,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: RunningBody, initiative_id: UUID) -> RunningAnswer:
        """The cost of a year is as given. If-Match."""
        self.perform(
            set_running,
            initiative_id=initiative_id,
            given=body,
            expected_version=self.expected_version(),
        )
        return _running(initiative_id, today=self.today)
