"""The one text of a decision that is hashed: the same facts always give the same bytes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
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
