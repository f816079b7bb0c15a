"""Checks after a completion, and one table of what became of all first promises."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portfolio.forecast.choices import Promise

# The job that asks whoever runs a completed use whether its gain is still there.
CHECKS = "portfolio.gain_checks"
# How many months after its completion a gain is looked at again.
CHECKED_AFTER = (3, 12)
ORDER = (
    Promise.KEPT,
    Promise.KEPT_LATE,
    Promise.KEPT_AFTER_REVISION,
    Promise.KEPT_IN_PART,
    Promise.NOT_KEPT,
    Promise.PENDING,
)


@dataclass(frozen=True, kw_only=True)
class PromiseCounts:
    """How many first promises became what, `none` of those begun without any; they make `begun`."""

    counts: tuple[tuple[Promise, int], ...]
    none: int

    @property
    def begun(self) -> int:
        """Everything that began."""
        return self.none + sum(count for _, count in self.counts)

    @property
    def closed(self) -> int:
        """Those that are judged."""
        return sum(count for state, count in self.counts if state is not Promise.PENDING)

    @property
    def kept(self) -> int:
        """Those kept as first promised: the only ones that the success rate counts."""
        return dict(self.counts)[Promise.KEPT]


def promise_counts(found: Iterable[Promise | None]) -> PromiseCounts:
    """Return the table of all of them; each is counted once, None is one without a promise."""
    counted = Counter(found)
    return PromiseCounts(
        counts=tuple((state, counted[state]) for state in ORDER), none=counted[None]
    )


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the last of its month where that has fewer."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
