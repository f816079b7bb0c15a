"""A table as text: CSV as spreadsheets and accounting software write it."""

import codecs
import csv
import io
import re

from tenants.tables.rules.sheets import LONGEST_CELL, LONGEST_TABLE, TableRefused, TableSheet
from tenants.tables.rules.writing import BOM, harmless

SEPARATORS = ("\t", ";", ",")
_TOLD = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_WIDE = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8 or UTF-16, else Windows-1252; raises TableRefused."""
    if len(data) > LONGEST_TABLE:
        raise TableRefused("table_too_large")
    try:
        return data.decode(_encoding(data))
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise TableRefused("unreadable_table") from error


def read_text(text: str) -> list[tuple[int, list[str]]]:
    """Return the numbered rows of a text; cells stand apart by `;`, `,` or tabs.

    A first line `sep=;` is obeyed, as spreadsheets do. Raises TableRefused.
    """
    if len(text) > LONGEST_TABLE:
        raise TableRefused("table_too_large")
    plain = text.removeprefix(BOM).lstrip("\r\n")
    skipped, told = 0, _TOLD.match(plain)
    if told:
        plain, skipped = plain[told.end() :], 1
    mark = told[1] if told else separator_of(plain.partition("\n")[0])
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL * 2))
    reader = csv.reader(io.StringIO(plain, newline=""), delimiter=mark, strict=True)
    rows = []
    try:
        for number, cells in enumerate(reader, start=1 + skipped):
            rows.append((number, cells))
    except csv.Error as error:
        raise TableRefused(_fault(str(error)), row=len(rows) + 1 + skipped) from error
    return rows


def retold(sheet: TableSheet) -> str:
    """Return the sheet as a text that `read_text` reads back, each row at its number."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(sheet.headings)
    at = 1
    for row in sheet.rows:
        text.write("\n" * (row.number - at - 1))
        writer.writerow(map(harmless, row.cells))
        at = row.number
    return text.getvalue()


def separator_of(heading: str) -> str:
    """Return what stands between the cells of that line: the mark that it holds most."""
    bare = _QUOTED.sub("", heading)
    return max(SEPARATORS, key=bare.count)


def _encoding(data: bytes) -> str:
    for mark, name in _WIDE.items():
        if data.startswith(mark):
            return name
    # Half of a Western text in UTF-16 are zeros: the even bytes, or the odd ones.
    head = data[:400]
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if len(zeros) > 1 and zeros.count(0) > 0.8 * len(zeros):
            return name
    return "utf-8-sig"


def _fault(said: str) -> str:
    return "cell_too_long" if "field limit" in said else "quote_unclosed"
