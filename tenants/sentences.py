"""A sentence and the facts that fill its places, as the reader writes them."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise


def said(text: str | Promise, facts: Mapping[str, object]) -> str:
    """The sentence with its facts; one that is missing is a dash, never an error."""
    return str(text) % _Shown(facts)


def shown(value: Any) -> str:
    """A fact in the reader's language: dates in full, lists with commas, numbers grouped."""
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(shown(one) for one in value)
    if hasattr(value, "isoformat"):
        return str(date_format(value, "DATE_FORMAT"))
    if isinstance(value, int | float) or hasattr(value, "as_tuple"):
        return str(number_format(value, use_l10n=True, force_grouping=True))
    return str(value)


class _Shown(dict[str, object]):
    def __init__(self, facts: Mapping[str, object]) -> None:
        super().__init__({name: shown(value) for name, value in facts.items()})

    def __missing__(self, name: str) -> str:
        return "–"
