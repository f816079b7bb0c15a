from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from portfolio.forecast.choices import CostSource, GoingOn, ValueSource
from portfolio.forecast.rules.continuation import (
    Horizon,
    MonthlyValue,
    Outlook,
    assumed,
    continuation,
    horizon,
    remaining,
)

VECTORS = yaml.safe_load((Path(__file__).parent / "vectors.yaml").read_text("utf-8"))


def value_of(given):
    if "monthly_value" in given:
        typed = given["monthly_value"]
        return MonthlyValue(low=typed, likely=typed, high=typed, source=ValueSource.TYPED)
    low, likely, high = (year / 12 for year in given["tap_year"])
    return MonthlyValue(low=low, likely=likely, high=high, source=ValueSource.TAP)


def of_vector(given, **more):
    return continuation(
        value=value_of(given),
        outlook=Outlook(
            expected=given["share_at_date"],
            level=given["share_now"],
            is_assumed=given.get("is_chance_assumed", False),
        ),
        counted=Horizon(
            months=24 - given["months_since_first_date"], to_date=given["months_to_date"]
        ),
        cash=given["cash"],
        days=given["days"],
        **more,
    )


@pytest.mark.parametrize("vector", VECTORS["continuation"], ids=lambda vector: vector["id"])
def test_going_on_is_that_of_the_vectors(vector):
    found, expected = of_vector(vector["given"]), vector["expected"]
    for name in ("gain_going_on", "gain_stopping", "marginal_gain", "cost"):
        assert getattr(found, name) == pytest.approx(expected[name], abs=0.01)
    assert found.verdict == expected["verdict"]
    assert found.value_source == expected["value_source"]
    assert found.horizon_months == expected["horizon_months"]
    assert found.break_even_share == pytest.approx(expected["break_even_share"], abs=1e-6)


@pytest.mark.parametrize("vector", VECTORS["remaining"], ids=lambda vector: vector["id"])
def test_what_is_left_is_that_of_the_vectors(vector):
    assert remaining(**vector["given"]).amount == pytest.approx(vector["expected"], abs=0.01)


def test_how_what_is_left_is_known_is_told():
    assert remaining(planned=8, used=2).source is CostSource.PLANNED
    assert remaining(planned=8, used=9, said=0).source is CostSource.SAID
    used_up = remaining(planned=8, used=8, months_run=4, months_left=2)
    assert (used_up.amount, used_up.source) == (4, CostSource.EXTRAPOLATED)
    assert remaining(planned=0, used=0).amount == 0


GIVEN = {
    "tap_year": [3000, 6000, 12000], "share_at_date": 0.35, "share_now": 0.1,
    "months_to_date": 6, "months_since_first_date": -6, "cash": 4000, "days": 7,
}  # fmt: skip


def test_a_range_that_may_still_be_worth_it_is_doubtful_and_a_typed_value_is_not():
    found = of_vector(GIVEN)
    assert found.gain_low < found.marginal_gain < found.cost < found.gain_high
    assert found.verdict is GoingOn.DOUBTFUL
    assert of_vector({**GIVEN, "monthly_value": 500}).verdict is GoingOn.SINKHOLE


def test_nothing_is_compared_where_nothing_stays():
    stays, lost = of_vector(GIVEN), of_vector(GIVEN, is_kept=False)
    assert lost.gain_stopping == 0
    assert lost.marginal_gain == stays.gain_going_on


def test_running_costs_are_taken_off_and_an_exit_cost_speaks_for_going_on():
    plain = of_vector({**GIVEN, "monthly_value": 500})
    run = of_vector({**GIVEN, "monthly_value": 500}, running=100)
    assert run.marginal_gain == pytest.approx(plain.marginal_gain * 0.8)
    bound = of_vector({**GIVEN, "monthly_value": 500}, exit_cost=1000)
    assert bound.marginal_gain == pytest.approx(plain.marginal_gain + 1000)
    assert of_vector({**GIVEN, "monthly_value": 500}, running=500).break_even_share is None


def test_it_is_cleared_only_well_above_its_cost():
    typed = {**GIVEN, "monthly_value": 1000, "cash": 0, "days": 0}
    more = of_vector(typed).marginal_gain
    assert not of_vector({**typed, "cash": more / 1.09}).clears
    assert of_vector({**typed, "cash": more / 1.10}).clears


def test_a_later_date_never_lengthens_the_horizon():
    today, first = date(2026, 11, 1), date(2026, 6, 1)
    soon = horizon(today=today, target_on=today + timedelta(days=30), first_on=first)
    late = horizon(today=today, target_on=today + timedelta(days=700), first_on=first)
    assert soon.months == late.months < 24
    assert late.ramp == late.months
    assert horizon(today=today, target_on=first, first_on=first).ramp == 0
    assert horizon(today=today, target_on=first, first_on=date(2020, 1, 1)).months == 0


def test_of_what_is_not_measured_the_base_rate_is_assumed():
    assert assumed().is_assumed
    assert 0 < assumed(base_rate=0.1).expected < assumed(base_rate=0.6).expected < 1


def test_a_licence_paid_ahead_sets_no_pace_of_spending():
    """3,600 € for a year, paid on the first day, are not 1,200 € a month after three."""
    given = {"planned": 3900, "used": 3900, "months_run": 3, "months_left": 9}
    assert remaining(**given).amount == pytest.approx(11700)
    ahead = remaining(**given, paid_ahead=3600)
    assert (ahead.amount, ahead.source) == (pytest.approx(900), CostSource.EXTRAPOLATED)
    assert remaining(**{**given, "used": 3900}, paid_ahead=3900).amount == 0
