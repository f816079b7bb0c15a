"""Codes become words: none is left without its text."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from assessments.answers.selectors import next_after, overview, question
from assessments.comparison.rules import Taken
from assessments.diagnostic.words import WORDS, headline
from assessments.error_texts import ANSWER_TEXTS, TEXTS, answer_error
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.selectors import spaced
from assessments.results.rules.scoring import assess
from assessments.results.selectors import outcome_of
from assessments.uses.selectors import uses_page

APP = Path(catalogue.DATA).parent


def taken(questionnaire, answers) -> Taken:
    result = assess(questionnaire=questionnaire, answers=answers)
    return Taken(questionnaire, answers, result)


def test_every_proof_of_the_catalogue_has_its_words(actions) -> None:
    editions = (actions, catalogue.content("actions", "2.0.0"))
    keys = {action.proof for one in editions for action in one.actions.values()}
    assert keys == set(WORDS["proof"])


def test_every_class_and_benefit_of_the_uses_has_its_words(use_cases) -> None:
    uses = use_cases.use_cases.values()
    assert {use.benefit for use in uses} <= set(WORDS["benefit"])
    assert {use.ai_act for use in uses} <= set(WORDS["ai_act"])
    assert {use.gdpr for use in uses} <= set(WORDS["gdpr"])


FROM_BELOW = {"draft_claimed", "stale_version", "invalid_fields", "member_left", "member_not_found"}


def test_every_error_code_raised_here_has_its_text() -> None:
    raised = set()
    for path in APP.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        raised |= set(re.findall(r'(?:Refused|Invalid|NotFound)\(\s*"(\w+)"', source))
        raised |= set(re.findall(r'return "(assessment_\w+)"', source))
    assert "assessment_expired" in raised
    assert raised - FROM_BELOW <= set(TEXTS)


def test_a_wrong_answer_always_says_what_to_do() -> None:
    assert "3" in answer_error("too_many", most=3)
    assert answer_error("not_an_option", most=3)
    assert "nothing_answered" in ANSWER_TEXTS


@pytest.mark.parametrize(
    ("usage", "anchor", "others", "codes"),
    [
        (2, 2, {}, ["foundations"]),
        (0, 3, {}, ["usage"]),
        (4, 4, {"R1": 0, "R2": 0, "R3": 0, "R4": 0}, ["gate"]),
    ],
)
def test_the_page_names_the_ceiling_that_bites_and_how_to_lift_it(
    questionnaire, firm, usage, anchor, others, codes
) -> None:
    one = taken(questionnaire, firm(usage, anchor, **others))
    result = one.result
    assert [code for code, _ in result.limits] == codes
    assert [lift.ceiling for lift in result.lifts if lift.ceiling in result.limited_by] == codes
    assert result.lifts[0].to_level == result.level + 1
    assert headline(one)


def test_a_weak_gate_is_limited_by_the_name_of_its_dimension(questionnaire, firm) -> None:
    one = taken(questionnaire, firm(4, 4, R1=0, R2=0, R3=0, R4=0))
    with translation.override("en"):
        assert headline(one).endswith("limited by “Rules and risks”")
    assert one.result.lifts[0].dimensions[0].dimension == "RIS"


def test_every_point_of_a_dimension_is_traced_to_its_answers(questionnaire, firm) -> None:
    answers = firm(2, 3, P1="dk", N1="dk")
    result = taken(questionnaire, answers).result
    for one in result.dimensions:
        assert sum(trace.points for trace in one.traces) == pytest.approx(one.score)
    traces = {trace.item_id: trace for one in result.dimensions for trace in one.traces}
    must_know, plain = traces["P1"], traces["N1"]
    assert (must_know.counts_zero, must_know.counted) == (True, 0)
    assert (plain.counts_zero, plain.counted) == (False, None)


def test_the_worth_of_a_result_counts_dont_knows_and_gaps(questionnaire, firm) -> None:
    answers = firm(2, 3, N1="dk")
    del answers["N2"]
    result = taken(questionnaire, answers).result
    assert (result.dont_know, result.unanswered) == (1, 1)
    assert result.low < result.high


def test_the_next_question_is_the_next_without_an_answer(questionnaire) -> None:
    answers = {"G1": 0, "P1": 1, "P3": 2}
    assert next_after(questionnaire, answers, item_id="P1") == "P2"
    assert next_after(questionnaire, answers, item_id="P2") == "P4"
    assert next_after(questionnaire, answers, item_id="F2") is None


def test_ranges_of_euros_are_written_as_the_language_does(questionnaire) -> None:
    def budget(language: str) -> list[str]:
        shown = question(questionnaire=questionnaire, answers={}, item_id="J3", language=language)
        return [choice.label for choice in shown.rows[1].choices]

    assert budget("fr")[1] == "2–10\u00a0k€"
    assert budget("en")[:2] == ["< €2k", "€2–10k"]


def test_the_summary_tells_answers_in_words(questionnaire, reference) -> None:
    lines = {
        line.item_id: line.text
        for line in overview(questionnaire=questionnaire, answers=reference, language="fr")
    }
    assert lines["P1"] == "Un passionné, sans mission"
    assert lines["J1"] == "Qualité"
    assert lines["J3"] == (
        "Jours par mois (équipe)\u00a0: 2–4, Budget sur un an\u00a0: 2–10\u00a0k€"
    )


def test_a_use_that_must_wait_says_what_is_missing(questionnaire, reference) -> None:
    uses = outcome_of(questionnaire=questionnaire, answers=reference).advice.uses
    waiting = uses_page(questionnaire=questionnaire, uses=uses, language="fr").not_yet[0]
    assert waiting.id == "UC27"
    assert waiting.gaps
    assert waiting.means.code != "affordable"
    assert waiting.data.startswith("500\u00a0images")


def test_a_sum_is_never_cut_from_its_unit() -> None:
    assert spaced("moins de 10 k€ : oui") == "moins de 10\u00a0k€\u00a0: oui"
