"""A roadmap says what to do first, why, and what was left out for which reason."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import profile_of
from assessments.results.rules.scoring import assess
from assessments.roadmap.rules.actions import FOUNDATIONS
from assessments.roadmap.rules.priority import Pick, duties_of, greedy_order, triggered
from assessments.roadmap.rules.recommendations import (
    Recommendation,
    Roadmap,
    effect_size,
    recommend,
)
from assessments.roadmap.rules.schedule import Schedule
from tests.assessments.conftest import REFERENCE, firm_of

Firm = Callable[..., dict[str, Any]]

QUESTIONS = catalogue.questionnaire("2.0.0")
ACTIONS = catalogue.actions("2.0.0")
SCORED = [item.id for item in QUESTIONS.items if item.kind == "scored"]
FIRMS = st.fixed_dictionaries(
    {"G1": st.integers(0, 4)},
    optional={
        **{one: st.one_of(st.integers(0, 4), st.just("dk")) for one in SCORED},
        "J3": st.fixed_dictionaries(
            {}, optional={"days_month": st.integers(0, 4), "budget_year": st.integers(0, 4)}
        ),
        "F2": st.sampled_from(["micro", "small", "medium"]),
    },
)


@pytest.fixture
def firm() -> Firm:
    """Firms that answer the second edition."""
    return firm_of(QUESTIONS)


@pytest.fixture
def reference(firm: Firm) -> dict[str, Any]:
    """Usage 1, every answer 1, three days a month, 6,000 euros, small, industrial."""
    return firm(1, 1, **REFERENCE)


# One usage for each path that the gate opens: no use, trials, supervised use and beyond.
GATES = pytest.mark.parametrize("usage", [0, 1, 2, 4])


def roadmap(answers: dict[str, Any], **set_aside: str) -> Roadmap:
    result = assess(questionnaire=QUESTIONS, answers=answers)
    return recommend(
        catalogue=ACTIONS,
        questionnaire=QUESTIONS,
        answers=answers,
        result=result,
        set_aside={name.replace("_", "-"): reason for name, reason in set_aside.items()},
    )


def recommendation(plan: Roadmap, action_id: str) -> Recommendation:
    every = [s.recommendation for s in plan.steps] + [o.recommendation for o in plan.left_out]
    return next(one for one in every if one.action_id == action_id)


def left_out(plan: Roadmap) -> dict[str, str]:
    return {one.recommendation.action_id: one.reason for one in plan.left_out}


def test_the_reference_firm_has_its_roadmap_word_for_word(reference: dict[str, Any]) -> None:
    plan = roadmap(reference)
    assert [list(window.action_ids) for window in plan.windows] == [
        ["PIL-01", "PIL-02", "CHO-03", "CHO-05", "MES-01", "COM-01", "DON-04"],
        ["RIS-02", "RIS-03", "COM-07", "PIL-04", "CHO-04"],
        ["COM-03", "PIL-06", "COM-06", "OUT-07", "OUT-03", "DON-01", "PIL-07", "DON-03"],
    ]
    out = left_out(plan)
    assert {one: why for one, why in out.items() if why != "no_gain"} == {
        **dict.fromkeys(("OUT-01", "RIS-04"), "budget"),
        **dict.fromkeys(("DON-06", "PIL-05", "RIS-01", "OUT-08"), "capacity"),
    }
    assert sum(why == "no_gain" for why in out.values()) == 21
    assert plan.money_left == pytest.approx(800)
    assert not [one for one in plan.steps if one.over_capacity]
    assert (plan.assumed, plan.overload1) == ((), 0)


def test_from_50_persons_the_works_council_is_planned_as_a_duty(reference: dict[str, Any]) -> None:
    for size in ({"F2": "medium"}, {"F2": None}):
        answers = {key: one for key, one in {**reference, **size}.items() if one is not None}
        plan = roadmap(answers)
        assert list(plan.windows[1].action_ids)[:3] == ["RIS-02", "RIS-03", "COM-09"]
        assert recommendation(plan, "COM-09").duty_kind == "law"
    assert "COM-09" not in {one.action_id for one in roadmap(reference).recommendations}


def test_what_overflows_the_first_window_is_told(firm: Firm) -> None:
    plan = roadmap(firm(1, 0, J3={"days_month": 0, "budget_year": 0}, F2="micro"))
    first = {*FOUNDATIONS, "COM-01"}
    days = sum(s.days for s in plan.steps if s.recommendation.action_id in first)
    assert first <= {*plan.windows[0].action_ids}
    assert plan.overload1 == pytest.approx(days - plan.windows[0].capacity)


def test_no_optional_action_stands_before_a_duty() -> None:
    """3,000 random firms (domain §2, point 5)."""
    dice = Random(2026)
    for _ in range(3000):
        answers: dict[str, Any] = {one: dice.choice([0, 1, 2, 3, 4, "dk"]) for one in SCORED}
        answers |= {"G1": dice.randint(1, 4), "F2": dice.choice(["micro", "small", "medium"])}
        answers["J3"] = {"days_month": dice.randint(0, 4), "budget_year": dice.randint(0, 4)}
        plan = roadmap(answers)
        bound = [s for s in plan.steps if s.recommendation.duty]
        optional = [
            s for s in plan.steps if not (s.recommendation.duty or s.recommendation.foundation)
        ]
        latest = max((s.window for s in bound), default=1)
        early = [s for s in optional if s.window < latest]
        assert not early, (answers, [s.recommendation.action_id for s in early])


def test_a_recommendation_carries_the_answers_that_call_for_it(
    firm: Firm, reference: dict[str, Any]
) -> None:
    plan = roadmap({**reference, "R2": "dk"})
    first = plan.steps[0].recommendation
    assert [(one.item_id, one.state, one.counted) for one in first.firing] == [("P1", "known", 1)]
    assert (first.foundation, first.duty, first.to_clear) == (True, False, ())
    register = next(s for s in plan.steps if s.recommendation.action_id == "RIS-02")
    assert [(one.item_id, one.counted) for one in register.recommendation.firing] == [("R2", 0)]
    assert register.recommendation.to_clear == ("R2",)
    assert register.recommendation.duty


def test_only_the_rules_that_hold_explain(reference: dict[str, Any]) -> None:
    fired = triggered(catalogue=ACTIONS, questionnaire=QUESTIONS, answers={**reference, "P1": 3})
    assert [one.item_id for one in fired["PIL-02"]] == ["P2"]


def test_rules_on_hidden_items_are_ignored(firm: Firm) -> None:
    at_rest = triggered(catalogue=ACTIONS, questionnaire=QUESTIONS, answers=firm(0, 0))
    at_work = triggered(catalogue=ACTIONS, questionnaire=QUESTIONS, answers=firm(2, 0))
    assert at_work.keys() - at_rest.keys() == {
        "CHO-06",
        "CHO-07",
        "COM-03",
        "COM-04",
        "MES-02",
        "MES-03",
        "MES-04",
        "MES-05",
        "MES-06",
        "OUT-01",
        "OUT-02",
        "OUT-07",
        "OUT-08",
        "RIS-05",
        "RIS-06",
    }
    assert at_rest.keys() - at_work.keys() == {"GEN-01"}


def test_an_embedded_firm_has_nothing_to_do(firm: Firm) -> None:
    plan = roadmap(firm(4, 4))
    assert (plan.steps, plan.left_out) == ((), ())


def test_the_law_binds_from_the_first_use_on(firm: Firm) -> None:
    means = {"J3": {"days_month": 4, "budget_year": 4}, "F2": "small"}
    duties = [
        {
            s.recommendation.action_id
            for s in roadmap(firm(usage, 1, **means)).steps
            if s.recommendation.duty
        }
        for usage in (0, 1)
    ]
    known = ACTIONS.duties - {"COM-09"}
    assert duties[0] == set()
    assert known <= duties[1]


def test_the_duties_hold_too_where_nobody_said_whether_ai_is_used(firm: Firm) -> None:
    untold = {key: one for key, one in firm(1, 1).items() if key != "G1"}
    assert recommendation(roadmap(untold), "RIS-02").duty


def test_a_duty_is_never_dropped_and_says_when_it_is_over_capacity(firm: Firm) -> None:
    poor = {"J3": {"days_month": 0, "budget_year": 0}, "F2": "medium"}
    plan = roadmap(firm(1, 0, **poor))
    over = [s.recommendation.action_id for s in plan.steps if s.over_capacity]
    assert {s.recommendation.action_id for s in plan.steps} >= ACTIONS.duties | set(FOUNDATIONS)
    assert over == ["COM-09"]
    assert {s.window for s in plan.steps if s.over_capacity} == {3}
    assert plan.money_left == 0


def test_foundations_are_never_postponed(firm: Firm) -> None:
    plan = roadmap(firm(0, 0, J3={"days_month": 0, "budget_year": 0}, F2="micro"))
    assert plan.windows[0].action_ids == FOUNDATIONS
    assert plan.windows[0].days > plan.windows[0].capacity


def test_what_a_firm_did_not_say_is_assumed_cautiously(firm: Firm) -> None:
    plan = roadmap(firm(1, 1))
    cautious = {"J3": {"days_month": 0, "budget_year": 0}, "F2": "medium", "F1": "other"}
    said = roadmap(firm(1, 1, **cautious))
    assert plan.assumed == ("days_month", "budget_year", "size", "sector")
    assert (plan.steps, plan.left_out) == (said.steps, said.left_out)


def test_three_headlines_at_most_in_a_window(reference: dict[str, Any]) -> None:
    steps = roadmap(reference).steps
    for window in (1, 2, 3):
        marks = [step.headline for step in steps if step.window == window]
        assert marks == [True] * 3 + [False] * (len(marks) - 3)


@pytest.mark.parametrize(
    ("points", "size"),
    [(0, "small"), (5.9, "small"), (6, "medium"), (11.9, "medium"), (12, "large"), (15, "large")],
)
def test_effects_are_told_in_three_sizes(points: float, size: str) -> None:
    assert effect_size(points) == size


def test_an_effect_is_capped_by_the_room_left(firm: Firm) -> None:
    full = recommendation(roadmap(firm(1, 1)), "RIS-01")
    assert [(one.dimension, one.size) for one in full.effects] == [
        ("RIS", "large"),
        ("COM", "small"),
    ]
    capped = recommendation(roadmap(firm(1, 4, R1=2)), "RIS-01")
    assert capped.effects[0].size == "medium"
    log = recommendation(roadmap(firm(1, 4, P2=3)), "PIL-07")
    assert [(one.dimension, one.size) for one in log.effects] == [
        ("PIL", "small"),
        ("CHO", "small"),
    ]


def test_a_projection_is_a_band_from_half_to_all_of_the_uplifts(
    reference: dict[str, Any],
) -> None:
    leadership = roadmap(reference).projections[0]
    total = 15 + 12 + 10 + 5 + 8
    assert (leadership.current, leadership.low, leadership.high) == (
        25,
        25 + total / 2,
        25 + total,
    )


def test_a_roadmap_is_stored_as_json(reference: dict[str, Any]) -> None:
    found = roadmap(reference)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Roadmap) == found


def priorities(answers: dict[str, Any]) -> dict[str, float]:
    fired = triggered(catalogue=ACTIONS, questionnaire=QUESTIONS, answers=answers)
    result = assess(questionnaire=QUESTIONS, answers=answers)
    picks = greedy_order(
        catalogue=ACTIONS,
        questionnaire=QUESTIONS,
        result=result,
        fired=fired,
        duties=duties_of(ACTIONS, answers),
    )
    return {pick.action.id: pick.priority for pick in picks}


@pytest.mark.parametrize(("answer", "factor"), [(1, 1.0), (0, 1.25)])
def test_an_answer_of_zero_makes_an_action_more_urgent(
    firm: Firm, answer: int, factor: float
) -> None:
    gain_of_grid, gain_of_exit = 0.10 * 12, 0.10 * 6
    found = priorities(firm(4, 4, T3=answer))
    assert found == {
        "OUT-03": pytest.approx(factor * (gain_of_grid + gain_of_exit / 2) / 2.5),
        "OUT-04": pytest.approx(factor * gain_of_exit / 3.5),
    }


def test_a_lowest_dimension_aims_at_sixty_points(firm: Firm) -> None:
    found = priorities(firm(4, 4, N1=0, N2=0, N3=0))
    assert list(found)[-1] == "DON-05"
    assert found["DON-05"] == pytest.approx(1.25 * 0.13 * 8 / 8.5)


@pytest.mark.parametrize(("action_id", "reason"), [("RIS-01", None), ("RIS-08", "no_gain")])
def test_a_core_action_stays_even_where_it_gains_nothing(
    reference: dict[str, Any], action_id: str, reason: str | None
) -> None:
    profile = profile_of(questionnaire=QUESTIONS, answers=reference)
    schedule = Schedule(profile, duties=frozenset(), fired=frozenset({action_id}))
    schedule.fill((Pick(ACTIONS.actions[action_id], 0.0, ()),))
    assert [one.reason for one in schedule.dropped] == ([reason] if reason else [])


@GATES
@given(answers=FIRMS)
@settings(max_examples=40, deadline=None)
def test_no_action_comes_before_a_triggered_prerequisite(
    usage: int, answers: dict[str, Any]
) -> None:
    answers = {**answers, "G1": usage}
    plan = roadmap(answers)
    fired = triggered(catalogue=ACTIONS, questionnaire=QUESTIONS, answers=answers)
    seen: set[str] = set()
    for step in plan.steps:
        name = step.recommendation.action_id
        assert {need for need in ACTIONS.actions[name].needs if need in fired} <= seen
        seen.add(name)
    assert seen | left_out(plan).keys() == fired.keys()
    assert not seen & left_out(plan).keys()


def test_what_is_refused_or_done_is_left_out_and_says_so(reference: dict[str, Any]) -> None:
    plan = roadmap(reference, CHO_03="done", PIL_04="refused")
    placed = [step.recommendation.action_id for step in plan.steps]
    out = left_out(plan)
    assert (out["CHO-03"], out["PIL-04"]) == ("done", "refused")
    assert not {"CHO-03", "PIL-04"} & set(placed)
    assert recommendation(plan, "PIL-04").firing[0].item_id == "P3"


def test_what_needs_something_done_is_planned_and_something_refused_is_not(
    reference: dict[str, Any],
) -> None:
    done, refused = roadmap(reference, CHO_03="done"), roadmap(reference, CHO_03="refused")
    placed = [step.recommendation.action_id for step in done.steps]
    assert {"CHO-04", "CHO-05"} <= set(placed)
    assert left_out(refused)["CHO-04"] == "prerequisite_out"
    waiting = next(o for o in refused.left_out if o.recommendation.action_id == "CHO-04")
    assert waiting.waiting_for == ("CHO-03",)


ASIDE = st.dictionaries(
    st.sampled_from(sorted(ACTIONS.actions)), st.sampled_from(["refused", "done"]), max_size=12
)


@given(answers=FIRMS, aside=ASIDE)
@settings(max_examples=100, deadline=None)
def test_nothing_set_aside_is_ever_scheduled(
    answers: dict[str, Any], aside: dict[str, str]
) -> None:
    plan = roadmap(answers, **aside)
    placed = {step.recommendation.action_id for step in plan.steps}
    fired = triggered(catalogue=ACTIONS, questionnaire=QUESTIONS, answers=answers)
    assert not placed & aside.keys()
    assert placed | left_out(plan).keys() == fired.keys()
    assert {one: left_out(plan)[one] for one in aside if one in fired} == {
        one: reason for one, reason in aside.items() if one in fired
    }
    refused = {one for one, reason in aside.items() if reason == "refused" and one in fired}
    free = [
        s.recommendation
        for s in plan.steps
        if not (s.recommendation.foundation or s.recommendation.duty)
    ]
    assert not [
        one.action_id for one in free if refused & set(ACTIONS.actions[one.action_id].needs)
    ]
    assert all(name in placed for name in FOUNDATIONS if name in fired and name not in aside)


@GATES
@given(answers=FIRMS)
@settings(max_examples=40, deadline=None)
def test_days_and_money_hold_but_for_foundations_and_duties(
    usage: int, answers: dict[str, Any]
) -> None:
    answers = {**answers, "G1": usage}
    plan = roadmap(answers)
    free = [s for s in plan.steps if not (s.recommendation.foundation or s.recommendation.duty)]
    bound = [s for s in plan.steps if s not in free]
    for window, most in zip(plan.windows, (7, 7, 10), strict=True):
        if any(step.window == window.number for step in free):
            assert window.days <= window.capacity + 1e-9
            assert len(window.action_ids) <= most
    paid = sum(step.cost for step in free)
    assert paid <= max(0, plan.money - sum(step.cost for step in bound)) + 1e-9
    assert all(s.recommendation.duty for s in plan.steps if s.over_capacity)


@GATES
@given(answers=FIRMS)
@settings(max_examples=20, deadline=None)
def test_the_same_answers_give_the_same_roadmap(usage: int, answers: dict[str, Any]) -> None:
    answers = {**answers, "G1": usage}
    reordered = dict(reversed(list(answers.items())))
    assert roadmap(answers) == roadmap(reordered)


@GATES
@given(answers=FIRMS, data=st.data())
@settings(max_examples=40, deadline=None)
def test_raising_a_known_answer_never_calls_for_more(
    usage: int, answers: dict[str, Any], data: st.DataObject
) -> None:
    answers = {**answers, "G1": usage}
    known = [one for one in SCORED if answers.get(one) in {0, 1, 2, 3}]
    if not known:
        return
    item_id = data.draw(st.sampled_from(known))
    before = triggered(catalogue=ACTIONS, questionnaire=QUESTIONS, answers=answers)
    raised = {**answers, item_id: answers[item_id] + 1}
    after = triggered(catalogue=ACTIONS, questionnaire=QUESTIONS, answers=raised)
    assert after.keys() <= before.keys()
