"""Which quarter a day stands in, and when its page is due."""

from dataclasses import dataclass
from datetime import date, timedelta

from portfolio.rhythm.rules import COMMON, Calendar, next_working_day

QUARTER_PAPER = "portfolio.quarter_paper"
MOST_ASKS = 3


@dataclass(frozen=True, kw_only=True)
class Quarter:
    """A quarter of the fiscal year, both days included; `number` is 1 to 4."""

    start: date
    end: date
    number: int


def quarter_of(*, day: date, month: int) -> Quarter:
    """Return the quarter of that day in a fiscal year that begins with that month (1 to 12)."""
    gone = (day.month - month) % 12
    start = _month(day.replace(day=1), -(gone % 3))
    return Quarter(start=start, end=_month(start, 3) - timedelta(days=1), number=gone // 3 + 1)


def quarter_before(*, day: date, month: int) -> Quarter:
    """Return the last quarter that was over that day."""
    present = quarter_of(day=day, month=month)
    return quarter_of(day=present.start - timedelta(days=1), month=month)


def due_after(*, day: date, month: int, calendar: Calendar = COMMON) -> date:
    """Return the first working day after the quarter of that day."""
    end = quarter_of(day=day, month=month).end
    return next_working_day(day=end + timedelta(days=1), calendar=calendar)


def _month(first: date, later: int) -> date:
    """The first day of the month that many months later."""
    year, month = divmod(first.year * 12 + first.month - 1 + later, 12)
    return date(year, month + 1, 1)
