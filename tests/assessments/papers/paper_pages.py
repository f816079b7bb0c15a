"""Papers to look into: what a PDF says, and reports as long as they can be."""

from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from assessments.results.rules.radar import Radar, RadarScore, radar

LONG = "Ordonnancement prévisionnel des approvisionnements stratégiques, "


def pages(content: bytes) -> list[str]:
    """The text of each page, its blanks as single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def stretched(value: Any, name: str = "") -> Any:
    """The same, every text of a person or a catalogue ten times too long; codes stay."""
    if isinstance(value, Radar):
        scores = [RadarScore(axis.name, axis.value, 50) for axis in value.axes]
        return radar(scores)
    if isinstance(value, str):
        return LONG * 10 if value and (" " in value or name in TEXTS) else value
    if isinstance(value, tuple):
        return tuple(stretched(one, name) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        known = {one.name: stretched(getattr(value, one.name), one.name) for one in fields(value)}
        return replace(value, **known)
    return value


TEXTS = {"title", "how", "why", "question", "answer", "name", "kpi", "plain", "level_name"}
