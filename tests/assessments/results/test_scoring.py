"""A result says the score, how sure it is, the level announced, and what holds it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.rules.results import Result, plain
from assessments.results.rules.scoring import assess, level_at
from tests.assessments.conftest import firm_of

Firm = Callable[..., dict[str, Any]]

NO_RULES = {"R1": 0, "R2": 0, "R3": 0, "R4": 0}
QUESTIONS = catalogue.questionnaire("1.0.0")
SCORED = [item.id for item in QUESTIONS.items if item.kind == "scored"]
ANSWERS = st.fixed_dictionaries(
    {"G1": st.integers(0, 4)},
    optional={item_id: st.one_of(st.integers(0, 4), st.just("dk")) for item_id in SCORED},
)


# One usage for each path that the gate opens: no use, trials, supervised use and beyond.
GATES = pytest.mark.parametrize("usage", [0, 1, 2, 4])


def without(answers: dict[str, Any], *item_ids: str) -> dict[str, Any]:
    return {key: value for key, value in answers.items() if key not in item_ids}


@pytest.mark.parametrize("version", catalogue.versions("questionnaire"))
@pytest.mark.parametrize(
    ("usage", "anchor", "others", "overall", "raw", "level", "limited_by"),
    [
        (0, 0, {}, 0.00, 1, 1, ()),
        (2, 2, {}, 50.00, 3, 2, ("foundations",)),
        (4, 4, {}, 100.00, 5, 5, ()),
        (4, 4, NO_RULES, 87.00, 5, 2, ("gate",)),
        (0, 3, {}, 75.00, 4, 2, ("usage",)),
        (1, 1, {}, 25.00, 2, 2, ()),
    ],
)
def test_known_firms_have_known_results(
    version: str,
    usage: int,
    anchor: int,
    others: dict[str, int],
    overall: float,
    raw: int,
    level: int,
    limited_by: tuple[str, ...],
) -> None:
    questionnaire = catalogue.questionnaire(version)
    firm = firm_of(questionnaire)
    result = assess(questionnaire=questionnaire, answers=firm(usage, anchor, **others))
    assert round(result.overall, 2) == overall
    assert (round(result.low, 2), round(result.high, 2)) == (overall, overall)
    assert result.confidence == pytest.approx(1)
    assert result.confidence_label == "high"
    assert (result.raw_level, result.level, result.limited_by) == (raw, level, limited_by)


@pytest.mark.parametrize(("usage", "cap"), [(0, 2), (1, 3), (2, 4), (3, 5), (4, 5)])
def test_usage_caps_the_level(
    questionnaire: Questionnaire, firm: Firm, usage: int, cap: int
) -> None:
    assert assess(questionnaire=questionnaire, answers=firm(usage, 4)).level == cap


def test_no_answer_on_usage_counts_as_no_use(questionnaire: Questionnaire, firm: Firm) -> None:
    unknown = assess(questionnaire=questionnaire, answers=without(firm(0, 4), "G1"))
    assert (unknown.usage, unknown.level, unknown.limited_by) == (0, 2, ("usage",))
    assert unknown.to_clear == ("G1",)


def test_every_ceiling_that_bites_is_named(questionnaire: Questionnaire, firm: Firm) -> None:
    result = assess(questionnaire=questionnaire, answers=firm(0, 4, P1=2, **NO_RULES))
    assert result.level == 2
    assert result.limited_by == ("gate", "usage", "foundations")


def test_the_weakest_dimension_caps_two_levels_above(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    no_data = assess(questionnaire=questionnaire, answers=firm(4, 4, N1=0, N2=0, N3=0))
    assert (no_data.level, no_data.limited_by) == (3, ("weakest",))


@pytest.mark.parametrize("item_id", ["P1", "C2"])
@pytest.mark.parametrize("answer", [2, "dk", None])
def test_no_level_three_without_its_foundations(
    questionnaire: Questionnaire, firm: Firm, item_id: str, answer: object
) -> None:
    answers = {**firm(4, 4), item_id: answer}
    if answer is None:
        del answers[item_id]
    result = assess(questionnaire=questionnaire, answers=answers)
    assert (result.level, result.limited_by) == (2, ("foundations",))


def test_an_unknown_answer_widens_the_interval(questionnaire: Questionnaire, firm: Firm) -> None:
    data = assess(questionnaire=questionnaire, answers=firm(4, 2, N1="dk")).dimension("DON")
    assert data.score == pytest.approx(50)
    assert data.low == pytest.approx(100 / 3)
    assert data.high == pytest.approx(200 / 3)
    assert data.confidence == pytest.approx(2 / 3)


def test_not_knowing_what_one_must_know_is_an_answer_of_zero(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    unsure = assess(questionnaire=questionnaire, answers=firm(4, 2, N3="dk"))
    zero = assess(questionnaire=questionnaire, answers=firm(4, 2, N3=0))
    data, known = unsure.dimension("DON"), zero.dimension("DON")
    assert (data.score, data.low, data.high) == (known.score, known.low, known.high)
    assert data.confidence == 1
    assert [(t.state, t.counted) for t in data.traces if t.item_id == "N3"] == [("dont_know", 0)]
    assert unsure.to_clear == ("N3",)


def test_not_answering_what_one_must_know_is_plainly_unknown(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    answers = without(firm(4, 2), "N3")
    data = assess(questionnaire=questionnaire, answers=answers).dimension("DON")
    assert data.score == pytest.approx(50)
    assert data.confidence == pytest.approx(2 / 3)


def test_answers_to_hidden_items_are_ignored(questionnaire: Questionnaire, firm: Firm) -> None:
    hidden = {"C4": 0, "K2": 0, "R4": 0, "M2": "dk", "M3": 0}
    result = assess(questionnaire=questionnaire, answers=firm(0, 3, **hidden))
    assert result == assess(questionnaire=questionnaire, answers=without(firm(0, 3), *hidden))


def test_a_dimension_known_by_less_than_half_has_no_score_but_an_interval(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    result = assess(questionnaire=questionnaire, answers=without(firm(4, 4), "N1", "N2"))
    data = result.dimension("DON")
    assert data.score is None
    assert data.low == pytest.approx(100 / 3)
    assert data.high == pytest.approx(100)
    assert data.value == pytest.approx(200 / 3)
    assert data.current == data.low
    assert result.overall == pytest.approx(100 - 13 / 3)


def test_a_dimension_known_by_exactly_half_has_a_score(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    half = assess(questionnaire=questionnaire, answers=without(firm(4, 2), "C3", "C4"))
    assert half.dimension("CHO").confidence == 0.5
    assert half.dimension("CHO").score == pytest.approx(50)
    less = assess(questionnaire=questionnaire, answers=without(firm(1, 2), "K1", "K2"))
    assert less.dimension("COM").confidence == pytest.approx(2 / 4.25)
    assert less.dimension("COM").score is None


@pytest.mark.parametrize(
    ("unknown", "label", "announced"),
    [
        (("PIL",), "medium", True),
        (("DON",), "medium", True),
        (("OUT",), "high", True),
        (("PIL", "OUT"), "low", True),
        (("PIL", "CHO"), "low", True),
        (("PIL", "CHO", "OUT"), "low", False),
        (("PIL", "CHO", "COM", "DON", "OUT", "RIS", "MES"), "low", False),
    ],
)
def test_the_less_is_known_the_less_is_announced(
    questionnaire: Questionnaire,
    firm: Firm,
    unknown: tuple[str, ...],
    label: str,
    announced: bool,
) -> None:
    dropped = {item.id for item in questionnaire.items if item.dimension in unknown}
    result = assess(questionnaire=questionnaire, answers=without(firm(4, 3), *dropped))
    assert result.confidence_label == label
    assert (result.level is not None) is announced
    assert set(result.to_clear) == dropped
    assert 0 <= result.overall <= 100
    if not announced:
        assert (result.limited_by, result.lifts) == ((), ())


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0, 1),
        (20 - 1e-6, 1),
        (20 - 1e-10, 2),
        (40, 3),
        (60 - 1e-10, 4),
        (80 - 1e-6, 4),
        (80, 5),
        (100, 5),
    ],
)
def test_levels_start_at_their_thresholds_within_rounding(
    questionnaire: Questionnaire, score: float, level: int
) -> None:
    assert level_at(questionnaire, score) == level


def test_traces_add_up_to_the_score(questionnaire: Questionnaire, firm: Firm) -> None:
    result = assess(questionnaire=questionnaire, answers=firm(4, 2, P1=4, C4="dk", N3="dk"))
    for one in result.dimensions:
        assert one.score == pytest.approx(sum(trace.points for trace in one.traces))
        assert sum(trace.possible for trace in one.traces) == pytest.approx(100)


def test_equal_weights_show_how_much_the_weights_matter(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    result = assess(questionnaire=questionnaire, answers=firm(4, 4, **NO_RULES))
    assert result.sensitivity.overall == pytest.approx(600 / 7)
    assert result.sensitivity.level == 2


def test_strengths_are_real_and_the_weakest_link_is_the_lowest(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    mixed = firm(1, 1, M1=3, T1=4, T2=4, T3=4, N1=0, N2=0, N3=0)
    result = assess(questionnaire=questionnaire, answers=mixed)
    assert result.strengths == ("OUT", "MES")
    assert result.weakest == "DON"


def test_a_firm_that_is_low_everywhere_has_no_strength_and_no_weakest_link(
    questionnaire: Questionnaire, reference: dict[str, Any]
) -> None:
    result = assess(questionnaire=questionnaire, answers=reference)
    assert (result.strengths, result.weakest) == ((), None)


def test_a_firm_learns_what_would_lift_its_ceiling(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    by_usage = assess(questionnaire=questionnaire, answers=firm(0, 3)).lifts
    assert [lift.ceiling for lift in by_usage] == ["usage"]
    assert [(i.item_id, i.anchor, i.needed) for i in by_usage[0].items] == [("G1", 0, 1)]
    by_gate = assess(questionnaire=questionnaire, answers=firm(4, 4, **NO_RULES)).lifts
    assert [lift.ceiling for lift in by_gate] == ["gate"]
    needed = by_gate[0].dimensions[0]
    assert (needed.dimension, needed.low, needed.needed) == ("RIS", 0, 20)
    assert needed.items[0] == "R3"


def test_a_firm_that_no_ceiling_holds_learns_all_that_the_next_level_needs(
    questionnaire: Questionnaire, reference: dict[str, Any]
) -> None:
    lifts = assess(questionnaire=questionnaire, answers=reference).lifts
    assert [lift.ceiling for lift in lifts] == ["score", "foundations"]
    assert lifts[0].points_missing == pytest.approx(15)
    assert [(i.item_id, i.needed) for i in lifts[1].items] == [("P1", 3), ("C2", 3)]


def test_the_top_has_nothing_to_lift(questionnaire: Questionnaire, firm: Firm) -> None:
    assert assess(questionnaire=questionnaire, answers=firm(4, 4)).lifts == ()


@GATES
@given(answers=ANSWERS)
@settings(max_examples=40, deadline=None)
def test_the_score_lies_in_its_interval(usage: int, answers: dict[str, Any]) -> None:
    result = assess(questionnaire=QUESTIONS, answers={**answers, "G1": usage})
    assert -1e-9 <= result.low <= result.overall + 1e-9
    assert result.overall <= result.high + 1e-9 <= 100 + 2e-9
    assert result.level is None or 1 <= result.level <= result.raw_level


@given(answers=ANSWERS)
@settings(max_examples=50, deadline=None)
def test_a_stored_result_comes_back_unchanged(answers: dict[str, Any]) -> None:
    result = assess(questionnaire=QUESTIONS, answers=answers)
    stored = json.dumps(plain(result))
    assert msgspec.json.decode(stored, type=Result) == result


@GATES
@given(answers=ANSWERS, data=st.data())
@settings(max_examples=60, deadline=None)
def test_raising_a_known_answer_never_lowers_score_or_level(
    usage: int, answers: dict[str, Any], data: st.DataObject
) -> None:
    answers = {**answers, "G1": usage}
    known = [one for one in answers if one != "G1" and answers[one] in {0, 1, 2, 3}]
    if not known:
        return
    item_id = data.draw(st.sampled_from(known))
    before = assess(questionnaire=QUESTIONS, answers=answers)
    raised = {**answers, item_id: data.draw(st.integers(answers[item_id] + 1, 4))}
    after = assess(questionnaire=QUESTIONS, answers=raised)
    assert after.overall >= before.overall - 1e-9
    assert (after.level or 0) >= (before.level or 0)


@GATES
@given(answers=ANSWERS, data=st.data())
@settings(max_examples=40, deadline=None)
def test_not_knowing_never_raises_a_level(
    usage: int, answers: dict[str, Any], data: st.DataObject
) -> None:
    answers = {**answers, "G1": usage}
    known = [one for one in answers if one != "G1" and answers[one] != "dk"]
    if not known:
        return
    item_id = data.draw(st.sampled_from(known))
    before = assess(questionnaire=QUESTIONS, answers=answers)
    after = assess(questionnaire=QUESTIONS, answers={**answers, item_id: "dk"})
    if before.level and after.level:
        assert after.level <= before.level
