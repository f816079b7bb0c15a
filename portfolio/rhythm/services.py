"""When the next review is due: one row of the portfolio and one row of due work, kept together."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from governance.access.rules.actors import Act, act_of_system
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from portfolio.board.rules import BOARD_PAPER, due_after
from portfolio.cap.models import Portfolio
from portfolio.cap.selectors import company_zone, lock_portfolio
from portfolio.estimates.choices import CompanySize
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.quarters.rules import QUARTER_PAPER
from portfolio.quarters.rules import due_after as quarter_due_after
from portfolio.rhythm.choices import ReviewCadence
from portfolio.rhythm.rules import Period, lost_days, period_after, period_of
from tenants.columns import check_columns
from tenants.due_work.selectors import due_at_of
from tenants.due_work.services import bring_all_forward, bring_forward, set_due
from tenants.errors import Invalid
from tenants.rows import check_version
from tenants.transactions import touch, use_case

OPEN_REVIEW, REVIEW_RHYTHM = "portfolio.open_review", "portfolio.review_rhythm"
MORNING, DAY = time(6, 0), timedelta(days=1)
DEAREST_DAY, MOST_CLOSED = 10_000, 3


def begin_rhythm(*, portfolio: Portfolio, today: date) -> None:
    """The first review stands in the calendar and the next page for the board, the daily look
    begins tomorrow.
    """
    due = {REVIEW_RHYTHM: today + DAY}
    if portfolio.covered_until is None:
        cadence = ReviewCadence(portfolio.next_rhythm)
        due[OPEN_REVIEW] = _covered(portfolio, until=period_of(cadence=cadence, day=today).end)
        due[BOARD_PAPER] = due_after(today, portfolio.calendar)
        due[QUARTER_PAPER] = _quarter_due(portfolio, today=today)
    bring_all_forward({job: morning_of(day) for job, day in due.items()})


def expect_quarter(*, portfolio: Portfolio, today: date) -> None:
    """The page of the present quarter is made on the first working day after it."""
    bring_forward(job=QUARTER_PAPER, due_at=morning_of(_quarter_due(portfolio, today=today)))


def _quarter_due(portfolio: Portfolio, *, today: date) -> date:
    return quarter_due_after(day=today, month=portfolio.fiscal_month, calendar=portfolio.calendar)


def cover(*, portfolio: Portfolio, until: date) -> None:
    """Everything up to that day is covered, in the rhythm chosen last; the next one is due."""
    set_due(job=OPEN_REVIEW, due_at=morning_of(_covered(portfolio, until=until)))


def _covered(portfolio: Portfolio, *, until: date) -> date:
    """The row says that everything up to that day is covered; the day the next one opens."""
    portfolio.covered_until = until
    portfolio.rhythm = portfolio.next_rhythm
    portfolio.next_review_on = following = _due_next(portfolio)
    _saved(portfolio, ["covered_until", "rhythm", "next_review_on"])
    return following


def _due_next(portfolio: Portfolio) -> date:
    """The day on which the review after what is covered opens."""
    until, calendar = portfolio.covered_until, portfolio.calendar
    assert until is not None
    following = period_after(
        period=Period(start=until, end=until),
        cadence=ReviewCadence(portfolio.rhythm),
        calendar=calendar,
    )
    return following.due_on(calendar)


def postpone(*, portfolio: Portfolio, until: date, fields: list[str] | None = None) -> None:
    """The next review is due that day, in the row and in the due work."""
    portfolio.next_review_on = until
    _saved(portfolio, [*(fields or []), "next_review_on"])
    set_due(job=OPEN_REVIEW, due_at=morning_of(until))


def morning_of(day: date) -> datetime:
    """Six o'clock that day, in the company's time zone."""
    return datetime.combine(day, MORNING, tzinfo=company_zone())


def expect_rhythm(*, day: date) -> None:
    """The daily look at reviews, pauses, trials and exceptions happens that day or before."""
    bring_forward(job=REVIEW_RHYTHM, due_at=morning_of(day))


def move_due_date(*, job: str, on: date, now: datetime, today: date) -> None:
    """The job is due that morning; a review's next period then begins that day.

    Raises Invalid `unknown_job`.
    """
    with use_case():
        portfolio = lock_portfolio()
        touch(act_of_system(now=now, today=today), SubjectKind.PORTFOLIO)
        if job == OPEN_REVIEW:
            portfolio.covered_until = on - DAY
            postpone(portfolio=portfolio, until=on, fields=["covered_until"])
        elif job == REVIEW_RHYTHM:
            set_due(job=REVIEW_RHYTHM, due_at=morning_of(on))
        else:
            raise Invalid("unknown_job", fields={"job": [OPEN_REVIEW, REVIEW_RHYTHM]})


def set_rhythm(act: Act, *, cadence: ReviewCadence) -> Portfolio:
    """Reviews follow that rhythm from the next period on. Raises NotAllowed."""
    require(act, permission="review.open")
    with use_case():
        portfolio = lock_portfolio()
        portfolio.next_rhythm = cadence
        if portfolio.covered_until is None:
            portfolio.rhythm = cadence
        return _saved(portfolio, ["next_rhythm", "rhythm"])


def set_calendar(
    act: Act, *, bridge_days: bool, quiet_august: bool, expected_version: int | None = None
) -> Portfolio:
    """Bridge days and a quiet August count, or not; the next review moves, nothing behind does.

    Raises NotAllowed, Refused `stale_version`.
    """
    with use_case():
        grant = require(act, permission="calendar.set")
        portfolio = lock_portfolio()
        check_version(portfolio.version, expected_version)
        chosen = {"bridge_days": bridge_days, "quiet_august": quiet_august}
        if chosen == {name: getattr(portfolio, name) for name in chosen}:
            return portfolio
        portfolio.bridge_days, portfolio.quiet_august = bridge_days, quiet_august
        fields = list(chosen)
        if portfolio.covered_until is not None:
            postpone(portfolio=portfolio, until=_due_next(portfolio), fields=fields)
        else:
            _saved(portfolio, fields)
        carried = Initiative.objects.filter(state__in=[State.ACTIVE, State.PAUSED])
        touch(act, SubjectKind.PORTFOLIO)
        touch(act, SubjectKind.INITIATIVE, *carried.values_list("id", flat=True))
        record_decision(
            act,
            grant=grant,
            verdict="set_calendar",
            subject_kind=SubjectKind.PORTFOLIO,
            subject_id=UUID(int=1),
            facts=chosen,
        )
    return portfolio


def note_lost_days(*, portfolio: Portfolio, today: date) -> None:
    """The mornings on which the daily look did not happen count for nobody's silence."""
    due_at = due_at_of(job=REVIEW_RHYTHM)
    due_on = None if due_at is None else due_at.astimezone(company_zone()).date()
    found = lost_days(known=portfolio.lost_days, due_on=due_on, today=today)
    if found != portfolio.lost_days:
        portfolio.lost_days = found
        portfolio.save(update_fields=["lost_days"])


def switch_silence(act: Act, *, pauses: bool, reason: str) -> Portfolio:
    """Silence freezes and pauses, or not; the log says who chose. Raises NotAllowed, Invalid."""
    if not reason.strip():
        raise Invalid("reason_required", fields={"reason": ["required"]})
    with use_case():
        grant = require(act, permission="silence.switch")
        portfolio = lock_portfolio()
        portfolio.silence_pauses = pauses
        _saved(portfolio, ["silence_pauses"])
        record_decision(
            act,
            grant=grant,
            verdict="switch_silence",
            subject_kind=SubjectKind.PORTFOLIO,
            subject_id=UUID(int=1),
            reason=reason,
            facts={"pauses": pauses},
        )
    return portfolio


def set_capacity(
    act: Act,
    *,
    company_size: CompanySize | None = None,
    days_per_month: Decimal | None = None,
    day_price: Decimal | None = None,
    closed_months: Collection[int] | None = None,
) -> Portfolio:
    """The company's size, its days a month, what a day costs in euros, its closed months (1–12).

    Raises NotAllowed, Invalid `days_out_of_range`, `day_price_out_of_range`,
    `closed_months_invalid`.
    """
    require(act, permission="review.open")
    given = {"days_per_month": days_per_month, "day_price": day_price}
    check_columns(model=Portfolio, values=given)
    if days_per_month is not None and not 0 < days_per_month <= 999:
        raise Invalid("days_out_of_range", fields={"days_per_month": ["out_of_range"]})
    if day_price is not None and not 1 <= day_price <= DEAREST_DAY:
        raise Invalid("day_price_out_of_range", fields={"day_price": ["out_of_range"]})
    closed = None if closed_months is None else sorted(set(closed_months))
    if closed and not (len(closed) <= MOST_CLOSED and set(closed) <= set(range(1, 13))):
        raise Invalid("closed_months_invalid", fields={"closed_months": ["out_of_range"]})
    with use_case():
        portfolio = lock_portfolio()
        former = (portfolio.day_price, portfolio.closed_months)
        if company_size is not None:
            portfolio.company_size = company_size
        if days_per_month is not None:
            portfolio.days_per_month = days_per_month
        if day_price is not None:
            portfolio.day_price = day_price
        if closed is not None:
            portfolio.closed_months = closed
        touch(act, SubjectKind.PORTFOLIO)
        if (portfolio.day_price, portfolio.closed_months) != former:
            begun = Initiative.objects.exclude(started_on=None)
            touch(act, SubjectKind.INITIATIVE, *begun.values_list("id", flat=True))
        fields = ["company_size", "days_per_month", "day_price", "closed_months"]
        return _saved(portfolio, fields)


def _saved(portfolio: Portfolio, fields: list[str]) -> Portfolio:
    portfolio.version += 1
    portfolio.save(update_fields=[*fields, "version"])
    return portfolio
