from typing import Any

from django.db import models

from portfolio.likeness.rules import TITLE_BITS, WHOLE_BITS, Wording, signature


class BitsField(models.Field):  # type: ignore[type-arg]
    """A string of so many bits, written “0101…”."""

    def __init__(self, *args: Any, length: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.length = length

    def db_type(self, connection: Any) -> str:
        """PostgreSQL's own."""
        return f"bit({self.length})"

    def deconstruct(self) -> Any:
        """With its length."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "length": self.length}


class Likeness(models.Model):
    """How one initiative reads, as bits of its trigrams, to find what is like it.

    Apart from its standing, so that a look at all of them reads little.
    """

    initiative = models.OneToOneField(
        "portfolio.Initiative",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="likeness",
    )
    title_bits = BitsField(length=TITLE_BITS)
    title_count = models.PositiveSmallIntegerField()
    whole_bits = BitsField(length=WHOLE_BITS)
    whole_count = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"likeness of {self.initiative_id}"


def likeness_of(*, initiative_id: Any, reads: Wording) -> Likeness:
    """What is stored of how it reads, not written yet."""
    title = signature(reads.title, length=TITLE_BITS)
    whole = signature(reads.whole, length=WHOLE_BITS)
    return Likeness(
        initiative_id=initiative_id,
        title_bits=title.bits,
        title_count=title.count,
        whole_bits=whole.bits,
        whole_count=whole.count,
    )
