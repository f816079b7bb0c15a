"""What the documents of the diagnostic are made of: ids, versions, texts in two languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from tenants.documents import Part, Words

Name = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_]*\Z")]
Version = Annotated[str, Meta(pattern=r"^\d+\.\d+\.\d+\Z")]
Number = Annotated[float, Meta(ge=0, le=1e12)]


class Text(Part):
    """One wording in the two languages of the product."""

    fr: Words
    en: Words

    def in_language(self, language: str) -> str:
        """The French wording for *fr* and its variants, else the English one."""
        return self.fr if language.split("-")[0] == "fr" else self.en


class Named(Part):
    """A part whose name stands beside its other fields."""

    fr: Words
    en: Words

    @property
    def name(self) -> Text:
        """Its name in both languages."""
        return Text(fr=self.fr, en=self.en)


def check_ascending(numbers: Sequence[float]) -> None:
    """ValueError where a number is below the one before."""
    if list(numbers) != sorted(numbers):
        raise ValueError("Expected ascending numbers")
