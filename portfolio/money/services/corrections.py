"""A wrong line is mended: edited or deleted while unused, afterwards taken back."""

from dataclasses import replace
from uuid import UUID

from governance.access.rules.actors import Act
from portfolio.life.rules import is_used
from portfolio.money.choices import ExpenseKind
from portfolio.money.models import Expense
from portfolio.money.rules import LedgerLine
from portfolio.money.selectors import expense_of
from portfolio.money.services.lines import (
    check_line,
    check_order,
    is_beyond,
    locked_record,
    priced,
    write_line,
)
from portfolio.standing.selectors.records import Record
from tenants.columns import check_columns
from tenants.errors import NotFound, Refused
from tenants.rows import check_version
from tenants.transactions import use_case


def edit_expense(
    act: Act,
    *,
    expense_id: UUID,
    line: LedgerLine,
    initiative_id: UUID | None = None,
    expected_version: int | None = None,
    confirmed: bool = False,
) -> Expense:
    """The line says what was meant, as long as nothing has relied on it.

    Raises as it was recorded, NotFound `expense_not_found`, Refused `entry_used`,
    `entry_corrected`, `stale_version`.
    """
    with use_case():
        record, expense = _entry(act, expense_id=expense_id, initiative_id=initiative_id)
        _check_unused(record=record, expense=expense)
        check_version(expense.version, expected_version)
        rest = _without(record, expense)
        line = priced(record, _kept_kind(line, expense))
        check_line(
            act, record=rest, line=line, is_commitment=expense.is_commitment, confirmed=confirmed
        )
        if expense.is_commitment and line.amount > expense.amount:
            check_order(act, record=rest, amount=line.amount)
        settles = _settled(record=record, expense=expense)
        if expense.total is not None:
            expense.total += line.amount - expense.amount
        expense.amount, expense.label, expense.on = line.amount, line.label.strip(), line.on
        expense.kind, expense.days = line.kind or expense.kind, line.days
        expense.cancellable_until = line.cancellable_until
        expense.covers_until = line.covers_until
        expense.beyond_tranche = not expense.is_commitment and is_beyond(
            record=rest, line=line, settles=settles
        )
        expense.version += 1
        expense.save()
        return expense


def delete_expense(act: Act, *, expense_id: UUID, initiative_id: UUID | None = None) -> UUID:
    """The line is gone, as long as nothing has relied on it; returns whose it was.

    Raises NotFound `expense_not_found`, NotAllowed, Refused `entry_used`, `entry_corrected`,
    `order_settled`.
    """
    with use_case():
        record, expense = _entry(act, expense_id=expense_id, initiative_id=initiative_id)
        _check_unused(record=record, expense=expense)
        expense.delete()
        return record.initiative.id


def reverse_expense(
    act: Act,
    *,
    expense_id: UUID,
    reason: str,
    right: LedgerLine | None = None,
    initiative_id: UUID | None = None,
    confirmed: bool = False,
) -> Expense:
    """A contrary line stands beside the wrong one, with its reason, then the right one if given.

    An order so reversed is cancelled: its money is to commit again. What the wrong line paid is
    paid by the right one. Returns the contrary line. Raises as when recorded, NotFound
    `expense_not_found`, Refused `reason_required`, `entry_corrected`, `order_settled`.
    """
    if not reason.strip():
        raise Refused("reason_required")
    with use_case():
        check_columns(model=Expense, values={"reason": reason.strip()})
        record, expense = _entry(act, expense_id=expense_id, initiative_id=initiative_id)
        settles = _settled(record=record, expense=expense)
        contrary = Expense.objects.create(
            initiative=record.initiative,
            on=expense.on,
            amount=-expense.amount,
            label=expense.label,
            kind=expense.kind,
            days=None if expense.days is None else -expense.days,
            is_commitment=expense.is_commitment,
            covers_until=expense.covers_until,
            reverses=expense,
            reason=reason.strip(),
            recorded_by_id=act.actor.member_id,
            recorded_at=act.now,
        )
        if settles is not None:
            expense.settles = None
            expense.save(update_fields=["settles"])
        if right is not None:
            rest = _without(record, expense)
            right = priced(record, _kept_kind(right, expense))
            kind = expense.is_commitment
            check_line(act, record=rest, line=right, is_commitment=kind, confirmed=confirmed)
            if kind and right.amount > expense.amount:
                check_order(act, record=rest, amount=right.amount)
            write_line(
                act,
                record=rest,
                line=right,
                is_commitment=kind,
                settles=settles if right.amount > 0 else None,
                replaces=expense,
            )
        return contrary


def _entry(act: Act, *, expense_id: UUID, initiative_id: UUID | None) -> tuple[Record, Expense]:
    """The line and everything of its initiative, locked; one that may be corrected."""
    expense = expense_of(expense_id, initiative_id=initiative_id)
    record = locked_record(act, initiative_id=expense.initiative_id)
    lines = (*record.expenses, *record.worked)
    found = {one.id: one for one in lines}
    if expense_id not in found:
        raise NotFound("expense_not_found")
    entry = found[expense_id]
    if entry.reverses_id or any(one.reverses_id == entry.id for one in lines):
        raise Refused("entry_corrected")
    if entry.is_commitment and any(one.settles_id == entry.id for one in record.expenses):
        raise Refused("order_settled")
    return record, entry


def _check_unused(*, record: Record, expense: Expense) -> None:
    if is_used(recorded_at=expense.recorded_at, last_use=record.last_use):
        raise Refused("entry_used", on=expense.on)


def _kept_kind(line: LedgerLine, expense: Expense) -> LedgerLine:
    """The line with the kind it had, where it says none."""
    return line if line.kind else replace(line, kind=ExpenseKind(expense.kind))


def _without(record: Record, expense: Expense) -> Record:
    """The record as if that line had never been; what it paid is open again."""
    return replace(
        record,
        expenses=tuple(one for one in record.expenses if one.id != expense.id),
        worked=tuple(one for one in record.worked if one.id != expense.id),
    )


def _settled(*, record: Record, expense: Expense) -> Expense | None:
    """The order that this line pays."""
    return next((one for one in record.expenses if one.id == expense.settles_id), None)
