from dataclasses import replace
from datetime import date, timedelta

import pytest

from portfolio.forecast.choices import Course, PaceSignal
from portfolio.life.choices import State, Verdict
from portfolio.standing.choices import Health, SignalCode
from portfolio.standing.rules import (
    APART,
    COURSE_HEALTH,
    HARD,
    OFFERS,
    KpiFacts,
    SignalFacts,
    health,
    signals,
    worst,
)

TODAY = date(2026, 11, 23)
KPI = KpiFacts(
    id="time", cadence_days=30, measuring_since=date(2026, 6, 1), target_date=date(2027, 3, 1),
    last_measured_on=TODAY - timedelta(days=10), share=0.5, elapsed_share=0.6,
    course=Course.ON_PACE_UNCERTAIN, now=2.0, needed=3.0,
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
        (with_kpi(pace_signal=PaceSignal.LOST, course=Course.LOST), "pace_lost", days_ago(10)),
    ],
)
def test_one_hard_signal_stalls(facts, code, since):
    found = signals(facts=facts, today=TODAY)
    assert [(s.code, s.since, s.hard) for s in found] == [(code, since, True)]
    assert health(facts=facts, found=found) is Health.STALLED


SOFT = [
    (replace(FINE, next_step_due=days_ago(31)), "step_overdue"),
    (with_kpi(pace_signal=PaceSignal.BEHIND, course=Course.SLIPPING), "pace_behind"),
    (replace(with_kpi(share=0.49), spent=8_000), "spend_ahead_of_gain"),
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
        replace(with_kpi(share=0.5), spent=8_000),
        replace(with_kpi(share=None), spent=9_000),
        replace(FINE, reviews_without_decision=1),
        replace(FINE, live_since=days_ago(60), adoption=0.1),
        replace(FINE, live_since=days_ago(90), adoption=None),
        replace(FINE, live_since=days_ago(90), adoption=0.30),
    ],
)
def test_at_the_edge_no_signal_speaks(facts):
    assert codes(facts) == []


BEHIND = {"pace_signal": PaceSignal.BEHIND, "course": Course.BEHIND_UNLIKELY}


def test_two_different_soft_signals_stall_and_the_same_twice_drifts():
    both = replace(with_kpi(**BEHIND), next_step_due=days_ago(40))
    assert healthy(both) is Health.STALLED
    kpi = replace(KPI, **BEHIND)
    twice = replace(FINE, kpis=(kpi, replace(kpi, id="quality")))
    assert codes(twice) == ["pace_behind", "pace_behind"]
    assert healthy(twice) is Health.DRIFTING


@pytest.mark.parametrize("course", list(Course))
def test_without_a_signal_health_is_that_of_the_sentence(course):
    assert healthy(with_kpi(course=course)) is COURSE_HEALTH[course]


def test_on_course_is_never_said_of_what_is_unlikely():
    for course in Course:
        if course.endswith("unlikely"):
            assert COURSE_HEALTH[course] not in (Health.ON_COURSE, Health.UNKNOWN)


def test_the_worst_objective_speaks_for_all_and_the_first_of_equals():
    slow = replace(KPI, id="quality", course=Course.SLOWING_UNCERTAIN)
    both = replace(FINE, kpis=(KPI, slow))
    assert healthy(both) is Health.WATCH
    assert worst(both.kpis) == slow
    assert worst((KPI, replace(KPI, id="quality"))) == KPI
    assert worst(()) is None


def test_spending_ahead_of_the_gain_looks_at_the_worst_objective():
    late = replace(KPI, id="quality", share=0.2)
    assert codes(replace(FINE, kpis=(KPI, late), spent=8_000)) == ["spend_ahead_of_gain"]


def test_over_budget_is_to_be_decided_but_says_nothing_of_where_it_goes():
    over = replace(FINE, over_budget_since=days_ago(2), over_budget_by=1_200.0)
    (signal,) = signals(facts=over, today=TODAY)
    assert (signal.code, signal.since, signal.hard) == ("over_budget", days_ago(2), False)
    assert signal.evidence == {"sum": 1_200.0}
    assert healthy(over) is Health.ON_COURSE
    assert healthy(replace(over, next_step_due=days_ago(40))) is Health.DRIFTING


def test_without_values_enough_health_is_unknown_unless_something_speaks():
    young = with_kpi(course=Course.NOT_ENOUGH, share=None)
    assert healthy(young) is Health.UNKNOWN
    assert healthy(replace(FINE, kpis=())) is Health.UNKNOWN
    assert healthy(replace(young, next_step_due=days_ago(31))) is Health.DRIFTING
    assert healthy(replace(young, kpis=(young.kpis[0], KPI))) is Health.ON_COURSE


def test_a_first_measurement_is_awaited_from_the_start():
    never = with_kpi(last_measured_on=None, share=None, measuring_since=days_ago(46))
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
    assert len(HARD) == 7
    assert not HARD & APART
