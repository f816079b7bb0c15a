"""Every suggested use comes with its sentences, and one that must wait says what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from assessments.diagnostic.words import WORDS
from assessments.questionnaire.rules.questionnaire import Questionnaire
from assessments.results.selectors import outcome_of
from assessments.uses.selectors import UsesPage, uses_page

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
    questionnaire: Questionnaire, reference: dict[str, Any]
) -> None:
    uses = page_of(questionnaire, reference, "en")
    text = read(uses, "en")
    assert len(uses.shortlist) == 4
    for label in ("Gain", "Readiness", "Cost", "Risk", "Classic failure"):
        assert len(re.findall(rf"\b{label}\b", text)) >= 4, label
    assert "Serves every function." in text
    assert "You lose time in “Quality”." in text
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
    alone = UsesPage((), (waiting[0],))
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
