"""When the next review is due: one row of the portfolio and one row of due work, kept together."""

from datetime import date, datetime, time, timedelta

from portfolio.choices import ReviewCadence
from portfolio.models import Portfolio
from portfolio.rules.periods import Period, period_after, period_of
from portfolio.selectors.portfolio_row import company_zone
from tenants.services.due_work import bring_forward, set_due

OPEN_REVIEW, REVIEW_RHYTHM = "portfolio.open_review", "portfolio.review_rhythm"
MORNING = time(6, 0)


def begin_rhythm(*, portfolio: Portfolio, today: date) -> None:
    """The first review stands in the calendar, the daily look begins tomorrow."""
    if portfolio.covered_until is None:
        cadence = ReviewCadence(portfolio.next_rhythm)
        cover(portfolio=portfolio, until=period_of(cadence=cadence, day=today).end)
    expect_rhythm(day=today + timedelta(days=1))


def cover(*, portfolio: Portfolio, until: date) -> None:
    """Everything up to that day is covered, in the rhythm chosen last; the next one is due."""
    portfolio.covered_until = until
    portfolio.rhythm = portfolio.next_rhythm
    following = period_after(
        period=Period(start=until, end=until), cadence=ReviewCadence(portfolio.rhythm)
    )
    postpone(portfolio=portfolio, until=following.due_on, fields=["covered_until", "rhythm"])


def postpone(*, portfolio: Portfolio, until: date, fields: list[str] | None = None) -> None:
    """The next review is due that day, in the row and in the due work."""
    portfolio.next_review_on = until
    portfolio.version += 1
    portfolio.save(update_fields=[*(fields or []), "next_review_on", "version"])
    set_due(job=OPEN_REVIEW, due_at=morning_of(until))


def morning_of(day: date) -> datetime:
    """Six o'clock that day, in the company's time zone."""
    return datetime.combine(day, MORNING, tzinfo=company_zone())


def expect_rhythm(*, day: date) -> None:
    """The daily look at reviews, pauses, trials and exceptions happens that day or before."""
    bring_forward(job=REVIEW_RHYTHM, due_at=morning_of(day))
