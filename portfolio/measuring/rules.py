"""When a measurement is due, and what a pasted table of them says."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portfolio.life.rules import open_until
from portfolio.objectives.rules import Ratio, Told, counted_in
from tenants.reading import Ambiguous, Unread, read_day, read_number
from tenants.tables.rules.sheets import SheetRow

MOST_LINES = 200
MOST_CELLS = 4


def due_on(
    *, last_on: date | None, begun_on: date | None, cadence_days: int, closed: frozenset[int]
) -> date | None:
    """The day the next value is due: one cadence after the last one, or after it began.

    Days of `closed` months do not count; None while it has not begun.
    """
    since = max(filter(None, (last_on, begun_on)), default=None)
    return None if since is None else open_until(day=since, days=cadence_days, closed=closed)


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@dataclass(frozen=True, kw_only=True)
class PastedLine:
    """One line of a table: the name of a KPI or its own reference, its day, its value."""

    number: int
    name: str
    on: date
    value: Told
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PastedFault:
    """What cannot be read: the line, the place of its cell from one on, the code of the reason."""

    number: int
    cell: int
    code: str


def lines_of(
    rows: Sequence[SheetRow], *, is_french: bool
) -> tuple[list[PastedLine], list[PastedFault]]:
    """The lines of a table *name, day, value, remark*, and every fault.

    A first line whose day is none is its heading.
    """
    found, faults = [], []
    for place, row in enumerate(rows):
        try:
            found.append(_line(row.number, _filled(row.cells), is_french=is_french))
        except _Fault as fault:
            is_heading = place == 0 and fault.code == "not_a_day"
            if not is_heading:
                faults.append(PastedFault(number=row.number, cell=fault.cell, code=fault.code))
    if len(found) > MOST_LINES:
        faults.append(PastedFault(number=found[MOST_LINES].number, cell=1, code="too_many_lines"))
    return found, faults


def _filled(cells: Sequence[str]) -> list[str]:
    """The cells a line needs, and those beyond that hold something."""
    last = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return list(cells[: max(last, min(3, len(cells)))])


class _Fault(ValueError):
    def __init__(self, cell: int, code: str) -> None:
        super().__init__(code)
        self.cell, self.code = cell, code


def _line(number: int, cells: list[str], *, is_french: bool) -> PastedLine:
    if not 3 <= len(cells) <= MOST_CELLS:
        raise _Fault(1, "cells_three_or_four")
    name, day, value, *note = cells
    if not name:
        raise _Fault(1, "required")
    try:
        on = read_day(day)
    except Unread as error:
        raise _Fault(2, "not_a_day") from error
    told = _told(value, is_french=is_french)
    return PastedLine(number=number, name=name, on=on, value=told, note="".join(note))


def _told(text: str, *, is_french: bool) -> Told:
    """A figure, or what was counted: `12/240`, `12 sur 240`."""
    try:
        first, *second = (
            read_number(one, is_french=is_french) for one in counted_in(text) or (text,)
        )
    except Ambiguous as error:
        raise _Fault(3, "number_ambiguous") from error
    except Unread as error:
        raise _Fault(3, "not_a_number") from error
    if second:
        return Ratio(part=first, whole=second[0])
    # A typed figure is printed with a zero more where three decimals would have two readings.
    return round(first, 3) if first == round(first, 3) else first
