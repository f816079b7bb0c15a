"""Where a lock was just waited for in vain, nobody waits long again for a while.

A transaction that was left open in one company makes the requests of that company wait; each
holds a web worker meanwhile. The first ones wait as long as they may, those after them give up at
once, so that the workers are there for the other companies.
"""

from time import monotonic

BRIEF = "100ms"
SECONDS = 10.0

_until: dict[str, float] = {}


def note_held(schema: str) -> None:
    """A lock in that company was not to be had."""
    _until[schema] = monotonic() + SECONDS


def is_held(schema: str) -> bool:
    """Whether this process waited there in vain a moment ago."""
    return bool(_until) and _until.get(schema, 0.0) > monotonic()


def forget_held() -> None:
    """Every company is waited for as usual."""
    _until.clear()
