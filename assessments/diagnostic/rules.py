"""How long people really take: active time between answers, and its median.

A pause is not answering: a gap between two answers counts two minutes at most. What remains above
an hour, or below a minute (answers sent by a program), says nothing about reading and is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import ceil
from statistics import median

LONGEST_GAP = 120.0
LEAST, MOST = 60.0, 3600.0


@dataclass(frozen=True, slots=True)
class RealDuration:
    """The median of *count* questionnaires answered whole, in minutes rounded up."""

    minutes: int
    count: int


def active_seconds(moments: Iterable[datetime]) -> float:
    """Seconds between successive moments, each gap counting two minutes at most."""
    gaps = pairwise(sorted(moments))
    return sum(min((after - before).total_seconds(), LONGEST_GAP) for before, after in gaps)


def real_duration(seconds: Sequence[float], *, least_count: int = 1) -> RealDuration | None:
    """The median of what a person can have taken; None below *least_count* of them."""
    believable = [one for one in seconds if LEAST <= one <= MOST]
    if len(believable) < max(least_count, 1):
        return None
    return RealDuration(ceil(median(believable) / 60), len(believable))
