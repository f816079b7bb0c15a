"""By when who has the authority answers, and what is told of how long that takes."""

from datetime import date, timedelta
from decimal import Decimal

ANSWERED_WITHIN = timedelta(days=7)
# Fewer answers than this would tell of a person instead of the company.
LEAST_COUNTED = 3
COUNTED_DAYS = 365


def due_on(asked_on: date) -> date:
    """Return the day by which an answer is owed."""
    return asked_on + ANSWERED_WITHIN


def told_median(*, median: Decimal | None, count: int) -> Decimal | None:
    """Return the median in days where enough was answered to tell it, else None."""
    return median if count >= LEAST_COUNTED else None
