"""A table goes out: text stays text, whatever it begins with; figures and days are some."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import xlsxwriter

from tenants.texts import cleaned

BOM = "\ufeff"
# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection), also in full width.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | float | Decimal | date | None
DIGITS, FIRST_DAY, LONGEST_CELL = 15, date(1901, 1, 1), 32_000
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
DAYS = "dd/mm/yyyy"


class FileForm(StrEnum):
    """What a table can be downloaded as."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES = {
    FileForm.CSV: "text/csv",
    FileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MEDIA_TYPE = MEDIA_TYPES[FileForm.CSV]
CONTENT_TYPE = f"{MEDIA_TYPE}; charset=utf-8"
CONTENT_TYPES = {**MEDIA_TYPES, FileForm.CSV: CONTENT_TYPE}


@dataclass(frozen=True, kw_only=True)
class ListColumn:
    """One column of a list: its key, its heading in words, and what it says of a row."""

    key: str
    words: object
    value: Callable[[Any], Cell]


def written(
    columns: Sequence[ListColumn], rows: Iterable[Any], *, form: FileForm, language: str
) -> bytes:
    """Return the list as a file of that form, headings first, in that language."""
    heads: list[Cell] = [str(one.words) for one in columns]
    lines = [heads, *([one.value(row) for one in columns] for row in rows)]
    if form is FileForm.CSV:
        return table(lines, language=language).encode()
    return workbook(lines)


def table(rows: Iterable[Sequence[Cell]], *, language: str) -> str:
    """Return the rows as CSV that a spreadsheet of that language opens, each cell as it is.

    With a byte order mark and CRLF; the separator is `;` in French, `,` elsewhere. A text that
    would be a formula is led by an apostrophe; a Decimal is a number of that language, a day is
    written 2027-02-28.
    """
    text, is_french = io.StringIO(newline=""), language.startswith("fr")
    writer = csv.writer(text, delimiter=";" if is_french else ",")
    for row in rows:
        writer.writerow([_plain(cell, is_french=is_french) for cell in row])
    return BOM + text.getvalue()


def workbook(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return the rows as a workbook (XLSX) of one sheet, its first row kept in sight.

    Texts are led as in a CSV: whoever saves it as one carries no formula out.
    """
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {**PLAIN, "in_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
    sheet, days = book.add_worksheet(), book.add_format({"num_format": DAYS})
    head = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if number == 0:
                sheet.write_string(number, place, str(cell), head)
            elif isinstance(cell, date) and cell >= FIRST_DAY:
                sheet.write_datetime(number, place, cell, days)
            elif _is_figure(cell):
                sheet.write_number(number, place, cell)
            elif cell not in (None, ""):
                sheet.write_string(number, place, str(_plain(cell, is_french=False))[:LONGEST_CELL])
    book.close()
    return data.getvalue()


def is_led(text: str) -> bool:
    """Whether an apostrophe keeps the text from being a formula, or would seem to."""
    return text.startswith("'") and text.lstrip("'").startswith(FORMULA)


def bare(cell: str) -> str:
    """What a table says in that cell, without the apostrophe that led it out."""
    text = cleaned(cell)
    return text[1:] if is_led(text) else text


def harmless(cell: Cell) -> Cell:
    """The cell, led by an apostrophe where a spreadsheet would compute it, or where one is led."""
    if isinstance(cell, str) and (cell.startswith(FORMULA) or is_led(cell)):
        return f"'{cell}"
    return cell


def _plain(cell: Cell, *, is_french: bool) -> Cell:
    if isinstance(cell, Decimal):
        text = f"{cell.normalize():f}"
        return text.replace(".", ",") if is_french else text
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell)


def _is_figure(cell: Cell) -> bool:
    if isinstance(cell, Decimal):
        return len(cell.normalize().as_tuple().digits) <= DIGITS
    return isinstance(cell, int | float)
