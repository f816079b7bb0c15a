"""When the board's page of a month is due."""

from datetime import date, timedelta

from portfolio.rhythm.rules import COMMON, Calendar, next_working_day

BOARD_PAPER = "portfolio.board_paper"


def month_of(day: date) -> date:
    """The first day of its month: each month has one page."""
    return day.replace(day=1)


def due_after(day: date, calendar: Calendar = COMMON) -> date:
    """The first working day of the month that follows, August included."""
    following = month_of(month_of(day) + timedelta(days=32))
    return next_working_day(day=following, calendar=calendar)
