"""The facts of a decision as lines to read: what each value is, never how it is said."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MONEY = frozenset(
    {
        "amount",
        "budget",
        "ceiling_per_decision",
        "ceiling_total",
        "cost",
        "released",
        "spend",
        "spent",
        "to_spend",
        "tranche",
        "value",
    }
)
WORDS = frozenset({"verdict", "verdicts", "role", "role_before", "scopes", "instead_verdict"})


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value: `kind` is id, money, date, number, flag, word or text."""

    kind: str
    value: Any


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line: the keys that lead to it, and its values."""

    keys: tuple[str, ...]
    values: tuple[Value, ...]


def read_facts(facts: Mapping[str, Any]) -> list[Fact]:
    """Return the lines of a decision's facts, in the order they were kept; empty values left out.

    Facts are as JSON keeps them; what they mean is told by key and shape.
    """
    return list(_lines(facts, ()))


def ids_in(facts: Mapping[str, Any]) -> set[UUID]:
    """Return every id the facts name, so that a reader can be shown names."""
    lines = read_facts(facts)
    return {v.value for line in lines for v in line.values if v.kind == "id"}


def _lines(facts: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Fact]:
    for key, value in facts.items():
        keys = (*path, str(key))
        if isinstance(value, Mapping):
            yield from _lines(value, keys)
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            for number, item in enumerate(value, start=1):
                inner = item if isinstance(item, Mapping) else {"": item}
                yield from _lines(inner, (*keys, str(number)))
        else:
            items = value if isinstance(value, list) else [value]
            values = tuple(_value(str(key), item) for item in items if item not in (None, ""))
            if values:
                yield Fact(keys=keys, values=values)


def _value(key: str, item: Any) -> Value:
    if isinstance(item, bool):
        return Value(kind="flag", value=item)
    if key in WORDS:
        return Value(kind="word", value=item)
    number = _number(item)
    if number is not None:
        return Value(kind="money" if key in MONEY else "number", value=number)
    if isinstance(item, str) and _UUID.fullmatch(item):
        return Value(kind="id", value=UUID(item))
    if isinstance(item, str) and _DATE.fullmatch(item):
        return Value(kind="date", value=date.fromisoformat(item[:10]))
    return Value(kind="text", value=item)


def _number(item: Any) -> Decimal | None:
    try:
        number = Decimal(str(item))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
