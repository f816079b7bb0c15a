"""Checks after a completion: when a gain is looked at again."""

from datetime import date, timedelta

# The job that asks whoever runs a completed use whether its gain is still there.
CHECKS = "portfolio.gain_checks"
# How many months after its completion a gain is looked at again.
CHECKED_AFTER = (3, 12)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the last of its month where that has fewer."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
