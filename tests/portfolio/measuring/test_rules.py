from datetime import date
from decimal import Decimal

import pytest

from portfolio.measuring.rules import PastedFault, PastedLine, due_on, lines_of, month_end
from portfolio.objectives.rules import Ratio
from tenants.tables.rules.sheets import rows_of
from tenants.tables.rules.texts import read_text
from tenants.tables.services import read_rows
from tests.tenants.tables.corpus import workbook

NEVER: frozenset[int] = frozenset()


def test_a_value_is_due_one_cadence_after_the_last_one_or_after_it_began() -> None:
    began = date(2026, 9, 1)
    assert due_on(last_on=None, begun_on=began, cadence_days=30, closed=NEVER) == date(2026, 10, 1)
    last = date(2026, 11, 2)
    assert due_on(last_on=last, begun_on=began, cadence_days=7, closed=NEVER) == date(2026, 11, 9)
    assert due_on(last_on=None, begun_on=None, cadence_days=7, closed=NEVER) is None


def test_a_closed_month_does_not_count() -> None:
    july = date(2026, 7, 20)
    due = due_on(last_on=july, begun_on=None, cadence_days=30, closed=frozenset({8}))
    assert due == date(2026, 9, 19)


def test_a_month_ends_on_its_last_day() -> None:
    assert month_end(date(2028, 2, 3)) == date(2028, 2, 29)


def pasted(text: str, *, is_french: bool):
    return lines_of(rows_of(read_text(text)), is_french=is_french)


TABLE = "KPI\tJour\tValeur\nDélai\t30/11/2026\t3,4\nRebuts\t2 nov. 2026\t1 234,5\tvu"


def test_a_table_is_read_as_a_french_spreadsheet_copies_it() -> None:
    lines, faults = pasted(TABLE, is_french=True)
    assert faults == []
    assert lines == [
        PastedLine(number=2, name="Délai", on=date(2026, 11, 30), value=Decimal("3.4")),
        PastedLine(
            number=3, name="Rebuts", on=date(2026, 11, 2), value=Decimal("1234.5"), note="vu"
        ),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Délai;hier;3", PastedFault(number=2, cell=2, code="not_a_day")),
        ("Délai;30/11/2026;trois", PastedFault(number=2, cell=3, code="not_a_number")),
        ("Délai;30/11/2026;1.234", PastedFault(number=2, cell=3, code="number_ambiguous")),
        (";30/11/2026;3", PastedFault(number=2, cell=1, code="required")),
        ("Délai;30/11/2026", PastedFault(number=2, cell=1, code="cells_three_or_four")),
    ],
)
def test_what_cannot_be_read_names_its_line_and_cell(line: str, fault: PastedFault) -> None:
    lines, faults = pasted(f"Délai;1/11/2026;3\n{line}", is_french=True)
    assert (len(lines), faults) == (1, [fault])


def test_a_workbook_says_three_decimals_as_they_are() -> None:
    data = workbook([["Délai", "30/11/2026", 1.234]])
    lines, _ = lines_of(read_rows(data, is_french=True), is_french=True)
    assert str(lines[0].value) == "1.234"


def test_a_first_line_that_is_no_heading_is_not_passed_over() -> None:
    assert pasted("Délai;30/11/2026", is_french=True)[1][0].code == "cells_three_or_four"


def test_a_quoted_cell_may_hold_the_separator() -> None:
    lines, faults = pasted('"Délai; moyen";30/11/2026;3', is_french=True)
    assert (lines[0].name, faults) == ("Délai; moyen", [])


def test_more_than_two_hundred_lines_are_too_many() -> None:
    text = "\n".join(f"k{n};30/11/2026;3" for n in range(201))
    assert pasted(text, is_french=True)[1] == [
        PastedFault(number=201, cell=1, code="too_many_lines")
    ]


@pytest.mark.parametrize("typed", ["12/240", "12 / 240", "12 sur 240", "12 of 240"])
def test_what_was_counted_is_read_in_a_table_as_in_a_field(typed: str) -> None:
    ((line,), faults) = pasted(f"Devis repris;30/11/2026;{typed}", is_french=True)
    assert (line.value, faults) == (Ratio(part=Decimal(12), whole=Decimal(240)), [])
