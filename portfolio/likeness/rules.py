"""How alike two ideas read, by the trigrams of their words."""

from collections.abc import Collection
from dataclasses import dataclass
from zlib import crc32

from tenants.texts import folded

ALIKE_FROM = 0.35
TITLE_BITS, WHOLE_BITS = 256, 1024
# Of a long summary its beginning says what it is about.
LONGEST = 600

Trigrams = frozenset[str]


def trigrams(text: str) -> Trigrams:
    """Return the trigrams of the folded words, each with two blanks before and one after.

    As PostgreSQL's pg_trgm makes them (F.35, *Trigram (or Trigraph) Concepts*): of “chat” they are
    “  c”, “ ch”, “cha”, “hat” and “at ”.
    """
    padded = (f"  {word} " for word in folded(text).split())
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))


def likeness(one: Trigrams, other: Trigrams) -> float:
    """Return the share of trigrams that both have, of all that either has: 0 to 1 (Jaccard)."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


@dataclass(frozen=True, kw_only=True)
class Wording:
    """An idea as it reads: the trigrams of its title, and of its title with its summary."""

    title: Trigrams
    whole: Trigrams


def wording(*, title: str, summary: str = "") -> Wording:
    """Return how an idea reads."""
    whole = f"{title} {summary[:LONGEST]}" if summary.strip() else title
    return Wording(title=trigrams(title), whole=trigrams(whole))


def alikeness(one: Wording, other: Wording) -> float:
    """Return how alike two ideas read: by their titles, or with their summaries if that is more."""
    return max(likeness(one.title, other.title), likeness(one.whole, other.whole))


def are_alike(one: Wording, other: Wording) -> bool:
    """Return whether two ideas are taken for alike."""
    return alikeness(one, other) >= ALIKE_FROM


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Trigrams as bits, for a first look that misses nothing.

    `slack` is how many trigrams share a bit with another: two sets have at most as many trigrams
    in common as bits, plus the slack of one of them.
    """

    bits: str
    count: int
    slack: int


def signature(given: Collection[str], *, length: int) -> Signature:
    """Return the trigrams as a string of so many bits: bit CRC-32 modulo `length` is set."""
    places = {crc32(one.encode()) % length for one in given}
    bits = "".join("1" if at in places else "0" for at in range(length))
    return Signature(bits=bits, count=len(given), slack=len(given) - len(places))
