"""When the week's mail leaves."""

from datetime import date, timedelta

from portfolio.rhythm.rules import COMMON, Calendar, is_working_day, next_working_day

WEEK = timedelta(days=7)


def monday_of(day: date) -> date:
    """Return the Monday that begins that week."""
    return day - timedelta(days=day.weekday())


def is_written(today: date, calendar: Calendar = COMMON) -> bool:
    """Return whether it may leave that day: any working day of a week that has had none."""
    return is_working_day(day=today, calendar=calendar)


def written_next(today: date, calendar: Calendar = COMMON) -> date:
    """Return the next day on which it is looked for: today's, if it had to wait, else next week."""
    waits = not is_written(today, calendar)
    first = today if waits else monday_of(today) + WEEK
    return next_working_day(day=first, calendar=calendar)
