"""Tables for a spreadsheet: text that stays text, whatever it begins with."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
MEDIA_TYPE = "text/csv"
CONTENT_TYPE = f"{MEDIA_TYPE}; charset=utf-8"
# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = str | int | float | None


def table(rows: Iterable[Sequence[Cell]], *, language: str) -> str:
    """The rows as CSV that a spreadsheet of that language opens, each cell as it is.

    With a byte order mark and CRLF; the separator is `;` in French, `,` elsewhere. A text that
    would be a formula is led by an apostrophe.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";" if language.startswith("fr") else ",")
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return BOM + written.getvalue()


def harmless(cell: Cell) -> Cell:
    """The cell, led by an apostrophe where a spreadsheet would compute it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
