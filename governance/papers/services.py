"""Paper: a template gives the words as XML, a Typst file gives the ink, together they are a PDF.

What a person typed is text in both: the words are escaped, and the ink reads them as data.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache as remembered
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string

from governance.company.selectors import postal_address
from tenants.errors import Unavailable
from tenants.texts import cleaned

MEDIA_TYPE = "application/pdf"
LOGO = Path("static") / "logo.svg"
FONT = "fontpkg_inter"
FACES = ("Inter", "Libertinus Serif")
"""What letters are drawn with: the first that has them."""
NO_GLYPH = "□"
ALWAYS_DRAWN = "\u0180"
"""Every letter before this one stands in the first face."""
BRAND = "#12355b"
PRINTING, PRINTING_SECONDS = "paper:printing", 30
KEPT_SECONDS = 24 * 3600
# What no XML document may hold, however it got into a name.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper before it is printed: its ink, its words in one language, the time it bears.

    `address` is the company's, as it is when the paper is made ready: every foot carries it.
    """

    ink: str
    words: str
    at: datetime
    address: str = ""

    @property
    def etag(self) -> str:
        """The same for the same ink and words, in quotation marks."""
        told = (self.words, self.at.isoformat(), self.address)
        parts = (_source(self.ink), *(one.encode() for one in told))
        return f'"{hashlib.sha256(b"|".join(parts)).hexdigest()[:32]}"'


def set_sheet(*, template: str, context: Mapping[str, Any], at: datetime) -> Sheet:
    """The sheet of `<template>.xml` in the active language, to be inked by `<template>.typ`."""
    words = render_to_string(f"{template}.xml", dict(context))
    return Sheet(
        ink=f"{template}.typ",
        words=_printable(words),
        at=at,
        address=_printable(postal_address()),
    )


def print_sheet(sheet: Sheet) -> bytes:
    """The sheet as a tagged PDF (PDF/UA-1); the same bytes for the same sheet.

    A character that no face has is drawn as its plain form or as an empty square. Reads the
    templates and the fonts, nothing else.
    """
    others = dict(undrawn(sheet.words + sheet.address))
    return typst.compile(
        _folder() / sheet.ink,
        root=_folder(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={
            "words": sheet.words,
            "address": sheet.address,
            "logo": _logo(),
            "others": json.dumps(others),
        },
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(sheet.at.timestamp()),
    )


def kept_paper(sheet: Sheet) -> bytes | None:
    """The paper as it was printed for somebody without an account; None if nobody asked yet."""
    kept: bytes | None = cache.get(_kept_as(sheet))
    return kept


def print_for_anybody(sheet: Sheet) -> bytes:
    """The paper, kept for a day: each version is printed once, and one at a time in all processes.

    Raises Unavailable `papers_busy` while another is printed: who has an account comes first.
    """
    if not cache.add(PRINTING, 1, PRINTING_SECONDS):
        raise Unavailable("papers_busy")
    try:
        printed = print_sheet(sheet)
        cache.set(_kept_as(sheet), printed, KEPT_SECONDS)
    finally:
        cache.delete(PRINTING)
    return printed


def _kept_as(sheet: Sheet) -> str:
    return f"paper:{sheet.etag}"


def undrawn(words: str) -> Iterator[tuple[str, str]]:
    """Each character that no face has, with what is drawn in its place: *ﬁ* gives *fi*."""
    for one in sorted(set(words)):
        if one >= ALWAYS_DRAWN and not is_drawn(one):
            plain = unicodedata.normalize("NFKC", one)
            drawn = plain != one and all(part < ALWAYS_DRAWN or is_drawn(part) for part in plain)
            yield one, plain if drawn else NO_GLYPH


@lru_cache(maxsize=8192)
def is_drawn(character: str) -> bool:
    """Whether a face has that character; PDF/UA-1 refuses a text without a glyph."""
    faces = ", ".join(f'"{one}"' for one in FACES)
    ink = f'#set document(title: "-")\n#set text(font: ({faces}))\n#sys.inputs.words'
    try:
        typst.compile(
            ink.encode(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"words": character},
            format="pdf",
            pdf_standards=["ua-1"],
        )
    except typst.TypstError:
        return False
    return True


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", cleaned(text))


def _folder() -> Path:
    folder: Path = settings.BASE_DIR / "templates"
    return folder


@remembered
def _source(ink: str) -> bytes:
    return (_folder() / ink).read_bytes()


@remembered
def _logo() -> str:
    """The logotype in one colour: paper knows no dark theme."""
    drawn = (settings.BASE_DIR / LOGO).read_text("utf-8")
    return re.sub("<style>.*?</style>", "", drawn).replace("currentColor", BRAND)


@remembered
def _fonts() -> typst.Fonts:
    """Inter from its wheel, then typst's own; the faces of this machine play no part."""
    wheel = find_spec(FONT)
    if wheel is None or wheel.origin is None:
        raise ModuleNotFoundError(FONT)
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[Path(wheel.origin).parent / "files"],
    )
