"""How one cell is read: each reader is given the text and whether it is French."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tenants.reading import Ambiguous, Unread, read_day, read_quantity
from tenants.texts import folded

EUROS = frozenset({"", "€", "eur", "euro", "euros"})
MOST = Decimal(1_000_000_000)
Read = Callable[[str, bool], Any]


class CellFault(ValueError):
    """A cell that cannot be read; its text is the code of the reason."""


def as_text(value: str, _is_french: bool) -> str:
    """The text as it stands."""
    return value.strip()


def as_day(value: str, _is_french: bool) -> date | None:
    """A day, None where nothing stands."""
    if not value.strip():
        return None
    try:
        return read_day(value)
    except Unread as error:
        raise CellFault("not_a_day") from error


def as_number(
    places: int,
    *,
    least: Decimal = Decimal(0),
    most: Decimal = MOST,
    units: frozenset[str] | None = EUROS,
) -> Read:
    """A number between the two; whole without `places`, None where nothing stands.

    One of those `units` may stand beside it, any where they are None.
    """

    def read(value: str, is_french: bool) -> Decimal | int | None:
        if not value.strip():
            return None
        found = _quantity(value, is_french=is_french, places=places, units=units)
        if not least <= found <= most:
            raise CellFault("out_of_range")
        if places:
            if found != round(found, places):
                raise CellFault("max_decimal_places")
            return round(found, places)
        if found != found.to_integral_value():
            raise CellFault("not_whole")
        return int(found)

    return read


def as_share(value: str, is_french: bool) -> Decimal | None:
    """A share of one, as `45 %` or `0.45`; None where nothing stands."""
    if not value.strip():
        return None
    found = _quantity(value, is_french=is_french, places=4, units=frozenset({"", "%"}))
    share = found / 100 if value.strip().endswith("%") else found
    if not 0 <= share <= 1:
        raise CellFault("out_of_range")
    return share


def as_code(known: Sequence[str]) -> Read:
    """One of those codes, as they stand."""

    def read(value: str, _is_french: bool) -> str:
        code = value.strip()
        if code not in known:
            raise CellFault("unknown_code")
        return code

    return read


def as_word(known: Mapping[str, str]) -> Read:
    """The code that a folded word stands for, whichever way it is said; empty where nothing is."""

    def read(value: str, _is_french: bool) -> str:
        word = folded(value)
        if not word:
            return ""
        if word not in known:
            raise CellFault("unknown_code")
        return known[word]

    return read


def _quantity(value: str, *, is_french: bool, places: int, units: frozenset[str] | None) -> Decimal:
    try:
        found = read_quantity(value, is_french=is_french, places=places)
    except Ambiguous as error:
        raise CellFault("number_ambiguous") from error
    except Unread as error:
        raise CellFault("not_a_number") from error
    if units is not None and found.unit.casefold() not in units:
        raise CellFault("not_a_number")
    return found.value
