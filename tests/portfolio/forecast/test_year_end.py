"""What the year brings and costs until its end, and when gains cover all: worked out by hand."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from portfolio.forecast.choices import CostSource, Covering, ValueSource
from portfolio.forecast.rules.continuation import Horizon, MonthlyValue, Outlook, Remaining
from portfolio.forecast.rules.continuation import continuation as going_on
from portfolio.forecast.rules.year_end import (
    DAYS_A_MONTH,
    MONTHS_AHEAD,
    NOTHING,
    BreakEven,
    Expected,
    Prospect,
    around,
    break_even,
    days_until,
    gain_until,
    joined,
    left_between,
    months_until,
    spent_until,
)

TODAY = date(2026, 11, 27)


def exactly(euros: float) -> Expected:
    return Expected(low=euros, likely=euros, high=euros)


def steady(worth: float, share: Expected, **more: float) -> Prospect:
    return Prospect(worth=exactly(worth), level=share.likely, ends=share, **more)


def asked(*prospects: Prospect, so_far: float = 0.0, ordered: float = 0.0) -> BreakEven:
    return break_even(prospects=prospects, so_far=so_far, ordered=ordered, today=TODAY)


def test_a_share_that_stays_brings_as_much_each_month():
    assert gain_until(steady(1000, exactly(0.5)), 12) == exactly(6000)


def test_until_its_date_the_share_goes_straight_from_today_s_to_the_expected_one():
    one = Prospect(worth=exactly(1000), level=0.2, ends=exactly(0.8), ramp=6)
    assert gain_until(one, 3).likely == pytest.approx(200 * 3 + 600 * 9 / 12)
    assert gain_until(one, 12).likely == pytest.approx(1000 * (0.5 * 6 + 0.8 * 6))


def test_past_the_date_it_is_what_going_on_counts():
    """The months of §5.7, read of the rule that decides whether to go on."""
    value = MonthlyValue(low=1000, likely=1000, high=1000, source=ValueSource.TYPED)
    found = going_on(
        value=value,
        outlook=Outlook(expected=0.8, level=0.2),
        counted=Horizon(months=12, to_date=6),
        cash=0,
    )
    one = Prospect(worth=exactly(1000), level=0.2, ends=exactly(0.8), ramp=6)
    assert gain_until(one, 12).likely == pytest.approx(found.gain_going_on)


def test_the_ends_of_value_and_share_are_joined():
    one = Prospect(
        worth=Expected(low=900, likely=1000, high=1200),
        level=0.5,
        ends=Expected(low=0.3, likely=0.5, high=0.9),
    )
    found = gain_until(one, 10)
    assert (found.low, found.likely, found.high) == pytest.approx((2938.447, 5000, 9123.106))


def test_what_is_left_is_spent_as_time_goes_and_never_twice():
    cash = left_between(Remaining(amount=3000, source=CostSource.PLANNED))
    one = Prospect(cash=cash, days=exactly(1400), span=6)
    half, all_of_it = spent_until(one, 3), spent_until(one, 12)
    assert (half.low, half.likely, half.high) == pytest.approx((1162.5, 1500, 2025))
    assert (all_of_it.low, all_of_it.likely, all_of_it.high) == pytest.approx((2325, 3000, 4050))
    assert days_until(one, 3).likely == pytest.approx(700)
    assert spent_until(Prospect(cash=exactly(500)), 1).likely == 500


def test_gains_cover_all_from_the_month_in_which_nothing_is_missing_any_more():
    found = asked(steady(1000, Expected(low=0.4, likely=0.5, high=0.6)), so_far=-3000)
    assert found == BreakEven(
        covering=Covering.AHEAD,
        likely=date(2027, 5, 1),
        early=date(2027, 4, 1),
        late=date(2027, 7, 1),
    )


def test_what_is_ordered_what_is_left_and_running_put_it_off():
    share, base = exactly(0.5), date(2027, 5, 1)
    assert asked(steady(1000, share), so_far=-3000).likely == base
    assert asked(steady(1000, share), so_far=-2000, ordered=1000).likely == base
    assert asked(steady(1100, share, running=50), so_far=-3000).likely == base
    left = Prospect(cash=exactly(600), days=exactly(400), span=2)
    assert asked(steady(1000, share), left, so_far=-2000).likely == base


def test_what_costs_more_a_year_than_it_brings_never_covers_anything():
    assert asked(steady(1000, exactly(0.5), running=500), so_far=100) == BreakEven(
        covering=Covering.NEVER
    )
    assert asked(so_far=100).covering is Covering.NEVER


def test_what_is_covered_today_is_said_so_unless_something_is_left_to_pay():
    one = steady(1000, exactly(0.5))
    assert asked(one, so_far=10).covering is Covering.COVERED
    left = replace(one, cash=exactly(5000), span=4)
    assert asked(left, so_far=10).covering is Covering.AHEAD
    assert asked(one, so_far=10, ordered=4000).covering is Covering.AHEAD


def test_beyond_the_months_looked_ahead_no_month_is_told():
    far = asked(steady(1000, exactly(0.1)), so_far=-100 * (MONTHS_AHEAD + 2))
    assert far == BreakEven(covering=Covering.BEYOND)
    at_worst = asked(steady(1000, Expected(low=0.0, likely=0.5, high=0.6)), so_far=-3000)
    assert (at_worst.covering, at_worst.late) == (Covering.AHEAD, None)


def test_eight_in_ten_of_independent_figures_is_eight_in_ten_of_their_sum():
    dice, of_normal = Random(5), 1.2815515655
    means, deviations = (4000, 900, 12_000), (700, 300, 2500)
    whole = joined(
        Expected(low=m - of_normal * s, likely=m, high=m + of_normal * s)
        for m, s in zip(means, deviations, strict=True)
    )
    drawn = [
        sum(dice.gauss(m, s) for m, s in zip(means, deviations, strict=True)) for _ in range(20_000)
    ]
    within = sum(whole.low <= one <= whole.high for one in drawn) / len(drawn)
    assert within == pytest.approx(0.8, abs=0.01)


shares = st.floats(0, 1)
euros = st.floats(0, 50_000)
months = st.floats(0, 40)


@st.composite
def figures(draw, most=50_000.0) -> Expected:
    low, likely, high = sorted(draw(st.floats(0, most)) for _ in range(3))
    return Expected(low=low, likely=likely, high=high)


@st.composite
def prospects(draw) -> Prospect:
    return Prospect(
        worth=draw(figures()),
        running=draw(st.floats(0, 3000)),
        level=draw(shares),
        ends=draw(figures(1.0)),
        ramp=draw(st.just(0.0) | months),
        cash=draw(st.just(NOTHING) | figures()),
        days=draw(st.just(NOTHING) | figures()),
        span=draw(months),
    )


some = st.lists(prospects(), max_size=4)


def holds(one: Expected) -> bool:
    room = 1e-9 * (1 + abs(one.likely) + abs(one.high))
    return one.low <= one.likely + room and one.likely <= one.high + room


@given(every=some, month=months)
def test_the_ends_hold_what_is_likely_and_no_gain_is_below_nothing(every, month):
    for one in every:
        for found in (gain_until(one, month), spent_until(one, month), days_until(one, month)):
            assert holds(found)
            assert found.low >= 0
    whole = joined(gain_until(one, month) for one in every)
    assert holds(whole)
    assert whole.low >= -1e-6


@given(one=prospects(), more=st.floats(0, 1), month=months)
def test_a_greater_share_at_the_date_never_brings_less(one, more, month):
    whole = Expected(
        low=one.ends.low + more, likely=one.ends.likely + more, high=one.ends.high + more
    )
    now, likelier, better = (
        gain_until(replace(one, ends=ends), month)
        for ends in (one.ends, _raised(one.ends, more), whole)
    )
    room = 1e-6 * (1 + better.high)
    assert likelier.likely >= now.likely - room
    assert better.likely >= now.likely - room
    assert better.low >= now.low - room
    assert better.high >= now.high - room


def _raised(share: Expected, more: float) -> Expected:
    likely = share.likely + (1 - share.likely) * more
    return around(likely, low=share.low, high=share.high)


@given(
    every=st.lists(prospects(), min_size=1, max_size=3), more=shares, so_far=st.floats(-1e5, 1e4)
)
def test_a_greater_share_at_the_date_never_puts_the_month_off(every, more, so_far):
    before = asked(*every, so_far=so_far)
    after = asked(
        *(replace(one, ends=_raised(one.ends, more)) for one in every), so_far=so_far + 1e-3
    )
    assert (after.likely or date.max) <= (before.likely or date.max)


@given(every=some, so_far=st.floats(-1e5, 1e5), ordered=euros)
def test_best_before_likely_before_worst_and_never_without_a_yearly_net(every, so_far, ordered):
    found = asked(*every, so_far=so_far, ordered=ordered)
    net = 12 * sum(one.worth.likely * one.ends.likely - one.running for one in every)
    assert (found.covering is Covering.NEVER) == (net <= 0)
    ends = (found.early or date.max, found.likely or date.max, found.late or date.max)
    if net > 0:
        assert list(ends) == sorted(ends)
    else:
        assert set(ends) == {date.max}


@given(every=some, so_far=st.floats(-1e5, 1e5), power=st.integers(-8, 8), month=months)
def test_another_currency_changes_sums_and_no_month(every, so_far, power, month):
    rate = 2.0**power
    exchanged = [
        replace(
            one,
            worth=one.worth.times(rate),
            running=one.running * rate,
            cash=one.cash.times(rate),
            days=one.days.times(rate),
        )
        for one in every
    ]
    assert asked(*exchanged, so_far=so_far * rate) == asked(*every, so_far=so_far)
    for one, other in zip(every, exchanged, strict=True):
        assert gain_until(other, month).likely == pytest.approx(
            gain_until(one, month).likely * rate
        )


@given(every=some, month=months)
def test_with_nothing_left_nothing_more_is_spent(every, month):
    done = [replace(one, cash=NOTHING, days=NOTHING) for one in every]
    assert joined(spent_until(one, month) for one in done) == NOTHING


def test_a_month_is_the_part_of_a_year_that_the_other_rules_count():
    assert months_until(TODAY + timedelta(days=61), today=TODAY) == 61 / DAYS_A_MONTH
    assert months_until(TODAY - timedelta(days=5), today=TODAY) == 0
