"""Papers to look into: what a PDF says, and reports as long as they can be."""

from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import Any

from msgspec import structs
from pypdf import PdfReader

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


def lowest(content: bytes) -> float:
    """How far above the foot of its page the lowest text stands, in points; below zero off it."""
    found: list[float] = []

    def seen(text: str, matrix: list[float], at: list[float], *_font: Any) -> None:
        if text.strip():
            found.append(at[4] * matrix[1] + at[5] * matrix[3] + matrix[5])

    for page in PdfReader(BytesIO(content)).pages:
        page.extract_text(visitor_text=seen)
    return min(found)
