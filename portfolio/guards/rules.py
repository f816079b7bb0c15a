"""What must not get worse: whether the last value of a guard rail keeps to its limit."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from portfolio.objectives.choices import Direction


def keeps(*, value: Decimal, limit: Decimal, direction: str) -> bool:
    """Return whether the value is not worse than the limit; on the limit it keeps to it."""
    return value <= limit if direction == Direction.DOWN else value >= limit


def crossed_since(
    *, readings: Sequence[tuple[date, Decimal]], limit: Decimal, direction: str
) -> date | None:
    """Return the first day of the values past the limit, up to the last; None where it keeps.

    `readings` are days with their value, oldest first.
    """
    since = None
    for day, value in readings:
        if keeps(value=value, limit=limit, direction=direction):
            since = None
        elif since is None:
            since = day
    return since
