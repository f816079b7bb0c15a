from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.rhythm.choices import ReviewCadence
from portfolio.rhythm.rules import (
    COMMON,
    DAY,
    SilenceStep,
    Suspension,
    add_working_days,
    due_period,
    easter_sunday,
    escalation_due_on,
    holidays,
    last_day_to_answer,
    local_date,
    missed_periods,
    next_working_day,
    period_after,
    period_of,
    question_suspension,
    silence_step,
)

WEEKLY, MONTHLY, QUARTERLY = ReviewCadence
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
cadences = st.sampled_from(list(ReviewCadence))
MONDAY = date(2026, 11, 2)


def test_a_month_a_quarter_and_a_week_by_the_calendar():
    day = date(2026, 11, 22)
    month, quarter, week = (period_of(cadence=c, day=day) for c in (MONTHLY, QUARTERLY, WEEKLY))
    assert (month.start, month.end) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (quarter.start, quarter.end) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (week.start, week.end) == (date(2026, 11, 16), date(2026, 11, 22))


def test_a_review_is_due_on_the_first_working_day_of_its_period():
    november = period_of(cadence=MONTHLY, day=date(2026, 11, 22))
    assert november.key == "2026-11-01"
    assert november.due_on() == date(2026, 11, 2)


def test_the_date_is_the_one_of_the_company():
    now = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert local_date(now=now, zone="Europe/Paris") == date(2027, 1, 1)
    assert local_date(now=now, zone="America/Cayenne") == date(2026, 12, 31)
    with pytest.raises(ValueError, match="zone"):
        local_date(now=now.replace(tzinfo=None), zone="Europe/Paris")


def test_a_review_opens_on_its_due_day_and_not_before():
    october = period_of(cadence=MONTHLY, day=date(2026, 10, 5))
    assert due_period(last=october, cadence=MONTHLY, today=date(2026, 11, 1)) is None
    found = due_period(last=october, cadence=MONTHLY, today=date(2026, 11, 2))
    assert found.key == "2026-11-01"
    assert due_period(last=found, cadence=MONTHLY, today=date(2026, 11, 30)) is None


def test_after_an_outage_periods_are_missed_once_and_the_present_one_opens():
    june = period_of(cadence=MONTHLY, day=date(2026, 6, 1))
    asked = {"last": june, "cadence": MONTHLY, "today": date(2026, 11, 22)}
    assert [p.start.month for p in missed_periods(**asked)] == [7, 8, 9, 10]
    assert due_period(**asked).start == date(2026, 11, 1)


def test_a_new_cadence_holds_from_the_next_period():
    week = period_of(cadence=WEEKLY, day=date(2026, 1, 7))
    quarter = period_after(period=week, cadence=QUARTERLY)
    assert (quarter.start, quarter.end) == (date(2026, 1, 12), date(2026, 3, 31))
    month = period_of(cadence=MONTHLY, day=date(2026, 10, 9))
    rest_of_week = period_after(period=month, cadence=WEEKLY)
    assert (rest_of_week.start, rest_of_week.end) == (date(2026, 11, 1), date(2026, 11, 8))


@given(days, st.lists(cadences, min_size=1, max_size=30))
def test_periods_tile_the_calendar_whatever_the_changes_of_cadence(day, changes):
    period = period_of(cadence=changes[0], day=day)
    for cadence in changes:
        following = period_after(period=period, cadence=cadence)
        assert following.start == period.end + DAY
        assert following.start <= following.due_on() <= following.end
        assert COMMON.works(following.due_on())
        assert following.end == period_of(cadence=cadence, day=following.end).end
        period = following


@given(days, cadences)
def test_a_day_stands_in_its_own_period(day, cadence):
    period = period_of(cadence=cadence, day=day)
    assert period.start <= day <= period.end
    assert period_of(cadence=cadence, day=period.end) == period
    assert period_of(cadence=cadence, day=period.end + DAY).start == period.end + DAY


@given(days, cadences, st.integers(0, 900))
def test_at_most_one_review_is_due_and_missed_periods_come_right_before_it(day, cadence, later):
    last = period_of(cadence=cadence, day=day)
    today = last.end + timedelta(days=later)
    asked = {"last": last, "cadence": cadence, "today": today}
    missed, due = missed_periods(**asked), due_period(**asked)
    assert all(period.end < today for period in missed)
    before = missed[-1] if missed else last
    if due is not None:
        assert due.start == before.end + DAY
        assert due.due_on() <= today <= due.end


@given(days, st.integers(0, 60))
def test_working_days_are_counted_one_by_one(day, count):
    end = add_working_days(day=day, count=count)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(COMMON.works(d) for d in passed) == count
    assert count == 0 or COMMON.works(end)


@given(days)
def test_the_next_working_day_is_near(day):
    found = next_working_day(day=day)
    assert COMMON.works(found)
    assert 0 <= (found - day).days <= 4


def test_working_days_are_not_counted_backward():
    with pytest.raises(ValueError, match="forward"):
        add_working_days(day=MONDAY, count=-1)


def step(today, *, escalated_on=None, told_on=MONDAY, **others):
    return silence_step(today=today, told_on=told_on, escalated_on=escalated_on, **others)


def test_silence_escalates_then_freezes_after_ten_working_days():
    escalated = date(2026, 11, 12)  # the eleventh is a holiday
    assert escalation_due_on(told_on=MONDAY) == escalated
    assert step(date(2026, 11, 11)) is SilenceStep.WAITING
    assert step(escalated) is SilenceStep.ESCALATE
    assert step(escalated, escalated_on=escalated) is SilenceStep.WAITING
    assert step(date(2026, 11, 17), escalated_on=escalated) is SilenceStep.WAITING
    assert step(date(2026, 11, 18), escalated_on=escalated) is SilenceStep.FREEZE


def test_nothing_freezes_without_an_escalation_nor_within_three_working_days_of_it():
    assert step(date(2027, 3, 1)) is SilenceStep.ESCALATE
    late = date(2026, 12, 4)
    assert last_day_to_answer(told_on=MONDAY, escalated_on=late) == date(2026, 12, 9)
    assert step(date(2026, 12, 9), escalated_on=late) is SilenceStep.WAITING
    assert step(date(2026, 12, 10), escalated_on=late) is SilenceStep.FREEZE


def test_the_clock_runs_only_from_when_people_were_told():
    assert step(date(2027, 3, 1), told_on=None) is SilenceStep.WAITING


def test_a_second_silent_review_pauses():
    asked = {"escalated_on": date(2026, 11, 12), "silent_reviews_before": 1}
    assert step(date(2026, 11, 17), **asked) is SilenceStep.WAITING
    assert step(date(2026, 11, 18), **asked) is SilenceStep.PAUSE


def test_an_executive_may_switch_silence_off():
    off = step(date(2027, 3, 1), escalated_on=MONDAY, is_switched_off=True)
    assert off is SilenceStep.OFF


def test_a_question_suspends_the_clock_for_five_days_or_until_answered():
    asked = date(2026, 11, 9)
    assert question_suspension(asked_on=asked) == Suspension(
        start=date(2026, 11, 10), end=date(2026, 11, 14)
    )
    short = question_suspension(asked_on=asked, answered_on=date(2026, 11, 11))
    assert short.end == date(2026, 11, 11)
    full = (question_suspension(asked_on=asked),)
    assert escalation_due_on(told_on=MONDAY, suspended=full) == date(2026, 11, 17)


@given(days, st.integers(0, 40), st.integers(0, 400))
def test_nothing_is_frozen_before_ten_working_days_and_three_after_the_escalation(
    told, delay, later
):
    escalated = escalation_due_on(told_on=told) + timedelta(days=delay)
    today = told + timedelta(days=later)
    if step(today, told_on=told, escalated_on=escalated) is SilenceStep.FREEZE:
        assert today > add_working_days(day=told, count=10)
        assert today > add_working_days(day=escalated, count=3)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2000, 4, 23), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)],
)
def test_easter_is_where_the_church_puts_it(year, month, day):
    assert easter_sunday(year) == date(year, month, day)


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 1, 1),
        date(2027, 3, 29),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ],
)
def test_no_review_opens_on_a_french_holiday(day):
    assert day.weekday() < 5
    assert not COMMON.works(day)
    opens = period_of(cadence=ReviewCadence.MONTHLY, day=day).due_on()
    assert opens != day
    assert add_working_days(day=day - timedelta(days=1), count=1) > day


def test_a_year_has_eleven_holidays_of_which_two_may_fall_together():
    assert {len(holidays(year)) for year in range(2000, 2060)} <= {10, 11}
    assert date(2008, 5, 1) in holidays(2008)
    assert len(holidays(2008)) == 10
