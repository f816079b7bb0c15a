"""Lines of money: commitments as far as they are released, expenses and days as facts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.life.rules import odd_day
from portfolio.life.services import check_day
from portfolio.money.choices import ExpenseKind
from portfolio.money.models import Expense
from portfolio.money.rules import (
    ZERO,
    LedgerLine,
    commitment_refusal,
    incurred_expense,
    line_problems,
    proposed_kind,
)
from portfolio.money.selectors import open_orders
from portfolio.standing.choices import SignalCode
from portfolio.standing.rules import OFFERS, Signal
from portfolio.standing.selectors.memory import answered_on
from portfolio.standing.selectors.records import Record, load_records
from portfolio.standing.selectors.stopping import (
    balance_of,
    criterion_met_since,
    over_budget,
)
from tenants.amounts import exact
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.transactions import touch, use_case


def commit_money(
    act: Act,
    *,
    initiative_id: UUID,
    amount: Decimal,
    label: str,
    on: date,
    cancellable_until: date | None = None,
    covers_until: date | None = None,
    kind: ExpenseKind | None = None,
    confirmed: bool = False,
) -> Expense:
    """The money is ordered, within what is released; until that day it can be cancelled.

    Without a kind the one that its label names is taken.

    Raises NotFound, NotAllowed, Invalid, Refused `beyond_tranche` (with the verdict that would
    release it), `spending_frozen`, `not_active`, `odd_day` unless confirmed.
    """
    line = LedgerLine(
        amount=amount,
        label=label,
        on=on,
        cancellable_until=cancellable_until,
        covers_until=covers_until,
        kind=kind or proposed_kind(label),
    )
    with use_case():
        record = locked_record(act, initiative_id=initiative_id)
        check_line(act, record=record, line=line, is_commitment=True, confirmed=confirmed)
        check_order(act, record=record, amount=amount)
        return write_line(act, record=record, line=line, is_commitment=True)


def record_expense(
    act: Act,
    *,
    initiative_id: UUID,
    amount: Decimal,
    label: str,
    on: date,
    settles_id: UUID | None = None,
    covers_until: date | None = None,
    kind: ExpenseKind | None = None,
    confirmed: bool = False,
) -> Expense:
    """The expense, which is a fact, is recorded; beyond what is released it is marked so.

    A credit note is below zero; `settles_id` is the order that a bill pays, and what the order
    said to cover, and its kind, are the bill's unless it says otherwise. Raises NotFound,
    NotAllowed, Invalid `expense_invalid`, Refused `odd_day` unless confirmed.
    """
    if amount < 0 and settles_id is not None:
        raise Invalid("expense_invalid", fields={"settles_id": ["credit_note"]})
    with use_case():
        record = locked_record(act, initiative_id=initiative_id)
        order = _commitment(record=record, settles_id=settles_id)
        told = kind or (ExpenseKind(order.kind) if order else proposed_kind(label))
        line = LedgerLine(amount=amount, label=label, on=on, covers_until=covers_until, kind=told)
        check_line(act, record=record, line=line, is_commitment=False, confirmed=confirmed)
        return write_line(act, record=record, line=line, settles=order)


def record_total(
    act: Act,
    *,
    initiative_id: UUID,
    total: Decimal,
    label: str,
    on: date,
    confirmed: bool = False,
) -> Expense:
    """What is spent in all by that day is as told: a line adds what was missing, or takes it off.

    Raises as an expense does; Invalid `expense_invalid` (`same_total`) where nothing changes.
    """
    with use_case():
        record = locked_record(act, initiative_id=initiative_id)
        known = sum((e.amount for e in record.paid if e.on <= on), ZERO)
        if total == known:
            raise Invalid("expense_invalid", fields={"total": ["same_total"]})
        line = LedgerLine(amount=total - known, label=label, on=on, kind=ExpenseKind.UNSORTED)
        check_line(act, record=record, line=line, is_commitment=False, confirmed=confirmed)
        check_columns(model=Expense, values={"total": total})
        return write_line(act, record=record, line=line, total=total)


def log_days(
    act: Act,
    *,
    initiative_id: UUID,
    days: Decimal,
    label: str,
    on: date,
    confirmed: bool = False,
) -> Expense:
    """So many days of our own people are logged, in euros at the company's price of a day.

    They never leave the budget. Raises as an expense does.
    """
    with use_case():
        record = locked_record(act, initiative_id=initiative_id)
        line = LedgerLine(
            amount=ZERO, label=label, on=on, kind=ExpenseKind.INTERNAL_DAYS, days=days
        )
        line = priced(record, line)
        check_line(act, record=record, line=line, is_commitment=False, confirmed=confirmed)
        return write_line(act, record=record, line=line)


def locked_record(act: Act, *, initiative_id: UUID) -> Record:
    """The initiative with its money, locked so that two commitments see each other."""
    locked = Initiative.objects.select_for_update().filter(id=initiative_id).values_list("id")
    records = load_records([key for (key,) in locked], today=act.today)
    if not records:
        raise NotFound("initiative_not_found")
    touch(act, SubjectKind.INITIATIVE, initiative_id)
    row = records[0].initiative
    named = frozenset(filter(None, [row.next_step_by_id, row.runs_on_id]))
    require(
        act,
        permission="expense.add",
        subject=SubjectFacts(initiative_id=row.id, captain_id=row.captain_id, named_ids=named),
    )
    return records[0]


def check_line(
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


def check_order(act: Act, *, record: Record, amount: Decimal) -> None:
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


def write_line(
    act: Act,
    *,
    record: Record,
    line: LedgerLine,
    is_commitment: bool = False,
    settles: Expense | None = None,
    replaces: Expense | None = None,
    total: Decimal | None = None,
) -> Expense:
    return Expense.objects.create(
        initiative=record.initiative,
        on=line.on,
        amount=line.amount,
        label=line.label.strip(),
        kind=line.kind or ExpenseKind.UNSORTED,
        days=line.days,
        total=total,
        is_commitment=is_commitment,
        cancellable_until=line.cancellable_until,
        covers_until=line.covers_until or _covered(line, settles),
        settles=settles,
        replaces=replaces,
        beyond_tranche=not is_commitment and is_beyond(record=record, line=line, settles=settles),
        recorded_by_id=act.actor.member_id,
        recorded_at=act.now,
    )


def _covered(bill: LedgerLine, order: Expense | None) -> date | None:
    """The last day that a bill pays as its order said, unless that is past."""
    day = None if order is None else order.covers_until
    return None if day is None or day <= bill.on else day


def priced(record: Record, line: LedgerLine) -> LedgerLine:
    """The line in euros: internal days at the company's price of a day."""
    if line.days is None:
        return line
    return replace(line, amount=exact(line.days * record.company.day_price))


def is_beyond(*, record: Record, line: LedgerLine, settles: Expense | None) -> bool:
    if line.days is not None:
        return False
    facts = incurred_expense(
        balance=balance_of(record=record),
        amount=line.amount,
        settles=ZERO if settles is None else settles.amount,
    )
    return facts.is_beyond_tranche


def _commitment(*, record: Record, settles_id: UUID | None) -> Expense | None:
    if settles_id is None:
        return None
    found = {one.id: one for one in open_orders(record.expenses)}
    if settles_id not in found:
        raise NotFound("commitment_not_found", named=settles_id)
    return found[settles_id]
