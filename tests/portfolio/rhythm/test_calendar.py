"""Which days count: bridges, a quiet August, days on which the product did not run."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.decisions.models import Decision
from portfolio.board.rules import due_after
from portfolio.cap.models import Portfolio
from portfolio.digest.rules import written_next
from portfolio.proposals.rules import answer_due
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review
from portfolio.reviews.services.reviews import open_due_review
from portfolio.rhythm.choices import ReviewCadence
from portfolio.rhythm.rules import (
    COMMON,
    DAY,
    Calendar,
    Period,
    SilenceStep,
    add_days,
    add_working_days,
    escalation_due_on,
    holidays,
    lost_days,
    missed_periods,
    period_after,
    period_of,
    silence_acts_on,
    silence_step,
    vacancy_acts_on,
)
from portfolio.rhythm.services import set_calendar
from portfolio.start.rules import adoption_due
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, idea, started
from tests.refusals import refused

BRIDGES, QUIET = Calendar(bridge_days=True), Calendar(quiet_august=True)
BOTH = Calendar(bridge_days=True, quiet_august=True)
calendars = st.builds(
    Calendar,
    bridge_days=st.booleans(),
    quiet_august=st.booleans(),
    lost=st.frozensets(st.dates(date(2026, 1, 1), date(2028, 12, 31)), max_size=60),
)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
cadences = st.sampled_from(list(ReviewCadence))


FOUND = {
    2026: [date(2026, 1, 2), date(2026, 5, 15), date(2026, 7, 13)],
    2027: [date(2027, 5, 7), date(2027, 11, 12)],
    2028: [date(2028, 5, 26), date(2028, 8, 14)],
}


@pytest.mark.parametrize("year", FOUND)
def test_the_bridges_of_three_years(year) -> None:
    first = date(year, 1, 1)
    every = (first + n * DAY for n in range((date(year + 1, 1, 1) - first).days))
    assert [day for day in every if COMMON.works(day) and not BRIDGES.works(day)] == FOUND[year]


def test_a_holiday_on_a_sunday_makes_no_bridge() -> None:
    assert date(2026, 11, 1).weekday() == 6
    assert BRIDGES.works(date(2026, 11, 2))
    assert BRIDGES.works(date(2026, 10, 30))


@given(days, calendars)
def test_a_day_that_counts_is_worked_in_every_calendar(day, calendar) -> None:
    if calendar.counts(day):
        assert COMMON.works(day)
        assert day not in calendar.lost
        assert not (calendar.quiet_august and day.month == 8)
    if BRIDGES.works(day) is not COMMON.works(day):
        assert day.weekday() in (0, 4)
        assert {day - DAY, day + DAY} & (holidays(day.year) | holidays((day + DAY).year))


@given(days, st.integers(0, 30), calendars)
def test_what_is_not_counted_is_waited_for(day, count, calendar) -> None:
    end = add_working_days(day=day, count=count, calendar=calendar)
    passed = [day + n * DAY for n in range(1, (end - day).days + 1)]
    assert sum(calendar.counts(one) for one in passed) == count
    assert end >= add_working_days(day=day, count=count)


@given(days, calendars)
def test_nobody_has_less_time_than_without_the_setting(day, calendar) -> None:
    assert silence_acts_on(told_on=day, escalated_on=None, calendar=calendar) >= silence_acts_on(
        told_on=day, escalated_on=None
    )
    acts = silence_acts_on(told_on=day, escalated_on=None, calendar=calendar)
    assert not calendar.is_quiet(acts)
    assert not calendar.is_quiet(vacancy_acts_on(vacant_since=day, calendar=calendar))


@given(days, cadences, st.lists(st.sampled_from([COMMON, BRIDGES, QUIET, BOTH]), max_size=16))
def test_periods_tile_the_calendar_whatever_is_quiet(day, cadence, calendars) -> None:
    period = period_of(cadence=cadence, day=day)
    for calendar in calendars:
        following = period_after(period=period, cadence=cadence, calendar=calendar)
        assert following.start == period.end + DAY
        assert following.start <= following.due_on(calendar) <= following.end
        assert calendar.opens(following.due_on(calendar))
        period = following


def test_a_quiet_august_and_september_are_one_period() -> None:
    july = Period(start=date(2026, 7, 1), end=date(2026, 7, 31))
    asked = {"cadence": ReviewCadence.MONTHLY, "calendar": QUIET}
    both = period_after(period=july, **asked)
    assert (both.start, both.end) == (date(2026, 8, 1), date(2026, 9, 30))
    assert both.due_on(QUIET) == date(2026, 9, 1)
    assert missed_periods(last=july, today=date(2026, 9, 1), **asked) == ()
    after = period_after(period=both, **asked)
    assert (after.start, after.due_on(QUIET)) == (date(2026, 10, 1), date(2026, 10, 1))


def test_weeks_of_a_quiet_august_join_the_first_of_september() -> None:
    last = Period(start=date(2026, 7, 27), end=date(2026, 8, 2))
    week = period_after(period=last, cadence=ReviewCadence.WEEKLY, calendar=QUIET)
    assert (week.start, week.end) == (date(2026, 8, 3), date(2026, 9, 6))
    assert week.due_on(QUIET) == date(2026, 9, 1)


def test_no_clock_runs_in_a_quiet_august() -> None:
    told = date(2026, 7, 27)
    assert escalation_due_on(told_on=told) == date(2026, 8, 5)
    assert escalation_due_on(told_on=told, calendar=QUIET) == date(2026, 9, 3)
    for number in range(1, 32):
        today = date(2026, 8, number)
        for escalated in (None, date(2026, 7, 20)):
            step = silence_step(
                today=today, told_on=told - 9 * DAY, escalated_on=escalated, calendar=QUIET
            )
            assert step is SilenceStep.WAITING
    assert answer_due(proposed_on=date(2026, 7, 25), calendar=QUIET) == date(2026, 9, 9)
    assert add_days(day=date(2026, 8, 10), count=15, calendar=QUIET) == date(2026, 9, 15)
    law = adoption_due(code="triage", adopted_on=date(2026, 7, 27), calendar=QUIET)
    assert law == date(2026, 9, 8)


def test_the_boards_page_and_the_weeks_mail_follow_bridges_and_go_on_in_august() -> None:
    assert due_after(date(2026, 7, 3), BOTH) == date(2026, 8, 3)
    assert written_next(date(2026, 7, 6), BRIDGES) == date(2026, 7, 15)
    assert written_next(date(2026, 8, 3), BOTH) == date(2026, 8, 10)


def test_what_ran_late_names_the_days_it_lost() -> None:
    today = date(2026, 11, 20)
    known = [today - timedelta(days=500), today - timedelta(days=9)]
    asked = {"known": known, "today": today}
    assert lost_days(due_on=today, **asked) == [today - 9 * DAY]
    assert lost_days(due_on=None, **asked) == [today - 9 * DAY]
    found = lost_days(due_on=today - 2 * DAY, **asked)
    assert found == [today - n * DAY for n in (9, 2, 1, 0)]
    assert len(lost_days(known=[], due_on=date(2020, 1, 1), today=today)) == 401


def chosen(cast, day: date = TODAY, **more) -> Portfolio:
    act = acting(cast.actor("executive"), now=at(day), today=day)
    return set_calendar(act, **{"bridge_days": False, "quiet_august": False, **more})


def test_an_executive_chooses_and_the_log_says_so(acme) -> None:
    assert chosen(acme, bridge_days=True, quiet_august=True).calendar == BOTH
    entry = Decision.objects.get(verdict="set_calendar")
    assert entry.facts == {"bridge_days": True, "quiet_august": True}
    chosen(acme, bridge_days=True, quiet_august=True)
    assert Decision.objects.filter(verdict="set_calendar").count() == 1
    with refused("not_in_role"):
        set_calendar(acting(acme.actor("lead")), bridge_days=False, quiet_august=False)
    with refused("stale_version", version=Portfolio.objects.get().version, expected=99):
        chosen(acme, expected_version=99)


def test_a_review_that_falls_in_a_quiet_august_opens_once_in_september(acme) -> None:
    started(acme)
    july, september = date(2027, 7, 1), date(2027, 9, 1)
    assert open_due_review(now=at(july), today=july) is not None
    assert Portfolio.objects.get().next_review_on == date(2027, 8, 2)
    chosen(acme, day=date(2027, 7, 20), quiet_august=True)
    assert Portfolio.objects.get().next_review_on == september
    for number in range(1, 32):
        day = date(2027, 8, number)
        assert open_due_review(now=at(day), today=day) is None
    review = open_due_review(now=at(september), today=september)
    assert (review.period, review.period_end, review.due_on) == (
        date(2027, 8, 1),
        date(2027, 9, 30),
        september,
    )
    assert open_due_review(now=at(september), today=september) is None
    missed = Review.objects.filter(state=ReviewState.MISSED, period__gte=july)
    assert not missed.exists()
    # Taken back in September, nothing behind opens again.
    chosen(acme, day=date(2027, 9, 10), quiet_august=False)
    assert Portfolio.objects.get().next_review_on == date(2027, 10, 1)


def test_an_idea_of_july_is_answered_in_september(acme) -> None:
    chosen(acme, quiet_august=True)
    day = date(2027, 7, 28)
    assert idea(acme, day=day).answer_by == date(2027, 9, 12)


def test_the_settings_page_and_the_interface_set_it(acme, api) -> None:
    seen = api("get", "portfolio/settings/")
    assert (seen.json()["bridge_days"], seen.json()["quiet_august"]) == (False, False)
