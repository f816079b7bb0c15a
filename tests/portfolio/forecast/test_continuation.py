from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.forecast.rules.continuation import benefit_months_left, continuation


def going_on(benefit, months, chance, cash, days, value):
    return continuation(
        monthly_benefit=benefit, benefit_months=months, chance=chance,
        remaining_cash=cash, remaining_days=days, day_value=value,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "net_value"),
    [
        ((2000, 12, 0.6, 5000, 10, 150), 7900),
        ((2000, 12, 0.2, 5000, 10, 150), -1700),
        ((500, 24, 0.9, 4000, 20, 400), -1200),
    ],
)
def test_only_what_remains_counts(facts, net_value):
    found = going_on(*facts)
    assert found.net_value == pytest.approx(net_value)
    assert found.is_worth_continuing == (net_value > 0)
    assert found.is_sinkhole == (net_value < 0)


def test_the_break_even_chance():
    assert going_on(2000, 12, 0.6, 5000, 10, 150).break_even == pytest.approx(0.270833, abs=5e-7)


def test_without_a_forecast_the_base_rate_is_used_and_said():
    found = going_on(1000, 10, None, 2999, 0, 0)
    assert (found.chance, found.is_chance_assumed) == (0.30, True)
    assert not found.is_sinkhole


def test_nothing_left_to_gain_has_no_break_even():
    found = going_on(0, 12, 0.9, 10, 0, 0)
    assert found.break_even is None
    assert found.is_sinkhole


@pytest.mark.parametrize(
    "facts", [(-1, 1, 0.5, 1, 1, 1), (1, 1, 1.1, 1, 1, 1), (1, 1, 0.5, -1, 1, 1)]
)
def test_what_remains_is_never_negative_and_a_chance_is_one(facts):
    with pytest.raises(ValueError):
        going_on(*facts)


def test_the_horizon_runs_from_go_live():
    live = date(2026, 1, 15)
    assert benefit_months_left(go_live=live, today=date(2026, 11, 1)) == 14
    assert benefit_months_left(go_live=live, today=date(2025, 6, 1)) == 24
    assert benefit_months_left(go_live=live, today=date(2030, 1, 1)) == 0


@given(
    st.floats(1, 1e5), st.integers(1, 48), st.floats(0, 1), st.floats(0, 1e6),
    st.floats(0, 400), st.floats(0, 2e3),
)  # fmt: skip
def test_above_break_even_it_pays_and_below_it_does_not(benefit, months, chance, cash, days, value):
    found = going_on(benefit, months, chance, cash, days, value)
    if abs(chance - found.break_even) > 1e-9:
        assert found.is_worth_continuing == (chance > found.break_even)
