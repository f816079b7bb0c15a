from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.estimates.choices import CompanySize, SizeTap
from portfolio.estimates.rules import (
    Range,
    StopRule,
    expected_value,
    from_taps,
    is_criterion_met,
    learned_widening,
    mean,
    proposed_stop_criteria,
    proposed_tranches,
    quantile,
)

TYPICAL = Range(p10=10, p50=20, p90=50)


@pytest.mark.parametrize(
    ("probability", "value"), [(0.05, 8.216), (0.10, 10), (0.50, 20), (0.90, 50), (0.95, 64.831)]
)
def test_quantiles_of_ten_twenty_fifty(probability, value):
    assert quantile(estimate=TYPICAL, probability=probability) == pytest.approx(value, abs=5e-4)


def test_the_mean_rises_with_uncertainty():
    assert mean(estimate=TYPICAL) == pytest.approx(26.509, abs=5e-4)
    assert mean(estimate=TYPICAL, widening=1.5) == pytest.approx(36.31, abs=5e-3)


def test_a_certain_estimate_is_its_own_mean():
    assert mean(estimate=Range(p10=7, p50=7, p90=7)) == pytest.approx(7)


@pytest.mark.parametrize("triple", [(0, 1, 2), (2, 1, 3), (1, 3, 2), (-1, 1, 2)])
def test_a_range_is_positive_and_ordered(triple):
    with pytest.raises(ValueError, match="ordered"):
        Range(p10=triple[0], p50=triple[1], p90=triple[2])


def test_three_taps_become_ranges_by_the_size_of_the_company():
    found = from_taps(
        company_size=CompanySize.SMALL, value=SizeTap.MEDIUM, effort=SizeTap.SMALL,
        cost=SizeTap.LARGE,
    )  # fmt: skip
    assert found.value == Range(p10=10_000, p50=20_000, p90=40_000)
    assert found.effort == Range(p10=3, p50=6, p90=12)
    assert found.cost == Range(p10=10_000, p50=30_000, p90=80_000)
    assert found.success_chance == 0.45


def test_a_use_case_brings_its_own_effort_cost_and_chance():
    effort, cost = Range(p10=4, p50=8, p90=15), Range(p10=300, p50=1500, p90=5000)
    found = from_taps(
        company_size=CompanySize.MICRO, value=SizeTap.SMALL, effort=SizeTap.LARGE,
        effort_range=effort, cost_range=cost, success_chance=0.65,
    )  # fmt: skip
    assert (found.effort, found.cost, found.success_chance) == (effort, cost, 0.65)


def test_the_widening_is_learned_from_ten_closed_estimates():
    assert learned_widening(z_scores=[3.0] * 9) == 1.5
    assert learned_widening(z_scores=[2.0] * 10) == pytest.approx(2.0)
    assert learned_widening(z_scores=[9.0] * 10) == 2.5
    assert learned_widening(z_scores=[0.1] * 10) == 1.0


PROPOSED = proposed_stop_criteria(starts_on=date(2026, 1, 1), target_date=date(2026, 12, 31))


def met(criterion, *, today=date(2026, 8, 31), share=None, spent=0, adoption=None, completion=None):
    return is_criterion_met(
        criterion=criterion, today=today, gain_share=share, spent=Decimal(spent), adoption=adoption,
        completion=completion,
    )  # fmt: skip


def test_at_two_thirds_of_the_time_less_than_a_third_of_the_gain_stops():
    late, _ = PROPOSED
    assert late.by_date == date(2026, 8, 31)
    assert met(late, share=Decimal("0.33"))
    assert not met(late, share=Decimal("0.34"))
    assert not met(late, share=Decimal("0.1"), today=date(2026, 8, 30))
    assert not met(late, share=None)


def test_a_forecast_far_past_the_budget_stops_while_half_of_the_gain_is_missing():
    _, overrun = PROPOSED
    far, near = Decimal("1.21"), Decimal("1.20")
    assert met(overrun, share=Decimal("0.49"), completion=far, today=date(2026, 1, 2))
    assert not met(overrun, share=Decimal("0.49"), completion=near)
    assert not met(overrun, share=Decimal("0.50"), completion=far)
    assert not met(overrun, share=Decimal("0.49"))


def test_a_sum_that_was_written_stops_at_any_time():
    most = StopRule(
        metric=StopMetric.SPEND,
        comparison=PortfolioComparison.ABOVE,
        value=Decimal(8000),
        by_date=None,
    )
    assert not met(most, spent=8000)
    assert met(most, spent=8001, today=date(2026, 1, 2))


def test_a_date_and_an_adoption_may_stop_too():
    day = date(2026, 8, 31)
    by_date = StopRule(
        metric=StopMetric.DATE, comparison=PortfolioComparison.ABOVE, value=None, by_date=day
    )
    assert met(by_date)
    assert not met(by_date, today=date(2026, 8, 30))
    few = StopRule(
        metric=StopMetric.ADOPTION,
        comparison=PortfolioComparison.BELOW,
        value=Decimal("0.3"),
        by_date=day,
    )
    assert met(few, adoption=Decimal("0.2"))
    assert not met(few, adoption=Decimal("0.3"))


@pytest.mark.parametrize(
    ("budget", "tranches"),
    [("9999.99", ["9999.99"]), ("10000", ["5000", "5000"]), ("10000.01", ["5000.01", "5000.00"])],
)
def test_a_budget_is_cut_in_two_from_ten_thousand_euros(budget, tranches):
    assert proposed_tranches(budget=Decimal(budget)) == tuple(map(Decimal, tranches))


@given(st.decimals(min_value=0, max_value=10**7, places=2))
def test_tranches_add_up_to_the_budget(budget):
    assert sum(proposed_tranches(budget=budget)) == budget


@given(st.tuples(*[st.floats(0.1, 1e6)] * 3).map(sorted), st.floats(0.01, 0.98))
def test_quantiles_rise_with_the_probability(triple, probability):
    estimate = Range(p10=triple[0], p50=triple[1], p90=triple[2])
    low = quantile(estimate=estimate, probability=probability)
    assert low <= quantile(estimate=estimate, probability=probability + 0.01)


def test_an_expected_value_is_a_weighted_mean_over_two_years():
    low, expected, high = expected_value(
        low=10_000, likely=16_000, high=40_000, success_chance=Decimal("0.45")
    )
    assert (low, high) == pytest.approx((9_000, 36_000))
    assert expected == pytest.approx((0.3 * 10_000 + 0.4 * 16_000 + 0.3 * 40_000) * 2 * 0.45)
