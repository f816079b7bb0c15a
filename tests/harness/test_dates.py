"""Review periods, working days and silence, against a model that counts day by day.

The model knows Easter from another library and works on one long list of days; it shares no line
with the rules.
"""

import random
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from dateutil.easter import easter

from portfolio.rhythm import rules
from portfolio.rhythm.choices import ReviewCadence
from tests import proof

FIRST, LAST = date(2019, 1, 1), date(2046, 12, 31)
EVERY = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
FREE = ("01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25")
CADENCES = {ReviewCadence.MONTHLY: 1, ReviewCadence.QUARTERLY: 3}


def is_worked(day: date) -> bool:
    since_easter = (day - easter(day.year)).days
    return day.isoweekday() <= 5 and f"{day:%m-%d}" not in FREE and since_easter not in (1, 39, 50)


WORKED = [day for day in EVERY if is_worked(day)]


def worked_from(day: date) -> date:
    return WORKED[bisect_left(WORKED, day)]


def worked_after(day: date, count: int, without: set[date] = frozenset()) -> date:
    """The day on which that many have passed; days that a question suspends are not counted."""
    if count == 0:
        return day
    rest = [one for one in WORKED[bisect_right(WORKED, day) :][: count + 40] if one not in without]
    return rest[count - 1]


def period(cadence: ReviewCadence, day: date) -> tuple[date, date]:
    if cadence is ReviewCadence.WEEKLY:
        year, week, _ = day.isocalendar()
        return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    months = CADENCES[cadence]
    month = next(m for m in range(1, 13, months) if m <= day.month < m + months)
    last = month + months - 1
    return date(day.year, month, 1), date(day.year, last, monthrange(day.year, last)[1])


def following(cadence: ReviewCadence, end: date) -> tuple[date, date]:
    start = end + timedelta(days=1)
    until = period(cadence, start)[1]
    if worked_from(start) > until:
        until = period(cadence, until + timedelta(days=1))[1]
    return start, until


def due(cadence: ReviewCadence, end: date, today: date) -> tuple[list[date], date | None]:
    """The first days of what was missed, and of what is due."""
    missed = []
    start, until = following(cadence, end)
    while until < today:
        missed.append(start)
        start, until = following(cadence, until)
    return missed, start if worked_from(start) <= today else None


def disagreements(count: int) -> list[str]:
    """Which of that many random dates the rules and the model tell differently."""
    dice, found = random.Random(29), []
    for _ in range(count):
        day = date(2020, 1, 1) + timedelta(days=dice.randrange(9000))
        today = day + timedelta(days=dice.randrange(400))
        cadence, number = dice.choice(list(ReviewCadence)), dice.randrange(60)
        asked = day + timedelta(days=dice.randrange(20))
        last = rules.period_of(cadence=cadence, day=day)
        given = {"last": last, "cadence": cadence, "today": today}
        opens = rules.due_period(**given)
        span = rules.question_suspension(asked_on=asked)
        silent = {asked + timedelta(days=n) for n in range(1, 6)}
        pairs: dict[str, tuple[object, object]] = {
            "worked": (rules.is_working_day(day=day), is_worked(day)),
            "next": (rules.next_working_day(day=day), worked_from(day)),
            "added": (rules.add_working_days(day=day, count=number), worked_after(day, number)),
            "suspended": (
                rules.add_working_days(day=day, count=number, suspended=(span,)),
                worked_after(day, number, silent),
            ),
            "period": ((last.start, last.end), period(cadence, day)),
            "due": (
                ([one.start for one in rules.missed_periods(**given)], opens and opens.start),
                due(cadence, last.end, today),
            ),
        }
        found += [f"{day} {what}: {a} / {b}" for what, (a, b) in pairs.items() if a != b]
    return found


def test_the_dates_are_those_of_the_model() -> None:
    count = proof.size("DATES")
    found = disagreements(count)
    proof.measured("dates", done={"DATES": count}, figures={"disagreements": len(found)})
    assert found == []


PLANTED: dict[str, tuple[str, object]] = {
    # Whit Monday is worked.
    "lost holiday": ("AFTER_EASTER", (1, 39)),
    "lost day": ("QUESTION_SUSPENDS", timedelta(days=4)),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_rule_that_is_wrong_by_a_day_is_caught(
    fault: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    forget: Callable[[], None] = rules.holidays.cache_clear
    request.addfinalizer(forget)
    forget()
    monkeypatch.setattr(rules, *PLANTED[fault])
    assert disagreements(500) != []
    proof.caught("dates", fault)
