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
from assessments.results.rules.scoring import assess
from assessments.uses.rules import (
    UseCaseAdvice,
    check_use_cases_fit,
    parse_use_cases,
    rank_use_cases,
    suggest,
    worth_of,
)
from tenants.documents import BadDocument
from tests.assessments.conftest import REFERENCE, firm_of

Firm = Callable[..., dict[str, Any]]

QUESTIONS = catalogue.questionnaire("2.0.0")
USES = catalogue.use_cases("2.0.0")
RICH = {"J3": {"days_month": 4, "budget_year": 4}}
FUNCTIONS = QUESTIONS.item("J1").option_ids
TASKS = QUESTIONS.item("J2").option_ids
SECTORS = QUESTIONS.item("F1").option_ids


@pytest.fixture
def firm() -> Firm:
    """Firms that answer the second edition."""
    return firm_of(QUESTIONS)


@pytest.fixture
def reference(firm: Firm) -> dict[str, Any]:
    """Usage 1, every answer 1, three days a month, 6,000 euros, small, industrial."""
    return firm(1, 1, **REFERENCE)


def advice(answers: dict[str, Any]) -> UseCaseAdvice:
    result = assess(questionnaire=QUESTIONS, answers=answers)
    return rank_use_cases(catalogue=USES, questionnaire=QUESTIONS, answers=answers, result=result)


def ids(answers: dict[str, Any]) -> list[str]:
    return [one.use_case_id for one in advice(answers).shortlist]


def scores(suggestions) -> list[tuple[str, float]]:
    return [(one.use_case_id, round(one.score, 2)) for one in suggestions]


def test_the_reference_firm_has_nothing_useful_enough_yet(reference: dict[str, Any]) -> None:
    given_advice = advice(reference)
    assert scores(given_advice.shortlist) == []
    assert scores(given_advice.not_yet) == [("UC27", 1.02)]
    assert scores(given_advice.everywhere) == [("UC37", 41.93)]


MEANS = {"J3": {"days_month": 2, "budget_year": 2}, "F2": "small"}


@pytest.mark.parametrize(
    ("profile", "shortlist", "later"),
    [
        (
            {"F1": "services", "J1": ("sales", "finance"), "J2": ("write", "link")},
            {"UC01": 63.05, "UC02": 41.32, "UC18": 37.27, "UC09": 34.29, "UC15": 29.74},
            {"UC41": 8.94},
        ),
        (
            {"F1": "education", "J1": ("production", "quality"), "J2": ("write", "inspect")},
            {"UC44": 65.00, "UC18": 37.27, "UC09": 34.29, "UC01": 33.57, "UC10": 24.72},
            {"UC45": 0.91},
        ),
    ],
)
def test_a_firm_has_its_uses_by_the_public_vectors(firm: Firm, profile, shortlist, later) -> None:
    found = advice(firm(1, 1, **profile, **MEANS))
    assert scores(found.shortlist) == list(shortlist.items())
    assert scores(found.not_yet) == list(later.items())
    assert found.everywhere == ()


def test_a_use_is_promising_only_where_its_task_was_ticked(firm: Firm) -> None:
    found = advice(firm(4, 4, J1=("sales",), J2=("meet",), F1="services", **RICH))
    tasks = {USES.use_cases[one.use_case_id].task for one in found.shortlist}
    assert tasks == {"meet"}
    none = advice(firm(4, 4, J1=("sales",), J2=(), F1="services", **RICH))
    assert (none.shortlist, none.not_yet) == ((), ())
    assert {USES.use_cases[one.use_case_id].function for one in none.everywhere} == {"any"}
    assert len(none.everywhere) <= 2
    assert {one.fit.code for one in none.everywhere} == {"everywhere"}


@pytest.mark.parametrize(("size", "paying"), [("micro", 12), ("small", 19), ("medium", 30)])
def test_a_fifth_to_four_fifths_of_the_uses_pay_at_each_size(size: str, paying: int) -> None:
    pays = [worth_of(one, size).pays for one in USES.use_cases.values()]
    assert sum(pays) == paying
    assert 0.2 <= sum(pays) / len(pays) <= 0.8


def test_what_a_use_takes_is_told_at_the_size_of_the_company() -> None:
    first = USES.use_cases["UC01"]
    assert [worth_of(first, one).euros for one in ("micro", "small", "medium")] == [300, 900, 1500]
    assert [worth_of(first, one).days for one in ("micro", "small", "medium")] == [4, 6, 8]


def test_a_suggestion_carries_a_fact_for_each_sentence(reference: dict[str, Any]) -> None:
    given_advice = advice(reference)
    minutes, later = given_advice.everywhere[0], given_advice.not_yet[0]
    assert (minutes.fit.code, minutes.fit.function) == ("everywhere", "any")
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


def test_an_untold_sector_sees_every_use_and_an_other_one_only_those_for_all(firm: Firm) -> None:
    pains = {"J1": ("production", "support"), "J2": ("meet", "search")}
    bound = {"UC25", "UC08"}
    assert bound <= set(ids(firm(4, 4, **pains, **RICH)))
    assert not bound & set(ids(firm(4, 4, **pains, **RICH, F1="other")))
    assert "UC25" not in ids(firm(4, 4, **pains, **RICH, F1="trade"))
    assert "UC08" not in ids(firm(4, 4, **pains, **RICH, F1="construction"))


def test_a_high_risk_use_ranks_low_however_well_it_fits(firm: Firm) -> None:
    found = advice(firm(4, 4, J1=("hr",), J2=("extract",), F1="trade", **RICH))
    assert "UC19" not in {one.use_case_id for one in found.shortlist}


@pytest.mark.parametrize(
    ("use_case_id", "score"),
    [
        ("UC06", 100 * 0.92 * 0.97 * 0.40),
        ("UC38", 100 * 0.25 * 0.85 * 0.35),
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
    assert len(names) <= 5
    assert max(Counter(USES.use_cases[one].function for one in names).values(), default=0) <= 2
    assert all(one.score >= 10 for one in (*found.shortlist, *found.everywhere))
    assert all(USES.use_cases[one].task in tasks for one in names)
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
def test_a_bad_catalogue_of_uses_is_refused(code: str, change: dict[str, Any]) -> None:
    source = (catalogue.DATA / "use_cases" / "2.0.0.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(source)
    document["use_cases"][0].update(change)
    with pytest.raises(BadDocument) as refusal:
        check_use_cases_fit(parse_use_cases(document), QUESTIONS)
    found = [f"{one.where}: {one.code}" for one in refusal.value.problems]
    assert len(found) == 1
    assert code in found[0]


def test_the_published_uses_fit_the_published_questionnaire() -> None:
    assert len(USES.use_cases) == 45
    check_use_cases_fit(USES, QUESTIONS)
    assert catalogue.use_cases_for("1.0.0").version == "1.0.0"
