"""The one text of a decision that is hashed: the same facts always give the same bytes."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from itertools import chain
from typing import Any
from uuid import UUID


def plain(value: Any) -> Any:
    """The value as JSON knows it; ids, dates and amounts become text, sets become sorted lists."""
    match value:
        case None | bool() | int() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return plain(value.value)
        case UUID() | Decimal():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case float():
            return repr(value)
        case Mapping():
            return {str(plain(key)): plain(inner) for key, inner in value.items()}
        case set() | frozenset():
            return sorted((plain(inner) for inner in value), key=str)
        case Iterable():
            return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} cannot stand in a decision")


def canonical_text(fields: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces, as in RFC 8785 for the values used here."""
    return json.dumps(plain(fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Link:
    """One decision as stored."""

    seq: int
    previous_hash: bytes
    hash: bytes
    canonical: str
    fields: Mapping[str, Any]


def first_broken_link(links: Iterable[Link]) -> int | None:
    """The `seq` of the first entry that is missing, moved or altered; None when all holds.

    Each hash is SHA-256 over the previous hash followed by the canonical text (a hash chain).
    """
    expected_seq, previous = 1, b""
    for link in links:
        sound = (
            link.seq == expected_seq
            and link.previous_hash == previous
            and link.canonical == canonical_text(link.fields)
            and link.hash == hashlib.sha256(previous + link.canonical.encode()).digest()
        )
        if not sound:
            return expected_seq
        expected_seq, previous = link.seq + 1, link.hash
    return None


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MONEY = frozenset(
    {
        "amount",
        "budget",
        "ceiling_per_decision",
        "ceiling_total",
        "committed",
        "cost",
        "released",
        "spend",
        "spent",
        "stop_above",
        "to_gain",
        "to_spend",
        "tranche",
    }
)
MEASURES = frozenset({"target", "value"})
SHARES = frozenset({"chance", "gain_share", "share", "spent_share"})
WORDS = frozenset(
    {
        "code",
        "corrected_verdict",
        "dpia",
        "from",
        "health",
        "instead_verdict",
        "role",
        "role_before",
        "scopes",
        "state",
        "to",
        "verdict",
        "verdicts",
    }
)
TEXTS = frozenset({"kept", "lesson", "scope"})
# What decides is read first; JSON keeps no order of its own.
FIRST = (
    "health",
    "chance",
    "objectives",
    "to_spend",
    "to_gain",
    "spent",
    "signals",
    "guard",
    "changes",
    "amount",
    "tranche",
    "lesson",
    "kept",
    "gained",
    "for",
    "stand_in",
    "holder",
    "deputy",
    "verdicts",
    "ceiling_per_decision",
    "ceiling_total",
    "days_per_month",
    "starts",
    "ends",
    "until",
    "from",
    "to",
    "captain",
)
# What was and what is: what they are is told by the key above them.
SIDES = frozenset({"old", "new"})


@dataclass(frozen=True, kw_only=True)
class Value:
    """One value: `kind` is id, money, measure, share, date, number, flag, word or text.

    A measure is in the unit of the objective `of`.
    """

    kind: str
    value: Any
    of: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line: the keys that lead to it, and its values."""

    keys: tuple[str, ...]
    values: tuple[Value, ...]


def read_facts(facts: Mapping[str, Any]) -> list[Fact]:
    """Return the lines of a decision's facts, what decides first; empty values left out.

    Facts are as JSON keeps them; what they mean is told by key and shape.
    """
    first = {key: place for place, key in enumerate(FIRST)}
    known = sorted(facts, key=lambda key: first.get(key, len(first)))
    return list(_lines({key: facts[key] for key in known}, (), None))


def ids_of(lines: Iterable[Fact]) -> set[UUID]:
    """Return every id those lines name, so that a reader can be shown names and units."""
    values = [value for line in lines for value in line.values]
    return {v.value for v in values if v.kind == "id"} | {v.of for v in values if v.of is not None}


def _lines(facts: Mapping[str, Any], path: tuple[str, ...], of: UUID | None) -> Iterator[Fact]:
    """`of` is the objective that the facts around these are about."""
    of = _id(facts.get("objective")) or of
    for key, value in facts.items():
        keys = (*path, str(key))
        if isinstance(value, Mapping):
            yield from _lines(value, keys, of)
        elif isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
            yield from _listed(value, keys, of)
        else:
            values = _values(keys, value, of)
            if values:
                yield Fact(keys=keys, values=values)


def _listed(items: list[Any], keys: tuple[str, ...], of: UUID | None) -> Iterator[Fact]:
    """The lines of several of a kind, numbered when there are two or more; a code is one line."""
    for number, item in enumerate(items, start=1):
        inner = item if isinstance(item, Mapping) else {"": item}
        if "code" in inner:
            values = (_values((*keys, str(key)), value, of) for key, value in inner.items())
            yield Fact(keys=keys, values=tuple(chain.from_iterable(values)))
        else:
            yield from _lines(inner, (*keys, str(number)) if len(items) > 1 else keys, of)


def _values(keys: tuple[str, ...], value: Any, of: UUID | None) -> tuple[Value, ...]:
    meant = keys[-2] if keys[-1] in SIDES and len(keys) > 1 else keys[-1]
    items = value if isinstance(value, list) else [value]
    return tuple(_value(meant, item, of) for item in items if item not in (None, ""))


def _value(key: str, item: Any, of: UUID | None) -> Value:
    if isinstance(item, bool):
        return Value(kind="flag", value=item)
    if key in WORDS:
        return Value(kind="word", value=item)
    number = None if key in TEXTS else _number(item)
    if number is not None:
        return _figure(key, number, of)
    if (identifier := _id(item)) is not None:
        return Value(kind="id", value=identifier)
    if isinstance(item, str) and _DATE.fullmatch(item):
        return Value(kind="date", value=date.fromisoformat(item[:10]))
    return Value(kind="text", value=item)


def _figure(key: str, number: Decimal, of: UUID | None) -> Value:
    if key in MONEY:
        return Value(kind="money", value=number)
    if key in SHARES:
        return Value(kind="share", value=number)
    if key in MEASURES and of is not None:
        return Value(kind="measure", value=number, of=of)
    return Value(kind="number", value=number)


def _id(item: Any) -> UUID | None:
    return UUID(item) if isinstance(item, str) and _UUID.fullmatch(item) else None


def _number(item: Any) -> Decimal | None:
    try:
        number = Decimal(str(item))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
