"""Every suggested use comes with its sentences, and one that must wait says what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from assessments.diagnostic.words import WORDS
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import profile_of
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.rules.scoring import assess
from assessments.results.selectors import outcome_of
from assessments.uses.rules import Worth, suggest
from assessments.uses.selectors import UsesPage, uses_page
from tests.assessments.conftest import firm_of

Firm = Callable[..., dict[str, Any]]
POOR = {"days_month": 0, "budget_year": 0}
RICH = {"days_month": 4, "budget_year": 4}


def page_of(asked: Questionnaire, answers: dict[str, Any], language: str) -> UsesPage:
    uses = outcome_of(questionnaire=asked, answers=answers).advice.uses
    return uses_page(questionnaire=asked, uses=uses, language=language)


def read(uses: UsesPage, language: str) -> str:
    with translation.override(language):
        html = render_to_string(
            "assessments/results/_uses.html",
            {"uses": uses, "assessment_id": "", "words": WORDS, "may_propose": False},
        )
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("&#x27;", "'"))).strip()


def test_each_use_says_fit_gain_readiness_cost_risk_and_failure(
    questionnaire: Questionnaire, firm: Firm
) -> None:
    pains = {"J1": ("quality", "hr"), "J2": ("write", "meet")}
    uses = page_of(questionnaire, firm(2, 2, **pains, F1="industry", J3=RICH), "en")
    text = read(uses, "en")
    assert len(uses.shortlist) == 5
    for label in ("Gain", "Readiness", "Cost", "Risk", "Classic failure"):
        assert len(re.findall(rf"\b{label}\b", text)) >= 4, label
    assert "Serves every function, and" in text
    assert "You lose time in “Quality”, and" in text
    assert "You have what it takes." in text
    assert "days in the first year" in text
    assert "Minimal risk under the AI Act; personal data, with the usual care." in text
    for use in uses.shortlist:
        assert f"{use.failure}." in text
        assert use.kpi in text


def test_a_use_that_waits_for_data_says_which(
    questionnaire: Questionnaire, reference: dict[str, Any]
) -> None:
    uses = page_of(questionnaire, reference, "en")
    [waiting] = uses.not_yet
    assert (waiting.id, waiting.lacks) == ("UC27", "data")
    text = read(uses, "en")
    assert "Not yet: you are missing 500 images per defect, stable light." in text
    assert "About 40 days of work in a year; you have 14.4." in text
    assert "Data at 25, needs 55" in text


@pytest.mark.parametrize(
    ("others", "lacks", "said"),
    [
        ({"J3": POOR}, "days", "days of work in the year."),
        ({"J3": {"days_month": 4, "budget_year": 0}}, "budget", "in the year."),
        ({"J3": RICH, "M1": 0, "M2": 0, "M3": 0}, "readiness", "at 45 of 100."),
        ({"J3": RICH, "N2": 1, "N3": 1}, "data", "you are missing 500 images"),
    ],
)
def test_a_use_that_waits_names_the_first_thing_that_is_missing(
    questionnaire: Questionnaire, firm: Firm, others: dict[str, Any], lacks: str, said: str
) -> None:
    pains = {"J1": ("quality", "production", "support"), "J2": ("inspect", "search", "meet")}
    uses = page_of(questionnaire, firm(4, 4, **pains, F1="industry", **others), "en")
    waiting = [one for one in (*uses.shortlist, *uses.not_yet) if one.id == "UC27"]
    assert [one.lacks for one in waiting] == [lacks]
    alone = UsesPage((), (waiting[0],), ())
    text = read(alone, "en")
    assert "Not yet: you are missing" in text
    assert said in text


def test_at_most_five_and_two_not_yet_are_shown(questionnaire: Questionnaire, firm: Firm) -> None:
    pains = {"J1": ("quality", "production", "support"), "J2": ("inspect", "search", "meet")}
    uses = page_of(questionnaire, firm(2, 1, **pains, F1="other", J3=POOR), "en")
    assert len(uses.shortlist) == 5
    assert len(uses.not_yet) == 2
    functions = [one.function for one in uses.shortlist if one.function]
    assert max(functions.count(one) for one in functions) <= 2


def test_no_unit_is_shown_as_a_code(questionnaire: Questionnaire, firm: Firm) -> None:
    for function in questionnaire.item("J1").option_ids:
        answers = firm(4, 4, J1=(function,), J2=("write", "extract"), F1="other", J3=RICH)
        text = read(page_of(questionnaire, answers, "en"), "en")
        assert not re.search(r"\((EUR|d|min|h|n|n/h|x/y|/5|EUR/ha)\)", text)


def test_nothing_useful_enough_is_said_and_what_serves_everywhere_stands_apart(
    questionnaire: Questionnaire, reference: dict[str, Any]
) -> None:
    uses = page_of(questionnaire, reference, "en")
    text = read(uses, "en")
    assert (uses.shortlist, [one.id for one in uses.everywhere]) == ((), ["UC37"])
    assert "Nothing useful enough yet: tick other tasks, or clear what is missing." in text
    assert text.index("Nothing useful enough") < text.index("Useful everywhere")


def test_a_use_says_what_it_is_worth_at_the_size_of_the_company() -> None:
    asked, known = (
        catalogue.questionnaire("2.0.0"),
        catalogue.use_cases("2.0.0").use_cases["UC01"],
    )
    answers = firm_of(asked)(4, 4, J1=("sales",), J2=("write",), F1="services", J3=RICH, F2="micro")
    profile = profile_of(questionnaire=asked, answers=answers)
    result = assess(questionnaire=asked, answers=answers)
    one = suggest(use_case=known, profile=profile, result=result)
    assert one.worth == Worth(low=400, high=2500, euros=300, days=4, pays=False)


@pytest.mark.parametrize(("until", "said"), [(1, True), (0, True), (-1, False)])
def test_an_event_outside_is_told_until_its_day(until: int, said: bool) -> None:
    asked = catalogue.questionnaire("2.0.0")
    answers = firm_of(asked)(4, 4, J1=("finance",), J2=("extract",), F1="services", J3=RICH)
    page = page_of(asked, answers, "en")
    assert any(one.outside for one in page.shortlist)
    day = timezone.localdate() + timedelta(days=until)
    page = replace(
        page,
        shortlist=tuple(
            replace(one, outside_until=day) if one.outside else one for one in page.shortlist
        ),
    )
    assert ("First ask your approved invoicing platform" in read(page, "en")) is said
