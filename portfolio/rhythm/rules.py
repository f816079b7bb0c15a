"""Review periods and silence, in local dates and working days.

Working days are Monday to Friday without the public holidays of France (Code du travail,
L.3133-1); those of Alsace-Moselle and overseas are worked here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from portfolio.rhythm.choices import ReviewCadence

DAY = timedelta(days=1)
FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
# Easter Monday, Ascension, Whit Monday.
AFTER_EASTER = (1, 39, 50)
FREEZE_AFTER, ESCALATE_AFTER, LEAST_AFTER_ESCALATION = 10, 7, 3
QUESTION_SUSPENDS = timedelta(days=5)
SILENT_REVIEWS_TO_PAUSE = 2
VACANT_AFTER = 10


@dataclass(frozen=True, kw_only=True)
class Period:
    """A review period, both days included; its key is its first day."""

    start: date
    end: date

    @property
    def key(self) -> str:
        """The stable key that makes a review unique."""
        return self.start.isoformat()

    @property
    def due_on(self) -> date:
        """The first working day of the period."""
        return next_working_day(day=self.start)


class SilenceStep(StrEnum):
    """Where silence on an open review stands."""

    OFF = "off"
    WAITING = "waiting"
    ESCALATE = "escalate"
    FREEZE = "freeze"
    PAUSE = "pause"


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """Days that do not count, both included: a question waits for the captain."""

    start: date
    end: date


def local_date(*, now: datetime, zone: str) -> date:
    """Return the date in the company's time zone; ValueError on a naive time."""
    if now.tzinfo is None:
        raise ValueError("a time carries its zone")
    return now.astimezone(ZoneInfo(zone)).date()


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the eleven public holidays of that year."""
    easter = easter_sunday(year)
    moving = (easter + timedelta(days=after) for after in AFTER_EASTER)
    return frozenset({*(date(year, month, day) for month, day in FIXED), *moving})


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous computus, Meeus 1991)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_working_day(*, day: date) -> bool:
    """Return whether the day is Monday to Friday and no public holiday."""
    return day.weekday() < 5 and day not in holidays(day.year)


def next_working_day(*, day: date) -> date:
    """Return the day itself if it is worked, else the first one after that is."""
    while not is_working_day(day=day):
        day += DAY
    return day


def add_working_days(*, day: date, count: int, suspended: Sequence[Suspension] = ()) -> date:
    """Return the day on which that many working days have passed since `day`, not counted."""
    if count < 0:
        raise ValueError("working days are counted forward")
    while count > 0:
        day += DAY
        count -= int(is_working_day(day=day) and not _is_suspended(day=day, spans=suspended))
    return day


def question_suspension(*, asked_on: date, answered_on: date | None = None) -> Suspension:
    """Return the days a question suspends: five, or until it is answered."""
    latest = asked_on + QUESTION_SUSPENDS
    end = latest if answered_on is None else min(latest, answered_on)
    return Suspension(start=asked_on + DAY, end=end)


def period_of(*, cadence: ReviewCadence, day: date) -> Period:
    """Return the calendar period that holds the day: week from Monday, month, quarter."""
    if cadence is ReviewCadence.WEEKLY:
        start = day - timedelta(days=day.weekday())
        return Period(start=start, end=start + timedelta(days=6))
    length = 1 if cadence is ReviewCadence.MONTHLY else 3
    first = (day.month - 1) // length * length + 1
    year, month = divmod(day.year * 12 + first - 1 + length, 12)
    return Period(start=date(day.year, first, 1), end=date(year, month + 1, 1) - DAY)


def period_after(*, period: Period, cadence: ReviewCadence) -> Period:
    """Return the period that follows at once, in the cadence that now holds.

    After a change of cadence it ends with the calendar period it falls in, so that periods
    neither overlap nor leave a gap; with no working day left in it, the next one joins it.
    """
    start = period.end + DAY
    end = period_of(cadence=cadence, day=start).end
    if next_working_day(day=start) > end:
        end = period_of(cadence=cadence, day=end + DAY).end
    return Period(start=start, end=end)


def due_period(*, last: Period, cadence: ReviewCadence, today: date) -> Period | None:
    """Return the period whose review is to be opened today, None when none is due.

    `last` is the last period reviewed or recorded as missed.
    """
    period = period_after(period=last, cadence=cadence)
    while period.end < today:
        period = period_after(period=period, cadence=cadence)
    return period if period.due_on <= today else None


def missed_periods(*, last: Period, cadence: ReviewCadence, today: date) -> tuple[Period, ...]:
    """Return the periods that ended before today without a review, oldest first."""
    missed = []
    period = period_after(period=last, cadence=cadence)
    while period.end < today:
        missed.append(period)
        period = period_after(period=period, cadence=cadence)
    return tuple(missed)


def escalation_due_on(*, told_on: date, suspended: Sequence[Suspension] = ()) -> date:
    """Return the day of the escalation: three working days are left before the ten are gone."""
    return add_working_days(day=told_on, count=ESCALATE_AFTER, suspended=suspended)


def last_day_to_answer(
    *, told_on: date, escalated_on: date | None, suspended: Sequence[Suspension] = ()
) -> date | None:
    """Return the last day before new spending freezes, None while nothing was escalated.

    Ten working days after people were told, and never less than three after the escalation.
    """
    if escalated_on is None:
        return None
    return max(
        add_working_days(day=told_on, count=FREEZE_AFTER, suspended=suspended),
        add_working_days(day=escalated_on, count=LEAST_AFTER_ESCALATION, suspended=suspended),
    )


def silence_acts_on(
    *, told_on: date, escalated_on: date | None, suspended: Sequence[Suspension] = ()
) -> date:
    """Return the day on which silence has its effect; before the escalation, as it is expected."""
    escalated = escalated_on or escalation_due_on(told_on=told_on, suspended=suspended)
    last = last_day_to_answer(told_on=told_on, escalated_on=escalated, suspended=suspended)
    return (last or escalated) + DAY


def vacancy_acts_on(*, vacant_since: date) -> date:
    """Return the day on which what nobody carries is paused."""
    return add_working_days(day=vacant_since, count=VACANT_AFTER) + DAY


def silence_step(
    *,
    today: date,
    told_on: date | None,
    escalated_on: date | None,
    silent_reviews_before: int = 0,
    suspended: Sequence[Suspension] = (),
    is_switched_off: bool = False,
) -> SilenceStep:
    """Return what silence on one initiative leads to today.

    `silent_reviews_before` counts the reviews in a row that froze and found no verdict. The
    last day is still for answering: spending freezes the day after.
    """
    if is_switched_off:
        return SilenceStep.OFF
    if told_on is None:
        return SilenceStep.WAITING
    if escalated_on is None:
        late = today >= escalation_due_on(told_on=told_on, suspended=suspended)
        return SilenceStep.ESCALATE if late else SilenceStep.WAITING
    last = last_day_to_answer(told_on=told_on, escalated_on=escalated_on, suspended=suspended)
    if last is None or today <= last:
        return SilenceStep.WAITING
    second = silent_reviews_before + 1 >= SILENT_REVIEWS_TO_PAUSE
    return SilenceStep.PAUSE if second else SilenceStep.FREEZE


def _is_suspended(*, day: date, spans: Sequence[Suspension]) -> bool:
    """Return whether the clock stands still that day."""
    return any(span.start <= day <= span.end for span in spans)
