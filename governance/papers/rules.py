"""Tables for a spreadsheet: text that stays text, whatever it begins with."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from tenants.texts import cleaned

BOM = "\ufeff"
MEDIA_TYPE = "text/csv"
CONTENT_TYPE = f"{MEDIA_TYPE}; charset=utf-8"
# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Cell = str | int | float | Decimal | None


def table(rows: Iterable[Sequence[Cell]], *, language: str) -> str:
    """The rows as CSV that a spreadsheet of that language opens, each cell as it is.

    With a byte order mark and CRLF; the separator is `;` in French, `,` elsewhere. A text that
    would be a formula is led by an apostrophe; a Decimal is a number of that language.
    """
    written, is_french = io.StringIO(newline=""), language.startswith("fr")
    writer = csv.writer(written, delimiter=";" if is_french else ",")
    for row in rows:
        writer.writerow([_number(cell, is_french=is_french) for cell in row])
    return BOM + written.getvalue()


def _number(cell: Cell, *, is_french: bool) -> Cell:
    if not isinstance(cell, Decimal):
        return harmless(cell)
    return f"{cell:f}".replace(".", ",") if is_french else f"{cell:f}"


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, else Windows-1252; raises UnicodeError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def is_led(text: str) -> bool:
    """Whether an apostrophe keeps the text from being a formula, or would seem to."""
    return text.startswith("'") and text.lstrip("'").startswith(FORMULA)


def bare(cell: str) -> str:
    """What a table says in that cell, without the apostrophe that led it out."""
    text = cleaned(cell)
    return text[1:] if is_led(text) else text


def harmless(cell: Cell) -> Cell:
    """The cell, led by an apostrophe where a spreadsheet would compute it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
