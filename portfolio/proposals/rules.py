"""By when a proposal is answered: within fifteen days, a question stops the clock for five."""

from datetime import date, timedelta

from portfolio.rhythm.rules import COMMON, Calendar, add_days

ANSWERED_WITHIN = timedelta(days=15)
QUESTION_STOPS = timedelta(days=5)
SOON = timedelta(days=3)


def answer_due(*, proposed_on: date, calendar: Calendar = COMMON) -> date:
    """Return the last day for an answer."""
    return add_days(day=proposed_on, count=ANSWERED_WITHIN.days, calendar=calendar)


def due_while_asked(*, due_on: date) -> date:
    """Return the last day once its proposer is asked something."""
    return due_on + QUESTION_STOPS


def due_once_told(*, due_on: date, asked_on: date, told_on: date) -> date:
    """Return the last day once the proposer has answered: days that were not needed come back."""
    needed = min(QUESTION_STOPS, max(timedelta(0), told_on - asked_on))
    return due_on - (QUESTION_STOPS - needed)
