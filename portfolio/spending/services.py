"""Spending comes in from the accounts: every line, or none, and no line twice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.services import require
from portfolio.cap.selectors import lock_portfolio
from portfolio.life.rules import odd_day
from portfolio.life.services import FARTHEST_DAYS
from portfolio.money.models import Expense
from portfolio.money.rules import incurred_expense, proposed_kind
from portfolio.money.services.lines import locked_record
from portfolio.spending.choices import SpendingColumn
from portfolio.spending.models import SpendingMapping
from portfolio.spending.rules import (
    SpentLine,
    line_keys,
    mapping_faults,
    read_spending,
)
from portfolio.spending.selectors import columns_for, initiatives_named
from portfolio.standing.selectors.records import Record
from portfolio.standing.selectors.stopping import balance_of
from tenants.tables.rules.sheets import CellReason, TableRefused, TableSheet
from tenants.tables.services import read_table, table_invalid
from tenants.transactions import use_case

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class SpendingOf:
    """What the table brings to one initiative: lines and euros before VAT, those known apart."""

    initiative_id: UUID
    title: str
    count: int
    amount: Decimal
    known: int


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What a table brings: its lines are new (`written`) or `known`; `amount` is of the new."""

    rows: int
    written: int
    known: int
    amount: Decimal
    by_initiative: tuple[SpendingOf, ...]


def take_spending(
    act: Act,
    *,
    given: bytes | str | TableSheet,
    columns: Mapping[SpendingColumn, str] | None = None,
    initiative_id: UUID | None = None,
    is_french: bool = True,
    confirmed: bool = False,
    dry_run: bool = False,
) -> TakenIn:
    """Every line of the table is an expense of its initiative, or none is; known ones stay.

    `columns` says which heading holds what, else as last time or as is usual; lines that name no
    initiative go to `initiative_id`. The same table again adds nothing. A dry run writes nothing
    and refuses the same. Raises NotAllowed, NotFound, Invalid `table_invalid` whose fields name
    `row.heading` with the codes of the reasons.
    """
    require(act, permission="spending.import")
    table = given if isinstance(given, TableSheet) else _table(given, is_french=is_french)
    told = columns_for(table) if columns is None else dict(columns)
    _refuse(mapping_faults(told, headings=table.headings, has_default=initiative_id is not None))
    lines, faults = read_spending(table, columns=told, is_french=is_french)
    placed, unplaced = _placed(lines, told, initiative_id)
    _refuse(faults + unplaced)
    with use_case():
        lock_portfolio()
        taken = _take(act, placed, told, confirmed=confirmed, dry_run=dry_run)
        if not dry_run:
            _remember(act, table, told)
    return taken


def _table(given: bytes | str, *, is_french: bool) -> TableSheet:
    try:
        return read_table(given, is_french=is_french)
    except TableRefused as refused:
        raise table_invalid([refused.reason]) from refused


def _refuse(faults: Sequence[CellReason]) -> None:
    """Nothing where there is no fault; raises Invalid `table_invalid`."""
    if faults:
        raise table_invalid(faults)


def _placed(
    lines: Sequence[SpentLine], columns: Mapping[SpendingColumn, str], default: UUID | None
) -> tuple[list[tuple[UUID, SpentLine]], list[CellReason]]:
    """Each line with its initiative, and the cells that name none or several."""
    known = initiatives_named(line.initiative for line in lines if line.initiative)
    heading = columns.get(SpendingColumn.INITIATIVE, SpendingColumn.INITIATIVE)
    placed, faults = [], []
    for line in lines:
        found = known[line.initiative] if line.initiative else ((default,) if default else ())
        if len(found) == 1 and found[0] is not None:
            placed.append((found[0], line))
            continue
        code = "initiative_ambiguous" if found else "initiative_unknown"
        faults.append(
            CellReason(row=line.row, column=heading, code=code if line.initiative else "required")
        )
    return placed, faults


def _take(
    act: Act,
    placed: Sequence[tuple[UUID, SpentLine]],
    columns: Mapping[SpendingColumn, str],
    *,
    confirmed: bool,
    dry_run: bool,
) -> TakenIn:
    keys = line_keys(placed)
    by_id: defaultdict[UUID, list[tuple[str, SpentLine]]] = defaultdict(list)
    for key, (initiative_id, line) in zip(keys, placed, strict=True):
        by_id[initiative_id].append((key, line))
    records = {one: locked_record(act, initiative_id=one) for one in sorted(by_id)}
    stored = Expense.objects.filter(external_ref__in=keys)
    known = dict(stored.values_list("external_ref", "amount"))
    faults = [
        fault
        for one, lines in by_id.items()
        for key, line in lines
        for fault in _faults(act, records[one], line, columns, known.get(key), confirmed)
    ]
    _refuse(faults)
    made = [
        expense
        for one, lines in by_id.items()
        for expense in _expenses(
            act, records[one], [(key, line) for key, line in lines if key not in known]
        )
    ]
    if not dry_run:
        Expense.objects.bulk_create(made, batch_size=500)
    sums = tuple(_sums(records[one], lines, known) for one, lines in sorted(by_id.items()))
    return TakenIn(
        rows=len(placed),
        written=len(made),
        known=len(placed) - len(made),
        amount=sum((one.amount for one in made), ZERO),
        by_initiative=sums,
    )


def _faults(
    act: Act,
    record: Record,
    line: SpentLine,
    columns: Mapping[SpendingColumn, str],
    known: Decimal | None,
    confirmed: bool,
) -> list[CellReason]:
    """What keeps the line from standing, as it would keep one that is typed."""
    day = columns[SpendingColumn.ON]
    reference = columns.get(SpendingColumn.REFERENCE, SpendingColumn.REFERENCE)
    is_odd = odd_day(day=line.on, first=record.first_day, today=act.today, confirmed=confirmed)
    far = abs((line.on - act.today).days) > FARTHEST_DAYS
    checks = (
        (day, "too_far", far),
        (day, "ahead", line.on > act.today and not far),
        (day, "odd_day", is_odd is not None and line.on <= act.today and not far),
        (reference, "reference_differs", known is not None and known != line.amount),
    )
    return [
        CellReason(row=line.row, column=column, code=code)
        for column, code, holds in checks
        if holds
    ]


def _expenses(act: Act, record: Record, lines: Sequence[tuple[str, SpentLine]]) -> list[Expense]:
    """The rows to write, marked where they pass what is released, in their order."""
    balance = balance_of(record=record)
    made = []
    for key, line in lines:
        facts = incurred_expense(balance=balance, amount=line.amount)
        balance = replace(balance, incurred=balance.incurred + line.amount)
        made.append(
            Expense(
                initiative=record.initiative,
                on=line.on,
                amount=line.amount,
                label=line.label,
                kind=line.kind or proposed_kind(line.label),
                beyond_tranche=facts.is_beyond_tranche,
                external_ref=key,
                recorded_by_id=act.actor.member_id,
                recorded_at=act.now,
            )
        )
    return made


def _sums(
    record: Record, lines: Sequence[tuple[str, SpentLine]], known: Mapping[str, Decimal]
) -> SpendingOf:
    new = [line.amount for key, line in lines if key not in known]
    return SpendingOf(
        initiative_id=record.initiative.id,
        title=record.initiative.title,
        count=len(new),
        amount=sum(new, ZERO),
        known=len(lines) - len(new),
    )


def _remember(act: Act, table: TableSheet, columns: Mapping[SpendingColumn, str]) -> None:
    """A table with those headings is read so next time."""
    said = {"columns": {str(name): heading for name, heading in columns.items()}}
    SpendingMapping.objects.update_or_create(
        headings=table.key, defaults={**said, "used_at": act.now}
    )
