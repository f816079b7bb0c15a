from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portfolio.money.models import Expense
from portfolio.money.rules import KindSum, by_kind
from tenants.errors import NotFound


def open_orders(expenses: Iterable[Expense]) -> tuple[Expense, ...]:
    """What is ordered among those and neither billed nor cancelled; no query."""
    lines = tuple(expenses)
    closed = {one.settles_id for one in lines} | {one.reverses_id for one in lines}
    return tuple(
        one
        for one in lines
        if one.is_commitment and one.id not in closed and one.reverses_id is None
    )


@dataclass(frozen=True, kw_only=True)
class MoneyLine:
    """A line as the list shows it: struck where it was taken back; `day` is when that was."""

    line: Expense
    day: date
    is_void: bool
    is_open: bool
    is_settled: bool

    @property
    def can_be_mended(self) -> bool:
        """Whether it may be corrected; of a billed order the bill is."""
        return not (self.is_void or self.is_settled or self.line.reverses_id)


def money_lines(expenses: Iterable[Expense]) -> tuple[MoneyLine, ...]:
    """The lines, oldest first; after a wrong one its contrary, then the right one; no query."""
    lines = tuple(expenses)
    contrary = {one.reverses_id: one for one in lines if one.reverses_id}
    right = {one.replaces_id: one for one in lines if one.replaces_id}
    still = {one.id for one in open_orders(lines)}
    settled = {one.settles_id for one in lines}

    def shown(one: Expense) -> MoneyLine:
        return MoneyLine(
            line=one,
            day=one.recorded_at.date() if one.reverses_id else one.on,
            is_void=one.id in contrary,
            is_open=one.id in still,
            is_settled=one.id in settled,
        )

    found: list[MoneyLine] = []
    for first in (one for one in lines if not one.reverses_id and not one.replaces_id):
        following: Expense | None = first
        while following is not None:
            found.append(shown(following))
            if following.id in contrary:
                found.append(shown(contrary[following.id]))
            following = right.get(following.id)
    return tuple(found)


def sums_by_kind(expenses: Iterable[Expense]) -> tuple[KindSum, ...]:
    """What each kind makes; the sums add up to what is spent, and to what is ordered; no query."""
    lines = tuple(expenses)
    return by_kind(
        spent=((one.kind, one.amount) for one in lines if not one.is_commitment),
        ordered=((one.kind, one.amount) for one in open_orders(lines)),
    )


def open_commitments(initiative_id: UUID) -> tuple[Expense, ...]:
    """What is ordered there and neither billed nor cancelled; one query."""
    rows = Expense.objects.filter(initiative_id=initiative_id).order_by("on", "id")
    return open_orders(rows)


def expense_of(expense_id: UUID, *, initiative_id: UUID | None = None) -> Expense:
    """The line, of that initiative if one is named; raises NotFound `expense_not_found`."""
    rows = Expense.objects.filter(id=expense_id)
    if initiative_id is not None:
        rows = rows.filter(initiative_id=initiative_id)
    expense = rows.first()
    if expense is None:
        raise NotFound("expense_not_found")
    return expense
