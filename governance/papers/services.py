"""Paper: a template gives the words as XML, a Typst file gives the ink, together they are a PDF.

What a person typed is text in both: the words are escaped, and the ink reads them as data.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.template.loader import render_to_string

MEDIA_TYPE = "application/pdf"
LOGO = Path("static") / "logo.svg"
FONT = "fontpkg_inter"
BRAND = "#12355b"
# What no XML document may hold, however it got into a name.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper before it is printed: its ink, its words in one language, the time it bears."""

    ink: str
    words: str
    at: datetime

    @property
    def etag(self) -> str:
        """The same for the same ink and words, in quotation marks."""
        parts = (_source(self.ink), self.words.encode(), self.at.isoformat().encode())
        return f'"{hashlib.sha256(b"|".join(parts)).hexdigest()[:32]}"'


def set_sheet(*, template: str, context: Mapping[str, Any], at: datetime) -> Sheet:
    """The sheet of `<template>.xml` in the active language, to be inked by `<template>.typ`."""
    words = render_to_string(f"{template}.xml", dict(context))
    return Sheet(f"{template}.typ", _UNPRINTABLE.sub("", words), at)


def print_sheet(sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1); the same bytes for the same sheet.

    Reads the templates and the font, nothing else; raises typst.TypstError.
    """
    return typst.compile(
        _folder() / sheet.ink,
        root=_folder(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"words": sheet.words, "logo": _logo()},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(sheet.at.timestamp()),
    )


def _folder() -> Path:
    folder: Path = settings.BASE_DIR / "templates"
    return folder


@cache
def _source(ink: str) -> bytes:
    return (_folder() / ink).read_bytes()


@cache
def _logo() -> str:
    """The logotype in one colour: paper knows no dark theme."""
    drawn = (settings.BASE_DIR / LOGO).read_text("utf-8")
    return re.sub("<style>.*?</style>", "", drawn).replace("currentColor", BRAND)


@cache
def _fonts() -> typst.Fonts:
    """Inter from its wheel; the faces of this machine play no part."""
    wheel = find_spec(FONT)
    if wheel is None or wheel.origin is None:
        raise ModuleNotFoundError(FONT)
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[Path(wheel.origin).parent / "files"],
    )
