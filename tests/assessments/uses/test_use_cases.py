"""Uses of AI are ranked for a company, with a reason for each and what the others wait for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import profile_of
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.rules.scoring import assess
from assessments.uses.rules import (
    UseCaseAdvice,
    UseCaseCatalogue,
    check_use_cases_fit,
    parse_use_cases,
    rank_use_cases,
    suggest,
)
from tenants.documents import BadDocument

Firm = Callable[..., dict[str, Any]]

QUESTIONS = catalogue.questionnaire("1.0.0")
USES = catalogue.use_cases("1.0.0")
RICH = {"J3": {"days_month": 4, "budget_year": 4}}
FUNCTIONS = QUESTIONS.item("J1").option_ids
TASKS = QUESTIONS.item("J2").option_ids
SECTORS = QUESTIONS.item("F1").option_ids


def advice(answers: dict[str, Any]) -> UseCaseAdvice:
    result = assess(questionnaire=QUESTIONS, answers=answers)
    return rank_use_cases(catalogue=USES, questionnaire=QUESTIONS, answers=answers, result=result)


def ids(answers: dict[str, Any]) -> list[str]:
    return [one.use_case_id for one in advice(answers).shortlist]


def test_the_reference_firm_has_its_four_uses_and_one_for_later(
    reference: dict[str, Any],
) -> None:
    given_advice = advice(reference)
    assert [(one.use_case_id, round(one.score, 2)) for one in given_advice.shortlist] == [
        ("UC37", 41.93),
        ("UC28", 25.51),
        ("UC29", 19.81),
        ("UC22", 0.42),
    ]
    assert [(one.use_case_id, round(one.score, 2)) for one in given_advice.not_yet] == [
        ("UC27", 1.02)
    ]


def test_a_suggestion_carries_a_fact_for_each_sentence(reference: dict[str, Any]) -> None:
    given_advice = advice(reference)
    minutes, later = given_advice.shortlist[0], given_advice.not_yet[0]
    assert (minutes.fit.code, minutes.fit.function) == ("function", "any")
    assert (minutes.readiness, minutes.gaps, minutes.cost.code) == ("ready", (), "affordable")
    assert (minutes.risk.ai_act, minutes.risk.gdpr) == ("minimal", "standard")
    assert later.fit.code == "function_and_task"
    assert later.readiness == "gap"
    assert [(gap.dimension, gap.score, gap.needed) for gap in later.gaps] == [
        ("DON", 25, 55),
        ("OUT", 25, 50),
        ("MES", 25, 45),
    ]
    assert later.cost.code == "both_short"
    assert (later.cost.days, later.cost.euros) == (40, 30000)
    assert later.cost.days_available == pytest.approx(14.4)
    assert later.cost.euros_available == pytest.approx(4200)


@pytest.mark.parametrize(
    ("means", "code"),
    [
        ({"days_month": 4, "budget_year": 4}, "affordable"),
        ({"days_month": 0, "budget_year": 4}, "days_short"),
        ({"days_month": 4, "budget_year": 0}, "budget_short"),
        ({"days_month": 0, "budget_year": 0}, "both_short"),
    ],
)
def test_the_cost_says_what_is_short(firm: Firm, means: dict[str, int], code: str) -> None:
    found = advice(firm(4, 4, J1=("quality",), J2=("write",), F1="industry", J3=means))
    deviation = next(one for one in found.shortlist if one.use_case_id == "UC28")
    assert deviation.cost.code == code


def test_a_sector_sees_its_own_uses_only(firm: Firm) -> None:
    farm = ids(firm(4, 4, J1=("production",), J2=("inspect",), F1="agriculture", **RICH))
    works = ids(firm(4, 4, J1=("production",), J2=("inspect",), F1="industry", **RICH))
    assert "UC26" in farm
    assert "UC26" not in works
    assert "UC22" in works
    assert "UC22" not in farm


@pytest.mark.parametrize("sector", [{"F1": "other"}, {}])
def test_an_other_or_untold_sector_sees_every_use(firm: Firm, sector: dict[str, str]) -> None:
    pains = {"J1": ("production", "support"), "J2": ("meet", "search")}
    found = ids(firm(4, 4, **pains, **sector, **RICH))
    assert {"UC25", "UC08"} <= set(found)
    assert "UC25" not in ids(firm(4, 4, **pains, **RICH, F1="trade"))
    assert "UC08" not in ids(firm(4, 4, **pains, **RICH, F1="construction"))


def test_a_use_that_matches_nothing_is_dropped(firm: Firm) -> None:
    assert ids(firm(4, 4, J1=(), J2=(), F1="industry", **RICH)) == ["UC37"]


def test_a_high_risk_use_ranks_low_however_well_it_fits(firm: Firm) -> None:
    found = advice(firm(4, 4, J1=("hr",), J2=("extract",), F1="trade", **RICH))
    scores = {one.use_case_id: one.score for one in found.shortlist}
    assert "UC19" not in scores
    assert scores["UC18"] == pytest.approx(100 * (0.15 + 0.85 * 0.55) * 0.7)


@pytest.mark.parametrize(
    ("use_case_id", "score"),
    [
        ("UC06", 100 * 0.92 * 0.97 * 0.40),
        ("UC12", 100 * 0.50 * 0.85 * 0.40),
        ("UC14", 100 * 0.50),
        ("UC19", 100 * 0.35 * 0.85 * 0.30),
    ],
)
def test_risk_weighs_on_the_score(firm: Firm, use_case_id: str, score: float) -> None:
    use_case = USES.use_cases[use_case_id]
    answers = firm(4, 4, J1=(use_case.function,), J2=(use_case.task,), **RICH)
    found = suggest(
        use_case=use_case,
        profile=profile_of(questionnaire=QUESTIONS, answers=answers),
        result=assess(questionnaire=QUESTIONS, answers=answers),
    )
    assert found is not None
    assert found.score == pytest.approx(score)


def test_a_perfect_match_with_nothing_missing_is_not_told_to_wait(firm: Firm) -> None:
    found = advice(firm(4, 4, J1=("hr",), J2=("extract",), F1="trade", **RICH))
    assert found.not_yet == ()


@given(
    usage=st.integers(0, 4),
    anchor=st.integers(0, 4),
    functions=st.lists(st.sampled_from(FUNCTIONS), max_size=3, unique=True),
    tasks=st.lists(st.sampled_from(TASKS), max_size=3, unique=True),
    sector=st.sampled_from(SECTORS),
    days=st.integers(0, 4),
    budget=st.integers(0, 4),
)
@settings(max_examples=100, deadline=None)
def test_five_at_most_two_of_a_function_in_order(
    usage: int,
    anchor: int,
    functions: list[str],
    tasks: list[str],
    sector: str,
    days: int,
    budget: int,
) -> None:
    answers: dict[str, Any] = {item.id: anchor for item in QUESTIONS.items if item.weight}
    answers |= {"G1": usage, "J1": tuple(functions), "J2": tuple(tasks), "F1": sector}
    found = advice({**answers, "J3": {"days_month": days, "budget_year": budget}})
    names = [one.use_case_id for one in found.shortlist]
    assert 1 <= len(names) <= 5
    assert max(Counter(USES.use_cases[one].function for one in names).values()) <= 2
    assert names == [
        one.use_case_id
        for one in sorted(found.shortlist, key=lambda one: (-one.score, one.use_case_id))
    ]
    assert len(found.not_yet) <= 2
    assert all(one.gaps or one.cost.code != "affordable" for one in found.not_yet)
    assert not {one.use_case_id for one in found.not_yet} & set(names)
    assert all(0 < one.score <= 100 for one in (*found.shortlist, *found.not_yet))


def test_advice_is_stored_as_json(reference: dict[str, Any]) -> None:
    found = advice(reference)
    assert msgspec.json.decode(msgspec.json.encode(found), type=UseCaseAdvice) == found


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("duplicate_id", {"id": "UC02"}),
        ("unknown_function", {"fn": "gardening"}),
        ("unknown_task", {"task": "dream"}),
        ("unknown_dimension", {"min": {"ZZZ": 3}}),
        ("use_cases[0].act: Invalid enum value 'high'", {"act": "high"}),
        ("use_cases[0].gdpr: Invalid enum value 'maybe'", {"gdpr": "maybe"}),
        ("use_cases[0].ben: Invalid enum value 'glory'", {"ben": "glory"}),
        ("use_cases[0].ps: Expected `float` < 1.0", {"ps": 1.2}),
        ("use_cases[0]: Expected a likely number above 0", {"days": [0, 0, 1]}),
        ("use_cases[0]: Expected ascending numbers", {"cost": [9, 5, 1]}),
        ("use_cases[0].fail: Object missing required field `en`", {"fail": {"fr": "Rien"}}),
    ],
)
def test_a_bad_catalogue_of_uses_is_refused(
    questionnaire: Questionnaire, code: str, change: dict[str, Any]
) -> None:
    source = (catalogue.DATA / "use_cases" / "1.0.0.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(source)
    document["use_cases"][0].update(change)
    with pytest.raises(BadDocument) as refusal:
        check_use_cases_fit(parse_use_cases(document), questionnaire)
    found = [f"{one.where}: {one.code}" for one in refusal.value.problems]
    assert len(found) == 1
    assert code in found[0]


def test_the_published_uses_fit_the_published_questionnaire(use_cases: UseCaseCatalogue) -> None:
    assert len(use_cases.use_cases) == 38
    assert catalogue.use_cases_for("1.0.0") is use_cases
