"""Review periods and silence, in local dates and working days.

Working days are Monday to Friday without the public holidays of France (Code du travail,
L.3133-1); those of Alsace-Moselle and overseas are worked here. What else a company does not
count stands in its `Calendar`, which everything that counts days is given.
"""

from collections.abc import Iterable, Sequence
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
QUIET_MONTH = 8
THURSDAY_LEAVES, TUESDAY_LEAVES = 4, 0
LOST_KEPT = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Which days count for a company.

    `bridge_days`: a Friday after a holiday and a Monday before one are not worked.
    `quiet_august`: no clock runs in August. `lost`: days on which the product did not run.
    """

    bridge_days: bool = False
    quiet_august: bool = False
    lost: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Return whether the day is Monday to Friday, no public holiday and no bridge."""
        if day.weekday() >= 5 or day in holidays(day.year):
            return False
        return not (self.bridge_days and is_bridge(day))

    def is_quiet(self, day: date) -> bool:
        """Return whether no clock runs that day, whatever the weekday."""
        return self.quiet_august and day.month == QUIET_MONTH

    def opens(self, day: date) -> bool:
        """Return whether a review may open that day."""
        return self.works(day) and not self.is_quiet(day)

    def counts(self, day: date) -> bool:
        """Return whether the day counts for silence and for answers."""
        return self.opens(day) and day not in self.lost

    def after_quiet(self, day: date) -> date:
        """Return the day itself, or the one on which the quiet month is over."""
        return day.replace(month=QUIET_MONTH + 1, day=1) if self.is_quiet(day) else day


COMMON = Calendar()


@dataclass(frozen=True, kw_only=True)
class Period:
    """A review period, both days included; its key is its first day."""

    start: date
    end: date

    @property
    def key(self) -> str:
        """The stable key that makes a review unique."""
        return self.start.isoformat()

    def due_on(self, calendar: Calendar = COMMON) -> date:
        """Return the first day of the period on which a review may open."""
        return next_opening(day=self.start, calendar=calendar)


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


def is_bridge(day: date) -> bool:
    """Return whether the day stands between a holiday and a week-end."""
    if day.weekday() == THURSDAY_LEAVES:
        return day - DAY in holidays((day - DAY).year)
    return day.weekday() == TUESDAY_LEAVES and day + DAY in holidays((day + DAY).year)


def is_working_day(*, day: date, calendar: Calendar = COMMON) -> bool:
    """Return whether the day is worked."""
    return calendar.works(day)


def next_working_day(*, day: date, calendar: Calendar = COMMON) -> date:
    """Return the day itself if it is worked, else the first one after that is."""
    while not is_working_day(day=day, calendar=calendar):
        day += DAY
    return day


def next_opening(*, day: date, calendar: Calendar = COMMON) -> date:
    """Return the day itself if a review may open on it, else the first one after that is so."""
    while not calendar.opens(day):
        day += DAY
    return day


def add_working_days(
    *,
    day: date,
    count: int,
    suspended: Sequence[Suspension] = (),
    calendar: Calendar = COMMON,
) -> date:
    """Return the day on which that many days have counted since `day`, which is not counted."""
    if count < 0:
        raise ValueError("working days are counted forward")
    while count > 0:
        day += DAY
        count -= int(calendar.counts(day) and not _is_suspended(day=day, spans=suspended))
    return day


def add_days(*, day: date, count: int, calendar: Calendar = COMMON) -> date:
    """Return the day that many days later, week-ends counted and the quiet month not."""
    while count > 0:
        day += DAY
        count -= int(not calendar.is_quiet(day))
    return day


def lost_days(*, known: Iterable[date], due_on: date | None, today: date) -> list[date]:
    """Return the days on which the product did not run, oldest first; the old ones are let go.

    What was to run on `due_on` runs today: no day between counts, nor today, of which people had
    only a part.
    """
    found = {day for day in known if day > today - LOST_KEPT}
    if due_on is not None and due_on < today:
        first = max(due_on, today - LOST_KEPT)
        found |= {first + n * DAY for n in range((today - first).days + 1)}
    return sorted(found)


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


def period_after(*, period: Period, cadence: ReviewCadence, calendar: Calendar = COMMON) -> Period:
    """Return the period that follows at once, in the cadence that now holds.

    After a change of cadence it ends with the calendar period it falls in, so that periods
    neither overlap nor leave a gap; while no review may open in it, the next one joins it: a
    quiet August and September are one period, opened on the first working day of September.
    """
    start = period.end + DAY
    end = period_of(cadence=cadence, day=start).end
    while next_opening(day=start, calendar=calendar) > end:
        end = period_of(cadence=cadence, day=end + DAY).end
    return Period(start=start, end=end)


def due_period(
    *, last: Period, cadence: ReviewCadence, today: date, calendar: Calendar = COMMON
) -> Period | None:
    """Return the period whose review is to be opened today, None when none is due.

    `last` is the last period reviewed or recorded as missed.
    """
    period = period_after(period=last, cadence=cadence, calendar=calendar)
    while period.end < today:
        period = period_after(period=period, cadence=cadence, calendar=calendar)
    return period if period.due_on(calendar) <= today else None


def missed_periods(
    *, last: Period, cadence: ReviewCadence, today: date, calendar: Calendar = COMMON
) -> tuple[Period, ...]:
    """Return the periods that ended before today without a review, oldest first."""
    missed = []
    period = period_after(period=last, cadence=cadence, calendar=calendar)
    while period.end < today:
        missed.append(period)
        period = period_after(period=period, cadence=cadence, calendar=calendar)
    return tuple(missed)


def escalation_due_on(
    *, told_on: date, suspended: Sequence[Suspension] = (), calendar: Calendar = COMMON
) -> date:
    """Return the day of the escalation: three working days are left before the ten are gone."""
    return add_working_days(
        day=told_on, count=ESCALATE_AFTER, suspended=suspended, calendar=calendar
    )


def last_day_to_answer(
    *,
    told_on: date,
    escalated_on: date | None,
    suspended: Sequence[Suspension] = (),
    calendar: Calendar = COMMON,
) -> date | None:
    """Return the last day before new spending freezes, None while nothing was escalated.

    Ten working days after people were told, and never less than three after the escalation.
    """
    if escalated_on is None:
        return None
    days = ((told_on, FREEZE_AFTER), (escalated_on, LEAST_AFTER_ESCALATION))
    return max(
        add_working_days(day=day, count=count, suspended=suspended, calendar=calendar)
        for day, count in days
    )


def silence_acts_on(
    *,
    told_on: date,
    escalated_on: date | None,
    suspended: Sequence[Suspension] = (),
    calendar: Calendar = COMMON,
) -> date:
    """Return the day on which silence has its effect; before the escalation, as it is expected."""
    escalated = escalated_on or escalation_due_on(
        told_on=told_on, suspended=suspended, calendar=calendar
    )
    last = last_day_to_answer(
        told_on=told_on, escalated_on=escalated, suspended=suspended, calendar=calendar
    )
    return calendar.after_quiet((last or escalated) + DAY)


def vacancy_acts_on(*, vacant_since: date, calendar: Calendar = COMMON) -> date:
    """Return the day on which what nobody carries is paused."""
    counted = add_working_days(day=vacant_since, count=VACANT_AFTER, calendar=calendar)
    return calendar.after_quiet(counted + DAY)


def silence_step(
    *,
    today: date,
    told_on: date | None,
    escalated_on: date | None,
    silent_reviews_before: int = 0,
    suspended: Sequence[Suspension] = (),
    is_switched_off: bool = False,
    calendar: Calendar = COMMON,
) -> SilenceStep:
    """Return what silence on one initiative leads to today.

    `silent_reviews_before` counts the reviews in a row that froze and found no verdict. The
    last day is still for answering: spending freezes the day after. Nothing moves in a quiet month.
    """
    if is_switched_off:
        return SilenceStep.OFF
    if told_on is None or calendar.is_quiet(today):
        return SilenceStep.WAITING
    if escalated_on is None:
        due_on = escalation_due_on(told_on=told_on, suspended=suspended, calendar=calendar)
        return SilenceStep.ESCALATE if today >= due_on else SilenceStep.WAITING
    last = last_day_to_answer(
        told_on=told_on, escalated_on=escalated_on, suspended=suspended, calendar=calendar
    )
    if last is None or today <= last:
        return SilenceStep.WAITING
    second = silent_reviews_before + 1 >= SILENT_REVIEWS_TO_PAUSE
    return SilenceStep.PAUSE if second else SilenceStep.FREEZE


def _is_suspended(*, day: date, spans: Sequence[Suspension]) -> bool:
    """Return whether the clock stands still that day."""
    return any(span.start <= day <= span.end for span in spans)
