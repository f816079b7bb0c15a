from dataclasses import replace
from datetime import date, timedelta

import pytest

from portfolio.life.choices import State, Verdict
from portfolio.standing.choices import Health
from portfolio.standing.rules import (
    HARD,
    OFFERS,
    KpiFacts,
    SignalCode,
    SignalFacts,
    health,
    signals,
)

TODAY = date(2026, 11, 23)
KPI = KpiFacts(
    id="time", cadence_days=30, measuring_since=date(2026, 6, 1), target_date=date(2027, 3, 1),
    last_measured_on=TODAY - timedelta(days=10), gain_shares=(0.1, 0.3, 0.5), elapsed_share=0.6,
    values_count=6, chance=0.5, chance_at_last_review=0.4,
)  # fmt: skip
FINE = SignalFacts(state=State.ACTIVE, kpis=(KPI,), budget=10_000, spent=1_000)


def days_ago(count):
    return TODAY - timedelta(days=count)


def codes(facts):
    return [signal.code.value for signal in signals(facts=facts, today=TODAY)]


def healthy(facts):
    return health(facts=facts, found=signals(facts=facts, today=TODAY))


def with_kpi(**changes):
    return replace(FINE, kpis=(replace(KPI, **changes),))


def test_an_initiative_that_goes_well_is_on_course():
    assert codes(FINE) == []
    assert healthy(FINE) is Health.ON_COURSE


@pytest.mark.parametrize(
    ("facts", "code", "since"),
    [
        (with_kpi(last_measured_on=days_ago(46)), "no_measurement", days_ago(1)),
        (with_kpi(target_date=days_ago(1)), "deadline_passed", days_ago(1)),
        (replace(FINE, captain_vacant_since=TODAY), "captain_vacant", TODAY),
        (replace(FINE, state=State.PAUSED, restart_on=TODAY), "pause_over", TODAY),
        (replace(FINE, criterion_met_since=days_ago(3)), "criterion_met", days_ago(3)),
    ],
)
def test_one_hard_signal_stalls(facts, code, since):
    found = signals(facts=facts, today=TODAY)
    assert [(s.code, s.since, s.hard) for s in found] == [(code, since, True)]
    assert health(facts=facts, found=found) is Health.STALLED


SOFT = [
    (replace(FINE, next_step_due=days_ago(31)), "step_overdue"),
    (with_kpi(gain_shares=(0.30, 0.31, 0.39)), "no_progress"),
    (with_kpi(chance=0.14, chance_at_last_review=0.10), "forecast_low"),
    (replace(with_kpi(gain_shares=(0.1, 0.3, 0.49)), spent=8_000), "spend_ahead_of_gain"),
    (replace(FINE, reviews_without_decision=2, last_review_on=days_ago(5)), "no_decision"),
    (replace(FINE, live_since=days_ago(61), adoption=0.29), "low_adoption"),
]


@pytest.mark.parametrize(("facts", "code"), SOFT)
def test_one_soft_signal_drifts(facts, code):
    assert codes(facts) == [code]
    assert healthy(facts) is Health.DRIFTING


@pytest.mark.parametrize(
    "facts",
    [
        with_kpi(last_measured_on=days_ago(45)),
        with_kpi(target_date=TODAY),
        replace(FINE, captain_vacant_since=TODAY + timedelta(days=1)),
        replace(FINE, state=State.PAUSED, restart_on=TODAY + timedelta(days=1)),
        replace(FINE, next_step_due=days_ago(30)),
        with_kpi(gain_shares=(0.30, 0.31, 0.42)),
        with_kpi(gain_shares=(0.30, 0.31, 0.39), elapsed_share=0.39),
        with_kpi(gain_shares=(0.39,)),
        with_kpi(gain_shares=(1.02, 1.0, 1.01)),
        with_kpi(chance=0.14, chance_at_last_review=0.10, values_count=4),
        with_kpi(chance=0.14, chance_at_last_review=0.20),
        with_kpi(chance=0.14, chance_at_last_review=None),
        replace(with_kpi(gain_shares=(0.1, 0.3, 0.5)), spent=8_000),
        replace(with_kpi(gain_shares=()), spent=9_000),
        replace(FINE, reviews_without_decision=1),
        replace(FINE, live_since=days_ago(60), adoption=0.1),
        replace(FINE, live_since=days_ago(90), adoption=None),
        replace(FINE, live_since=days_ago(90), adoption=0.30),
    ],
)
def test_at_the_edge_no_signal_speaks(facts):
    assert codes(facts) == []


def test_two_different_soft_signals_stall_and_the_same_twice_drifts():
    both = replace(with_kpi(gain_shares=(0.3, 0.31, 0.39)), next_step_due=days_ago(40))
    assert healthy(both) is Health.STALLED
    kpi = replace(KPI, gain_shares=(0.3, 0.31, 0.39))
    twice = replace(FINE, kpis=(kpi, replace(kpi, id="quality")))
    assert codes(twice) == ["no_progress", "no_progress"]
    assert healthy(twice) is Health.DRIFTING


def test_without_two_values_health_is_unknown_unless_something_speaks():
    young = with_kpi(values_count=1, gain_shares=(), chance=None, chance_at_last_review=None)
    assert healthy(young) is Health.UNKNOWN
    assert healthy(replace(FINE, kpis=())) is Health.UNKNOWN
    assert healthy(replace(young, next_step_due=days_ago(31))) is Health.DRIFTING


def test_a_first_measurement_is_awaited_from_the_start():
    never = with_kpi(last_measured_on=None, gain_shares=(), measuring_since=days_ago(46))
    assert codes(never) == ["no_measurement"]


def test_a_paused_one_speaks_only_of_its_restart_and_an_ended_one_of_nothing():
    facts = replace(FINE, state=State.PAUSED, restart_on=days_ago(1), criterion_met_since=TODAY)
    assert codes(facts) == ["pause_over"]
    assert codes(replace(facts, state=State.STOPPED)) == []


def test_hard_signals_come_first_and_each_offers_a_verdict_with_its_evidence():
    facts = replace(
        with_kpi(last_measured_on=days_ago(90)), next_step_due=days_ago(40),
        captain_vacant_since=TODAY,
    )  # fmt: skip
    found = signals(facts=facts, today=TODAY)
    assert [signal.hard for signal in found] == [True, True, False]
    assert found[0].evidence["kpi"] == "time"
    assert found[0].mend == "add_measurement"
    assert Verdict.STOP in found[0].offers


def test_every_rule_offers_a_verdict():
    assert set(OFFERS) == set(SignalCode)
    assert all(OFFERS.values())
    assert len(HARD) == 5
