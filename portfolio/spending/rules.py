"""A table of the accounts, read as it comes; each cell that cannot be taken has its reason."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from portfolio.money.choices import PAID, ExpenseKind
from portfolio.spending.choices import SpendingColumn
from tenants.reading import Ambiguous, Unread, read_day, read_number
from tenants.tables.rules.sheets import CellReason, TableSheet
from tenants.texts import folded

LONGEST_LABEL, LONGEST_REFERENCE = 160, 72
LARGEST = Decimal(100_000_000)
# The day as the French file of accounting entries (FEC) writes it.
FEC_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
# Headings as spreadsheets and accounting software name them, folded; the first that is there.
USUAL: Mapping[SpendingColumn, tuple[str, ...]] = {
    SpendingColumn.ON: ("date", "on", "ecrituredate", "piecedate", "date piece", "date facture"),
    SpendingColumn.LABEL: (
        *("libelle", "label", "ecriturelib", "description", "intitule", "designation"),
    ),
    SpendingColumn.AMOUNT: ("montant ht", "montant", "amount", "total ht", "montant hors taxes"),
    SpendingColumn.DEBIT: ("debit",),
    SpendingColumn.CREDIT: ("credit",),
    SpendingColumn.INITIATIVE: (
        *("initiative", "projet", "project", "affaire", "code analytique", "analytique", "section"),
    ),
    SpendingColumn.KIND: ("nature", "kind", "type"),
    SpendingColumn.REFERENCE: (
        *("reference", "pieceref", "piece", "n piece", "numero de piece", "ecriturenum"),
        *("facture", "n facture", "ref"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class SpentLine:
    """One row: euros before VAT on a day; `initiative` is a reference or a name, as typed."""

    row: int
    on: date
    label: str
    amount: Decimal
    initiative: str
    kind: ExpenseKind | None
    reference: str


def mapping_faults(
    columns: Mapping[SpendingColumn, str], *, headings: Sequence[str], has_default: bool
) -> list[CellReason]:
    """Return what is missing of the mapping; `has_default`: lines without a name have a place."""
    needed = [SpendingColumn.ON, SpendingColumn.LABEL]
    if not {SpendingColumn.DEBIT, SpendingColumn.CREDIT} & columns.keys():
        needed.append(SpendingColumn.AMOUNT)
    if not has_default:
        needed.append(SpendingColumn.INITIATIVE)
    missing: list[str] = [one for one in needed if one not in columns]
    unknown = [one for one in columns.values() if one not in headings]
    return [
        *(CellReason(row=1, column=one, code="column_needed") for one in missing),
        *(CellReason(row=1, column=one, code="column_unknown") for one in unknown),
    ]


def read_spending(
    table: TableSheet, *, columns: Mapping[SpendingColumn, str], is_french: bool
) -> tuple[list[SpentLine], list[CellReason]]:
    """Return the lines that can be read, and every cell that cannot."""
    places = {column: table.headings.index(heading) for column, heading in columns.items()}
    lines: list[SpentLine] = []
    faults: list[CellReason] = []
    for one in table.rows:
        row = _Row(one.number, one.cells, places, columns, is_french)
        line = row.line()
        faults += row.faults
        if not row.faults and line is not None:
            lines.append(line)
    return lines, faults


def line_keys(lines: Sequence[tuple[UUID, SpentLine]]) -> list[str]:
    """Return what tells each line for ever, in their order: the same table gives the same keys.

    Its own reference, else a digest of what it says; lines that say the same are numbered.
    """
    seen: Counter[str] = Counter()
    keys = []
    for initiative_id, line in lines:
        own = line.reference or _digest(initiative_id, line)
        seen[own] += 1
        keys.append(own if seen[own] == 1 else f"{own}#{seen[own]}")
    return keys


def _digest(initiative_id: UUID, line: SpentLine) -> str:
    said = (initiative_id, line.on.isoformat(), f"{line.amount.normalize():f}", folded(line.label))
    return f"line:{sha256('|'.join(map(str, said)).encode()).hexdigest()[:40]}"


class _Row:
    """One row being read; what cannot be read is noted by its heading."""

    def __init__(
        self,
        number: int,
        cells: Sequence[str],
        places: Mapping[SpendingColumn, int],
        columns: Mapping[SpendingColumn, str],
        is_french: bool,
    ) -> None:
        self.number, self.cells, self.places, self.columns = number, cells, places, columns
        self.is_french = is_french
        self.faults: list[CellReason] = []

    def line(self) -> SpentLine | None:
        """What the row says; None where a cell cannot be taken."""
        on, amount = self._day(), self._amount()
        label = self._text(SpendingColumn.LABEL, LONGEST_LABEL)
        if not label:
            self._fault(SpendingColumn.LABEL, "required")
        kind = self._kind()
        reference = self._text(SpendingColumn.REFERENCE, LONGEST_REFERENCE)
        if on is None or amount is None:
            return None
        return SpentLine(
            row=self.number,
            on=on,
            label=label,
            amount=amount,
            initiative=self._cell(SpendingColumn.INITIATIVE),
            kind=kind,
            reference=reference,
        )

    def _cell(self, column: SpendingColumn) -> str:
        place = self.places.get(column)
        is_there = place is not None and place < len(self.cells)
        return self.cells[place].strip() if is_there and place is not None else ""

    def _fault(self, column: SpendingColumn, code: str) -> None:
        heading = self.columns.get(column, column.value)
        self.faults.append(CellReason(row=self.number, column=heading, code=code))

    def _text(self, column: SpendingColumn, longest: int) -> str:
        text = " ".join(self._cell(column).split())
        if len(text) > longest:
            self._fault(column, "max_length")
        return text

    def _day(self) -> date | None:
        text = self._cell(SpendingColumn.ON)
        fec = FEC_DAY.fullmatch(text)
        try:
            return read_day("-".join(fec.groups()) if fec else text)
        except Unread:
            self._fault(SpendingColumn.ON, "not_a_day")
            return None

    def _number(self, column: SpendingColumn) -> Decimal | None:
        text = self._cell(column).replace("€", "").strip()
        if not text:
            return None
        try:
            found = read_number(text, is_french=self.is_french, places=2)
        except Ambiguous:
            self._fault(column, "number_ambiguous")
        except Unread:
            self._fault(column, "not_a_number")
        else:
            if abs(found) < LARGEST and found == round(found, 2):
                return found
            self._fault(column, "out_of_range")
        return None

    def _amount(self) -> Decimal | None:
        """The one amount, else what was debited minus what was credited."""
        if SpendingColumn.AMOUNT in self.columns:
            sums = [(SpendingColumn.AMOUNT, self._number(SpendingColumn.AMOUNT))]
        else:
            credit = self._number(SpendingColumn.CREDIT)
            sums = [
                (SpendingColumn.DEBIT, self._number(SpendingColumn.DEBIT)),
                (SpendingColumn.CREDIT, None if credit is None else -credit),
            ]
        headings = {self.columns.get(column) for column, _ in sums}
        if any(one.column in headings for one in self.faults):
            return None
        told = [amount for _, amount in sums if amount is not None]
        total = sum(told, Decimal(0))
        if not total:
            self._fault(sums[0][0], "zero" if told else "required")
            return None
        return total

    def _kind(self) -> ExpenseKind | None:
        text = self._cell(SpendingColumn.KIND)
        if not text:
            return None
        if text in PAID:
            return ExpenseKind(text)
        self._fault(SpendingColumn.KIND, "unknown_code")
        return None
