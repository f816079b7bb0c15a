"""A workbook (XLSX): looked through before it is opened, read in a process of its own.

A file of a hundred bytes may say that its last cell stands at XFD1048576; whoever opens it then
asks for half a terabyte and is ended. So the archive and the sheet are looked through here first,
and `answer` runs where its end is nobody else's.
"""

import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from tenants.tables.rules.sheets import (
    LONGEST_TABLE,
    MOST_COLUMNS,
    MOST_ROWS,
    OLE,
    TableRefused,
)

MOST_UNPACKED, MOST_ENTRIES, MOST_RATIO = 50_000_000, 200, 100
MOST_ROW_ELEMENTS = 100_000
MEMORY, SECONDS = 1_500_000_000, 20
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PERCENTS = frozenset({9, 10})
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
UNPACKING = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError),
    *(RuntimeError, ValueError, OSError, EOFError),
)
Typed = str | int | float | bool | datetime | date | time | object


def read_workbook(data: bytes, *, is_french: bool) -> list[tuple[int, list[str]]]:
    """Return the numbered rows of the first sheet that is shown, each cell as it is printed.

    Raises TableRefused.
    """
    parts = _parts(data)
    path, place = _first_sheet(parts)
    percents = _looked_through(parts[path], _percent_styles(parts.get("xl/styles.xml", b"")))
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(place)
        rows = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise TableRefused("not_a_workbook") from error
    return [
        (
            number,
            [
                printed(cell, is_french=is_french, is_percent=(number, column) in percents)
                for column, cell in enumerate(row)
            ],
        )
        for number, row in enumerate(rows, start=1)
    ]


def printed(cell: Typed, *, is_french: bool, is_percent: bool = False) -> str:
    """Return what a person reads in the cell, in that language; a time of day is left out."""
    if isinstance(cell, bool):
        return (("FAUX", "VRAI") if is_french else ("FALSE", "TRUE"))[cell]
    if isinstance(cell, int | float):
        return _figure(cell, is_french=is_french, is_percent=is_percent)
    if isinstance(cell, datetime | date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return str(cell)


def answer() -> None:
    """Write the rows of the workbook on standard input as JSON, or the reason they are refused."""
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        resource.setrlimit(limit, (most, most))
    told: dict[str, Any]
    try:
        told = {"rows": read_workbook(sys.stdin.buffer.read(), is_french=sys.argv[1] == "fr")}
    except TableRefused as refused:
        said = refused.reason
        told = {"refused": {"code": said.code, "row": said.row, "column": said.column}}
    sys.stdout.buffer.write(json.dumps(told).encode())


def _figure(cell: float, *, is_french: bool, is_percent: bool) -> str:
    """At most fifteen digits, as spreadsheets show them, never in a form with two readings."""
    value = Decimal(f"{cell:.15g}") * (100 if is_percent else 1)
    if not value.is_finite():
        return str(cell)
    value = value.normalize()
    text = f"{value:f}"
    whole, mark, tail = text.partition(".")
    if len(tail) == 3:
        tail += "0"
    text = f"{whole}{',' if is_french and mark else mark}{tail}"
    return f"{text} %" if is_percent and is_french else f"{text}%" if is_percent else text


def _parts(data: bytes) -> dict[str, bytes]:
    """The XML of the archive by name, every byte of it counted; raises TableRefused."""
    if len(data) > LONGEST_TABLE:
        raise TableRefused("table_too_large")
    if data.startswith(OLE):
        raise TableRefused("workbook_encrypted" if ENCRYPTED in data else "not_a_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check(entries, packed=len(data))
            parts = {one.filename: archive.read(one) for one in entries if not one.is_dir()}
    except UNPACKING as error:
        raise TableRefused("not_a_workbook") from error
    if any(_declares(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))):
        raise TableRefused("workbook_entities")
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise TableRefused("workbook_macros")
    return parts


def _declares(part: bytes) -> bool:
    """Whether it declares a document type; a part in UTF-16 says it with zeros between."""
    plain = part.replace(b"\0", b"")
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


def _check(entries: list[zipfile.ZipInfo], *, packed: int) -> None:
    names = [one.filename.casefold() for one in entries]
    unpacked = sum(one.file_size for one in entries)
    is_bomb = unpacked >= MOST_UNPACKED or unpacked >= MOST_RATIO * packed
    if is_bomb or len(entries) >= MOST_ENTRIES:
        raise TableRefused("workbook_too_heavy")
    if len(set(names)) < len(names) or any(".." in one or one.startswith("/") for one in names):
        raise TableRefused("not_a_workbook")
    if any(one.flag_bits & 1 for one in entries):
        raise TableRefused("workbook_encrypted")
    if any("vbaproject" in one or "macrosheets" in one for one in names):
        raise TableRefused("workbook_macros")
    if any("externallinks/" in one for one in names):
        raise TableRefused("workbook_external")


def _first_sheet(parts: Mapping[str, bytes]) -> tuple[str, int]:
    """The part of the first sheet that is shown, and its place among all sheets."""
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in _elements(parts.get("xl/_rels/workbook.xml.rels", b""), "Relationship")
    }
    sheets = list(_elements(parts.get("xl/workbook.xml", b""), "sheet"))
    for place, sheet in enumerate(sheets):
        if sheet.get("state", "visible") != "visible":
            continue
        key = next((value for name, value in sheet.items() if name.endswith("}id")), "")
        target = targets.get(key, "").removeprefix("/").removeprefix("xl/")
        if f"xl/{target}" in parts and "worksheets/" in target:
            return f"xl/{target}", place
    raise TableRefused("not_a_workbook")


def _percent_styles(styles: bytes) -> frozenset[str]:
    """The numbers of the cell styles that print a share as a percentage."""
    if not styles:
        return frozenset()
    own = {
        int(one.get("numFmtId", "0"))
        for one in _elements(styles, "numFmt")
        if "%" in _LITERAL.sub("", one.get("formatCode", ""))
    }
    kinds = next(_elements(styles, "cellXfs"), ())
    return frozenset(
        str(place)
        for place, one in enumerate(kinds)
        if one.get("numFmtId", "0").isdecimal() and int(one.get("numFmtId", "0")) in PERCENTS | own
    )


def _elements(part: bytes, name: str) -> Iterator[ElementTree.Element]:
    try:
        root = ElementTree.fromstring(part)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise TableRefused("not_a_workbook") from error
    return (one for one in root.iter() if one.tag.rpartition("}")[2] == name)


def _looked_through(sheet: bytes, styles: frozenset[str]) -> frozenset[tuple[int, int]]:
    """The cells that print a percentage, by row and column; raises TableRefused."""
    look = _Look(styles)
    parser = expat.ParserCreate()
    parser.StartElementHandler = look.begin
    try:
        parser.Parse(sheet, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise TableRefused("not_a_workbook") from error
    return frozenset(look.percents)


@dataclass
class _Look:
    """What stands where in a sheet that is being looked through."""

    styles: frozenset[str]
    percents: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    column: int = -1
    rows: int = 0
    style: str = ""

    def begin(self, name: str, given: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self.rows += 1
            self.row = _whole(given.get("r", ""), self.row + 1)
            self.column = -1
            if self.rows > MOST_ROW_ELEMENTS:
                raise TableRefused("too_many_rows", row=self.row)
        elif name == "c":
            self._cell(given)
        elif name in ("v", "is"):
            self._holds()

    def _cell(self, given: dict[str, str]) -> None:
        self.column += 1
        at = _CELL.fullmatch(given.get("r", ""))
        if at:
            self.column = _place(at[1])
            self.row = int(at[2])
        self.style = given.get("s", "")

    def _holds(self) -> None:
        if self.row > MOST_ROWS + 1:
            raise TableRefused("too_many_rows", row=self.row)
        if self.column >= MOST_COLUMNS:
            raise TableRefused("too_many_columns", row=max(1, self.row))
        if self.style in self.styles:
            self.percents.add((self.row, self.column))


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else otherwise


def _place(name: str) -> int:
    place = 0
    for letter in name.upper():
        place = place * 26 + ord(letter) - 64
    return place - 1
