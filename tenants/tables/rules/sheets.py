"""A sheet: rows of texts, whatever file they came from, each cell with its address."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tenants.columns import SURROGATES
from tenants.tables.rules.writing import bare
from tenants.texts import folded

MOST_ROWS, MOST_COLUMNS = 5_000, 200
LONGEST_TABLE, LONGEST_CELL = 5_000_000, 10_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NONE: Mapping[str, str] = {}


class TableRefused(Exception):
    """The file as a whole is not taken; its text is the code of the reason, at that cell."""

    def __init__(self, code: str, *, row: int = 1, column: str = "table") -> None:
        super().__init__(code)
        self.reason = CellReason(row=row, column=column, code=code)


@dataclass(frozen=True, kw_only=True)
class CellReason:
    """What is wrong where: the row as a spreadsheet counts it, the heading or column, the code."""

    row: int
    column: str
    code: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with its number as a spreadsheet counts it; its cells as they would be printed."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TableSheet:
    """Headings as they stand, and below them the rows that say something."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    @property
    def key(self) -> str:
        """What tells tables of one make."""
        return "|".join(folded(one) for one in self.headings)[:2000]


def is_workbook(data: bytes) -> bool:
    """Whether that is an archive, or a document of an office suite, and no text."""
    return data.startswith((ZIP, OLE, b"PK\x05\x06"))


def rows_of(found: Iterable[tuple[int, Sequence[str]]]) -> list[SheetRow]:
    """Return the numbered rows that say something, each cell looked at; raises TableRefused."""
    rows = [SheetRow(number, _cells(number, cells)) for number, cells in found]
    rows = [row for row in rows if any(row.cells)]
    if not rows:
        raise TableRefused("table_empty")
    if len(rows) > MOST_ROWS + 1:
        raise TableRefused("too_many_rows", row=rows[MOST_ROWS + 1].number)
    return rows


def sheet_of(rows: Sequence[SheetRow]) -> TableSheet:
    """Return the sheet of those rows, the first one its headings; raises TableRefused."""
    first, *others = rows
    headings = tuple(" ".join(cell.split()) for cell in _trimmed(first.cells))
    counts = Counter(map(folded, filter(None, headings)))
    twice = next((one for one in headings if counts[folded(one)] > 1), None)
    if twice:
        raise TableRefused("column_twice", row=first.number, column=twice)
    return TableSheet(headings=headings, rows=tuple(others))


def letters(place: int) -> str:
    """Return what a spreadsheet calls the column of that place, counted from 0: A, …, Z, AA."""
    name, place = "", place + 1
    while place:
        place, digit = divmod(place - 1, 26)
        name = chr(65 + digit) + name
    return name


def guessed(
    headings: Sequence[str], *, usual: Mapping[str, Iterable[str]], known: Mapping[str, str] = NONE
) -> dict[str, str]:
    """Return which heading holds what: by key, as `known` by folded heading, else as is usual.

    The first usual name that is there wins; a heading holds one thing; what is known to hold
    nothing (empty) stays out.
    """
    by_name = {folded(one): one for one in reversed(headings) if one}
    found: dict[str, str] = {}
    for name, heading in by_name.items():
        key = known.get(name, "")
        if key in usual and key not in found:
            found[key] = heading
    left = {name: heading for name, heading in by_name.items() if name not in known}
    for key, names in usual.items():
        there = [one for one in map(folded, names) if one in left]
        if key not in found and there:
            found[key] = left.pop(there[0])
    return found


def _cells(number: int, cells: Sequence[str]) -> tuple[str, ...]:
    if len(cells) > MOST_COLUMNS and any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        raise TableRefused("too_many_columns", row=number)
    made = []
    for place, cell in enumerate(cells[:MOST_COLUMNS]):
        if len(cell) > LONGEST_CELL:
            raise TableRefused("cell_too_long", row=number, column=letters(place))
        if (not cell.isascii() and any(ord(one) in SURROGATES for one in cell)) or "\0" in cell:
            raise TableRefused("unreadable_table", row=number, column=letters(place))
        made.append(bare(cell).strip())
    return tuple(made)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at the end."""
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]
