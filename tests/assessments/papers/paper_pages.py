"""Papers to look into: what a PDF says, and reports as long as they can be."""

from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import Any

from msgspec import structs
from pypdf import PdfReader

from governance.papers.services import Sheet, print_sheet
from tenants.documents import Part

LONG = "Ordonnancement prévisionnel des approvisionnements stratégiques, "


def pages(content: bytes) -> list[str]:
    """The text of each page, its blanks as single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def stretched(value: Any, name: str = "") -> Any:
    """The same, every text of a person or a catalogue ten times too long; codes stay."""
    if isinstance(value, str):
        return LONG * 10 if value and (" " in value or name in TEXTS) else value
    if isinstance(value, tuple):
        return tuple(stretched(one, name) for one in value)
    if isinstance(value, Part):
        kept = {one: stretched(getattr(value, one), one) for one in value.__struct_fields__}
        return structs.replace(value, **kept)
    if is_dataclass(value) and not isinstance(value, type):
        known = {one.name: stretched(getattr(value, one.name), one.name) for one in fields(value)}
        return replace(value, **known)
    return value


TEXTS = {"title", "how", "why", "question", "answer", "kpi", "fr", "en"}


ADDRESS = (LONG * 4)[:200]
# In points, where a foot with an address begins: body text stands on 24 mm at the lowest.
FOOT = 23.9 / 25.4 * 72


def holds(sheet: Sheet) -> bool:
    """Whether it is one page whose foot begins with the longest address: nothing runs over it."""
    printed = print_sheet(replace(sheet, address=ADDRESS))
    found: list[str] = []

    def seen(text: str, matrix: list[float], at: list[float], *_font: Any) -> None:
        if text.strip() and at[4] * matrix[1] + at[5] * matrix[3] + matrix[5] < FOOT:
            found.append(text)

    (page,) = PdfReader(BytesIO(printed)).pages
    page.extract_text(visitor_text=seen)
    return " ".join("".join(found).split()).startswith(ADDRESS[:60])


def lowest(content: bytes) -> float:
    """How far above the foot of its page the lowest text stands, in points; below zero off it."""
    found: list[float] = []

    def seen(text: str, matrix: list[float], at: list[float], *_font: Any) -> None:
        if text.strip():
            found.append(at[4] * matrix[1] + at[5] * matrix[3] + matrix[5])

    for page in PdfReader(BytesIO(content)).pages:
        page.extract_text(visitor_text=seen)
    return min(found)
