"""Money: a budget in tranches, commitments as far as they are released, expenses as facts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from portfolio.estimates.rules import proposed_tranches
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.life.rules import is_used, odd_day
from portfolio.life.services import check_day, lock_to_edit, write
from portfolio.money.choices import ProofKind
from portfolio.money.models import Expense, Tranche
from portfolio.money.rules import (
    ZERO,
    LedgerLine,
    commitment_refusal,
    incurred_expense,
    line_problems,
)
from portfolio.money.selectors import expense_of, open_orders
from portfolio.standing.rules import OFFERS, Signal, SignalCode
from portfolio.standing.selectors.memory import answered_on
from portfolio.standing.selectors.records import Record, load_records
from portfolio.standing.selectors.stopping import (
    balance_of,
    criterion_met_since,
    over_budget,
)
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.rows import check_version
from tenants.transactions import touch, use_case


def set_budget(
    act: Act,
    *,
    initiative_id: UUID,
    budget: Decimal,
    tranches: Sequence[Decimal] | None = None,
    expected_version: int | None = None,
) -> Initiative:
    """The budget stands in euros, cut as proposed or as given; once started, see *adjust*.

    Under 10,000 € it is one tranche, above two halves. Raises NotFound, NotAllowed, Invalid
    `budget_invalid`, Refused `budget_changes_by_adjust`.
    """
    check_columns(model=Initiative, values={"budget": budget})
    parts = list(tranches or _proposed(budget))
    if budget <= 0 or any(part <= 0 for part in parts) or sum(parts) != budget:
        raise Invalid("budget_invalid", fields={"budget": ["not_the_sum_of_its_tranches"]})
    with use_case():
        row = lock_to_edit(act, initiative_id=initiative_id, expected_version=expected_version)
        if row.started_on is not None:
            raise Refused("budget_changes_by_adjust")
        row.tranches.all().delete()
        Tranche.objects.bulk_create(
            Tranche(
                initiative=row,
                position=position,
                amount=amount,
                proof="" if position == 1 else ProofKind.PROGRESS.value,
            )
            for position, amount in enumerate(parts, start=1)
        )
        return write(row=row, values={"budget": budget})


def commit_money(
    act: Act,
    *,
    initiative_id: UUID,
    amount: Decimal,
    label: str,
    on: date,
    cancellable_until: date | None = None,
    covers_until: date | None = None,
    confirmed: bool = False,
) -> Expense:
    """The money is ordered, within what is released; until that day it can be cancelled.

    Raises NotFound, NotAllowed, Invalid, Refused `beyond_tranche` (with the verdict that would
    release it), `spending_frozen`, `not_active`, `odd_day` unless confirmed.
    """
    line = LedgerLine(
        amount=amount,
        label=label,
        on=on,
        cancellable_until=cancellable_until,
        covers_until=covers_until,
    )
    with use_case():
        record = _locked(act, initiative_id=initiative_id)
        _check(act, record=record, line=line, is_commitment=True, confirmed=confirmed)
        _order(act, record=record, amount=amount)
        return _write(act, record=record, line=line, is_commitment=True)


def record_expense(
    act: Act,
    *,
    initiative_id: UUID,
    amount: Decimal,
    label: str,
    on: date,
    settles_id: UUID | None = None,
    covers_until: date | None = None,
    confirmed: bool = False,
) -> Expense:
    """The expense, which is a fact, is recorded; beyond what is released it is marked so.

    A credit note is below zero; `settles_id` is the order that a bill pays, and what the order
    said to cover the bill covers unless it says otherwise. Raises NotFound,
    NotAllowed, Invalid `expense_invalid`, Refused `odd_day` unless confirmed.
    """
    line = LedgerLine(amount=amount, label=label, on=on, covers_until=covers_until)
    if amount < 0 and settles_id is not None:
        raise Invalid("expense_invalid", fields={"settles_id": ["credit_note"]})
    with use_case():
        record = _locked(act, initiative_id=initiative_id)
        _check(act, record=record, line=line, is_commitment=False, confirmed=confirmed)
        return _write(
            act,
            record=record,
            line=line,
            settles=_commitment(record=record, settles_id=settles_id),
        )


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
        _check(
            act, record=rest, line=line, is_commitment=expense.is_commitment, confirmed=confirmed
        )
        if expense.is_commitment and line.amount > expense.amount:
            _order(act, record=rest, amount=line.amount)
        settles = _settled(record=record, expense=expense)
        expense.amount, expense.label, expense.on = line.amount, line.label.strip(), line.on
        expense.cancellable_until = line.cancellable_until
        expense.covers_until = line.covers_until
        expense.beyond_tranche = not expense.is_commitment and _is_beyond(
            record=rest, amount=line.amount, settles=settles
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
            kind = expense.is_commitment
            _check(act, record=rest, line=right, is_commitment=kind, confirmed=confirmed)
            if kind and right.amount > expense.amount:
                _order(act, record=rest, amount=right.amount)
            _write(
                act,
                record=rest,
                line=right,
                is_commitment=kind,
                settles=settles if right.amount > 0 else None,
                replaces=expense,
            )
        return contrary


def _proposed(budget: Decimal) -> list[Decimal]:
    """The proposal in whole euros, what is left over in the last instalment."""
    parts = [Decimal(int(part)) for part in proposed_tranches(budget=Decimal(budget))]
    parts[-1] += budget - sum(parts)
    return parts


def _locked(act: Act, *, initiative_id: UUID) -> Record:
    """The initiative with its money, locked so that two commitments see each other."""
    locked = Initiative.objects.select_for_update().filter(id=initiative_id).values_list("id")
    records = load_records([key for (key,) in locked], today=act.today)
    if not records:
        raise NotFound("initiative_not_found")
    touch(act, SubjectKind.INITIATIVE, initiative_id)
    row = records[0].initiative
    named = frozenset(filter(None, [row.next_step_by_id]))
    require(
        act,
        permission="expense.add",
        subject=SubjectFacts(initiative_id=row.id, captain_id=row.captain_id, named_ids=named),
    )
    return records[0]


def _entry(act: Act, *, expense_id: UUID, initiative_id: UUID | None) -> tuple[Record, Expense]:
    """The line and everything of its initiative, locked; one that may be corrected."""
    expense = expense_of(expense_id, initiative_id=initiative_id)
    record = _locked(act, initiative_id=expense.initiative_id)
    found = {one.id: one for one in record.expenses}
    if expense_id not in found:
        raise NotFound("expense_not_found")
    entry = found[expense_id]
    if entry.reverses_id or any(one.reverses_id == entry.id for one in record.expenses):
        raise Refused("entry_corrected")
    if entry.is_commitment and any(one.settles_id == entry.id for one in record.expenses):
        raise Refused("order_settled")
    return record, entry


def _check_unused(*, record: Record, expense: Expense) -> None:
    if is_used(recorded_at=expense.recorded_at, last_use=record.last_use):
        raise Refused("entry_used", on=expense.on)


def _check(
    act: Act, *, record: Record, line: LedgerLine, is_commitment: bool, confirmed: bool
) -> None:
    """Nothing if the line can be; raises Invalid, Refused `odd_day`."""
    check_day(day=line.on, today=act.today, field="on")
    check_day(day=line.cancellable_until, today=act.today, field="cancellable_until")
    check_day(day=line.covers_until, today=act.today, field="covers_until")
    if not line.label.strip():
        raise Invalid("label_required", fields={"label": ["required"]})
    check_columns(model=Expense, values={"amount": line.amount, "label": line.label.strip()})
    wrong = line_problems(line=line, today=act.today, is_commitment=is_commitment)
    if wrong:
        raise Invalid("expense_invalid", fields=wrong)
    refused = odd_day(day=line.on, first=record.first_day, today=act.today, confirmed=confirmed)
    if refused is not None:
        raise Refused(refused.code, **refused.facts)


def _order(act: Act, *, record: Record, amount: Decimal) -> None:
    """Nothing if so much may be ordered; raises Refused."""
    row = record.initiative
    if row.state != State.ACTIVE:
        raise Refused("not_active", state=row.state)
    refused = commitment_refusal(
        balance=balance_of(record=record),
        amount=amount,
        is_frozen=row.spending_frozen_on is not None,
    )
    if refused is not None:
        raise Refused(refused.code, **refused.facts)
    met = _frozen_since(act, record)
    if met is not None:
        raise Refused("criterion_freezes", since=met, offers=OFFERS[SignalCode.CRITERION_MET])


def _frozen_since(act: Act, record: Record) -> date | None:
    """Since when a stop rule is met, on spending or not, that no decision has answered."""
    over = over_budget(record=record, today=act.today)
    met = criterion_met_since(record=record, today=act.today, with_spending=False)
    raised = (
        (SignalCode.CRITERION_MET, met),
        (SignalCode.OVER_BUDGET, None if over is None else over[0]),
    )
    days = [
        since
        for code, since in raised
        if since is not None
        if answered_on(record, Signal(code=code, since=since, evidence={})) is None
    ]
    return min(days, default=None)


def _write(
    act: Act,
    *,
    record: Record,
    line: LedgerLine,
    is_commitment: bool = False,
    settles: Expense | None = None,
    replaces: Expense | None = None,
) -> Expense:
    return Expense.objects.create(
        initiative=record.initiative,
        on=line.on,
        amount=line.amount,
        label=line.label.strip(),
        is_commitment=is_commitment,
        cancellable_until=line.cancellable_until,
        covers_until=line.covers_until or _covered(line, settles),
        settles=settles,
        replaces=replaces,
        beyond_tranche=not is_commitment
        and _is_beyond(record=record, amount=line.amount, settles=settles),
        recorded_by_id=act.actor.member_id,
        recorded_at=act.now,
    )


def _covered(bill: LedgerLine, order: Expense | None) -> date | None:
    """The last day that a bill pays as its order said, unless that is past."""
    day = None if order is None else order.covers_until
    return None if day is None or day <= bill.on else day


def _is_beyond(*, record: Record, amount: Decimal, settles: Expense | None) -> bool:
    facts = incurred_expense(
        balance=balance_of(record=record),
        amount=amount,
        settles=ZERO if settles is None else settles.amount,
    )
    return facts.is_beyond_tranche


def _without(record: Record, expense: Expense) -> Record:
    """The record as if that line had never been; what it paid is open again."""
    return replace(record, expenses=tuple(one for one in record.expenses if one.id != expense.id))


def _settled(*, record: Record, expense: Expense) -> Expense | None:
    """The order that this line pays."""
    return next((one for one in record.expenses if one.id == expense.settles_id), None)


def _commitment(*, record: Record, settles_id: UUID | None) -> Expense | None:
    if settles_id is None:
        return None
    found = {one.id: one for one in open_orders(record.expenses)}
    if settles_id not in found:
        raise NotFound("commitment_not_found", named=settles_id)
    return found[settles_id]
