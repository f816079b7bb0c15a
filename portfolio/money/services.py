"""Money: a budget in tranches, commitments as far as they are released, expenses as facts."""

from collections.abc import Sequence
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
from portfolio.life.services import check_day, lock_to_edit, write
from portfolio.money.models import Expense, Tranche
from portfolio.money.rules import commitment_refusal, incurred_expense
from portfolio.standing.selectors.facts import balance_of
from portfolio.standing.selectors.records import Record, load_records
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound, Refused
from tenants.transactions import touch, use_case

SECOND_PROOF = "first_measurement_progresses"


def set_budget(
    act: Act,
    *,
    initiative_id: UUID,
    budget: int,
    tranches: Sequence[int] | None = None,
    expected_version: int | None = None,
) -> Initiative:
    """The budget stands in whole euros, cut as proposed or as given; once started, see *adjust*.

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
                proof="" if position == 1 else SECOND_PROOF,
            )
            for position, amount in enumerate(parts, start=1)
        )
        return write(row=row, values={"budget": budget})


def commit_money(act: Act, *, initiative_id: UUID, amount: int, label: str, on: date) -> Expense:
    """The money is committed, within what is released.

    Raises NotFound, NotAllowed, Invalid, Refused `beyond_tranche` (with the verdict that would
    release it), `spending_frozen`, `not_active`.
    """
    with use_case():
        check_columns(model=Expense, values={"amount": amount, "label": label.strip()})
        record = _locked(act, initiative_id=initiative_id, label=label, on=on)
        row = record.initiative
        if row.state != State.ACTIVE:
            raise Refused("not_active", state=row.state)
        refused = commitment_refusal(
            balance=balance_of(record=record),
            amount=Decimal(amount),
            is_frozen=row.spending_frozen_on is not None,
        )
        if refused is not None:
            raise Refused(refused.code, **refused.facts)
        return Expense.objects.create(
            initiative=row,
            on=on,
            amount=amount,
            label=label.strip(),
            is_commitment=True,
            recorded_by_id=act.actor.member_id,
            recorded_at=act.now,
        )


def record_expense(
    act: Act,
    *,
    initiative_id: UUID,
    amount: int,
    label: str,
    on: date,
    settles_id: UUID | None = None,
) -> Expense:
    """The expense, which is a fact, is recorded; beyond what is released it is marked so.

    `settles_id` is the commitment it pays. Raises NotFound, NotAllowed, Invalid.
    """
    if amount <= 0 or on > act.today:
        wrong = {"amount": ["not_positive"]} if amount <= 0 else {"on": ["ahead"]}
        raise Invalid("expense_invalid", fields=wrong)
    with use_case():
        check_columns(model=Expense, values={"amount": amount, "label": label.strip()})
        record = _locked(act, initiative_id=initiative_id, label=label, on=on)
        commitment = _commitment(record=record, settles_id=settles_id)
        settles = Decimal(commitment.amount) if commitment else Decimal(0)
        facts = incurred_expense(
            balance=balance_of(record=record), amount=Decimal(amount), settles=settles
        )
        return Expense.objects.create(
            initiative=record.initiative,
            on=on,
            amount=amount,
            label=label.strip(),
            settles=commitment,
            beyond_tranche=facts.is_beyond_tranche,
            recorded_by_id=act.actor.member_id,
            recorded_at=act.now,
        )


def _proposed(budget: int) -> list[int]:
    """The proposal in whole euros."""
    parts = [int(part) for part in proposed_tranches(budget=Decimal(budget))]
    parts[-1] += budget - sum(parts)
    return parts


def _locked(act: Act, *, initiative_id: UUID, label: str, on: date) -> Record:
    """The initiative with its money, locked so that two commitments see each other."""
    check_day(day=on, today=act.today, field="on")
    if not label.strip():
        raise Invalid("label_required", fields={"label": ["required"]})
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


def _commitment(*, record: Record, settles_id: UUID | None) -> Expense | None:
    if settles_id is None:
        return None
    settled = {expense.settles_id for expense in record.expenses}
    for expense in record.expenses:
        if expense.id == settles_id and expense.is_commitment and expense.id not in settled:
            return expense
    raise NotFound("commitment_not_found", named=settles_id)
