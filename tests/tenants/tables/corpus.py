"""Files somebody may send: workbooks as spreadsheets write them, and some nobody should."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import xlsxwriter

WORKSHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>{more}</Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Target="worksheets/sheet1.xml" Type="{WORKSHEET}"/></Relationships>'
)
NAMES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
BOOK = f'<workbook {NAMES}><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
MACROS = '<Override PartName="/xl/workbook.xml" ContentType="a.sheet.macroEnabled.main+xml"/>'


def sheet(rows: str) -> str:
    return f"<worksheet {NAMES}><sheetData>{rows}</sheetData></worksheet>"


def line(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'


def text(at: str, said: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{said}</t></is></c>'


GOOD = line(1, text("A1", "Nom")) + line(2, text("A2", "Devis"))


def archive(rows: str = GOOD, *, more: Mapping[str, Any] | None = None, types: str = "") -> bytes:
    """The least workbook with those rows, and other parts beside."""
    parts = {
        "[Content_Types].xml": TYPES.format(more=types),
        "_rels/.rels": RELS.replace("worksheets/sheet1.xml", "xl/workbook.xml").replace(
            "/worksheet", "/officeDocument"
        ),
        "xl/_rels/workbook.xml.rels": RELS,
        "xl/workbook.xml": BOOK,
        "xl/worksheets/sheet1.xml": sheet(rows),
        **(more or {}),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return data.getvalue()


def workbook(
    rows: Iterable[Iterable[Any]], formats: Mapping[tuple[int, int], str] | None = None
) -> bytes:
    """A workbook as a spreadsheet writes it; `formats` by row and column from 0."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            form = (formats or {}).get((number, place))
            style = book.add_format({"num_format": form}) if form else None
            if isinstance(cell, datetime):
                page.write_datetime(number, place, cell, style)
            else:
                page.write(number, place, cell, style)
    book.close()
    return data.getvalue()


def with_lying_header() -> bytes:
    """A part that says it holds ten bytes, and holds a megabyte."""
    data = bytearray(archive(line(1, text("A1", "a" * 1_000_000))))
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def zip_locked() -> bytes:
    data = bytearray(archive())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    + sheet(line(1, text("A1", "&c;")))
)
HOSTILE: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "a bomb of zeros": ("workbook_too_heavy", lambda: archive(more={"x.xml": "0" * 60_000_000})),
    "a small bomb": ("workbook_too_heavy", lambda: archive(more={"x.bin": "0" * 2_000_000})),
    "a thousand parts": (
        "workbook_too_heavy",
        lambda: archive(more={f"p{n}.xml": "" for n in range(300)}),
    ),
    "a header that lies": ("not_a_workbook", with_lying_header),
    "half a workbook": ("not_a_workbook", lambda: archive()[:600]),
    "an archive of something else": (
        "not_a_workbook",
        lambda: archive(more={"xl/workbook.xml": "<a/>"}),
    ),
    "no XML": ("not_a_workbook", lambda: archive(more={"xl/worksheets/sheet1.xml": "<a"})),
    "a way out": ("not_a_workbook", lambda: archive(more={"../../etc/passwd": "a"})),
    "an old workbook": ("not_a_workbook", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 900),
    "macros": ("workbook_macros", lambda: archive(more={"xl/vbaProject.bin": b"a"})),
    "macros that are declared": ("workbook_macros", lambda: archive(types=MACROS)),
    "a password": ("workbook_encrypted", encrypted),
    "a locked part": ("workbook_encrypted", zip_locked),
    "another file": (
        "workbook_external",
        lambda: archive(more={"xl/externalLinks/externalLink1.xml": "<a/>"}),
    ),
    "entities": ("workbook_entities", lambda: archive(more={"xl/worksheets/sheet1.xml": LAUGHS})),
    "entities in UTF-16": (
        "workbook_entities",
        lambda: archive(
            more={
                "xl/worksheets/sheet1.xml": LAUGHS.replace("?>", ' encoding="UTF-16"?>', 1).encode(
                    "utf-16"
                )
            }
        ),
    ),
    "a cell at the end of the world": (
        "too_many_rows",
        lambda: archive(GOOD + line(1_048_576, text("XFD1048576", "z"))),
    ),
    "a cell far to the right": (
        "too_many_columns",
        lambda: archive(GOOD + line(3, text("XFD3", "z"))),
    ),
    "a million empty rows": (
        "too_many_rows",
        lambda: archive(GOOD + "".join(f'<row r="{n}"/>' for n in range(3, 1_000_000))),
    ),
    "6,000 rows": (
        "too_many_rows",
        lambda: archive("".join(line(n, text(f"A{n}", "a")) for n in range(1, 6_001))),
    ),
    "a cell like a book": (
        "cell_too_long",
        lambda: archive(GOOD + line(3, text("A3", "".join(map(str, range(4_000)))))),
    ),
    "nothing": ("table_empty", lambda: archive("")),
    "a file of six megabytes": ("table_too_large", lambda: b"PK\x03\x04" + b"a" * 6_000_000),
}
HOSTILE_TEXTS: Mapping[str, tuple[str, bytes]] = {
    "a quotation mark never closed": ("quote_unclosed", b'Nom;But\n"Devis;vite\nAutre;b\n'),
    "zeros": ("unreadable_table", b"Nom;But\nDevis\0;b\n"),
    "no text in any encoding": ("unreadable_table", b"Nom\n\x81\x8d\x8f\xff"),
    "half a character in UTF-16": (
        "unreadable_table",
        "Nom;But\nD".encode("utf-16") + b"\x00\xd8\n\x00",
    ),
    "nothing": ("table_empty", b"\n ; ;\n"),
    "6,000 rows": ("too_many_rows", b"Nom\n" + b"a\n" * 6_000),
    "300 columns": ("too_many_columns", b"a;" * 300 + b"\n"),
    "a cell like a book": ("cell_too_long", b"Nom\n" + b"a" * 10_001),
    "a cell like a shelf": ("cell_too_long", b"Nom\n" + b"a" * 200_000),
    "a heading twice": ("column_twice", "Nom;NÓM ;But\n1;2;3".encode()),
    "six megabytes": ("table_too_large", b"a\n" * 3_000_000),
}
