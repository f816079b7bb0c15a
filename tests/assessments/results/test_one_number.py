"""A score has one number wherever it stands, and what is between two levels is said in points."""

import random
import re
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from assessments.comparison.rules import Taken
from assessments.diagnostic.words import result_radar
from assessments.papers.selectors import Report, drafted_report
from assessments.papers.services import drafted_sheet
from assessments.questionnaire import selectors as catalogue
from assessments.results.rules.results import LEVEL_WIDTH, whole
from assessments.results.selectors import outcome_of
from assessments.results.words import points_sentence, raises
from tests.cast import NOW

ASKED = catalogue.questionnaire(catalogue.versions("questionnaire")[-1])
SCORED = [item.id for item in ASKED.items if item.kind == "scored"]


def report(answers: dict[str, Any], language: str = "en") -> Report:
    found = outcome_of(questionnaire=ASKED, answers=answers)
    return drafted_report(Taken(ASKED, answers, found.result), found.advice, language=language)


def firm(seed: int, *, unknown: float = 0.0) -> dict[str, Any]:
    draw = random.Random(seed)
    answers = {
        one: "dk" if draw.random() < unknown else draw.choice((0, 0, 1, 1, 2, 3)) for one in SCORED
    }
    return {"G1": draw.randint(0, 4), **answers}


@pytest.mark.parametrize(
    ("score", "shown"),
    [(15.625, 16), (15.4, 15), (19.6, 19), (20.0, 20), (59.51, 59), (59.4, 59), (60 - 1e-12, 60)],
)
def test_a_score_is_rounded_but_never_up_to_a_level_it_does_not_reach(
    score: float, shown: int
) -> None:
    assert whole(score) == shown


def test_every_level_begins_at_a_multiple_of_its_width() -> None:
    for version in catalogue.versions("questionnaire"):
        starts = [level.starts_at for level in catalogue.questionnaire(version).levels]
        assert starts == [LEVEL_WIDTH * k for k in range(len(starts))], version


def test_the_weakest_link_has_one_number_on_page_and_paper() -> None:
    told = 0
    for seed in range(60):
        one = report(firm(seed))
        weakest = one.result.weakest_link
        if weakest is None or weakest.score is None:
            continue
        shown = whole(weakest.score)
        name = ASKED.dimension(weakest.id).name.en
        with translation.override("en"):
            page = render_to_string("assessments/results/_result.html", {"report": one})
            paper = drafted_sheet(one, at=NOW, version=ASKED.version).words
            axes = {axis.name: axis.value for axis in result_radar(one).axes}
        assert axes[name] == shown
        for text in (page, paper):
            numbers = set(re.findall(rf"Bring “{re.escape(name)}” from (\d+) to", text))
            assert numbers <= {str(shown)}, (seed, numbers, shown)
            told += bool(numbers)
        assert f"<b>{name}, {shown}.</b>" in " ".join(page.split())
        assert f"<name>{name}, {shown}.</name>" in paper
    assert told > 20


def test_what_is_missing_is_the_difference_of_the_two_numbers_beside_it() -> None:
    said = 0
    for seed in range(200):
        one = report(firm(seed, unknown=0.15))
        for lift in one.result.lifts:
            with translation.override("en"):
                lines = [raised.text for raised in raises(lift, one.result, ASKED)]
            for line in lines:
                found = re.search(r"from (\d+) to (\d+) of 100: (\d+) points? (is|are)", line)
                assert found, line
                now, needed, missing = map(int, found.groups()[:3])
                assert needed - now == missing > 0
                said += 1
    assert said > 50


@pytest.mark.parametrize(
    ("low", "english", "french"),
    [
        (59.3, "you count 59: 1 point is missing.", "comptez 59\u00a0: il manque 1 point."),
        (43.0, "you count 43: 17 points are missing.", "comptez 43\u00a0: il manque 17 points."),
    ],
)
def test_a_level_says_where_it_ends(low: float, english: str, french: str) -> None:
    one = report({"G1": 3, **dict.fromkeys(SCORED, 2), "P1": 3, "C2": 3})
    lift = next(lift for lift in one.result.lifts if lift.ceiling == "score")
    assert lift.to_level == 4
    lift = replace(lift, points_missing=60 - low)
    for language, words in (("en", english), ("fr", french)):
        with translation.override(language):
            text = points_sentence(lift, replace(one.result, low=low), ASKED)
        assert text.endswith(words)
        assert "40" in text
        assert "60" in text


def test_a_dimension_is_asked_once_for_the_most_it_needs() -> None:
    for seed in range(100):
        one = report(firm(seed))
        asked = [
            raised.text.split("”")[0]
            for lift in one.result.lifts
            for raised in raises(lift, one.result, ASKED)
        ]
        assert len(asked) == len(set(asked))


def test_what_is_certain_and_what_is_answered_are_both_told() -> None:
    answers = {"G1": 2, **dict.fromkeys(SCORED, 2), "R1": 0, "R3": "dk", "R4": 0, "R2": 1}
    one = report(answers)
    risks = one.result.dimension("RIS")
    assert risks.score is not None
    assert whole(risks.score) != whole(risks.low)
    with translation.override("en"):
        lines = [r.text for lift in one.result.lifts for r in raises(lift, one.result, ASKED)]
    told = f"{whole(risks.low)} is certain; what is answered makes {whole(risks.score)}."
    assert any(told in line for line in lines), lines
