"""The diagnostic in a browser without a script: every page, all three paths, both languages."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Answer, Assessment
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.questionnaire import Questionnaire
from tests.assessments.finished import finished
from tests.conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.assessments.urls")]

OTHERS = {
    "S1": {"sk_use": "1", "sk_proc": "0", "sk_data": "2", "sk_integ": "0", "sk_law": "0"},
    "J1": {"answer": ["quality"]},
    "J2": {"answer": ["inspect"]},
    "J3": {"days_month": "1", "budget_year": "1"},
    "F1": {"answer": "industry"},
    "F2": {"answer": "small"},
}
LANGUAGES = {"fr": "Passer", "en": "Skip"}


@pytest.fixture
def browser(acme: Cast) -> Client:
    return acme.client("lead")


def read(client: Client, url: str, *, language: str = "fr", status: int = 200) -> str:
    response = client.get(url, headers={"accept-language": language})
    assert response.status_code == status, response.content[:600]
    return response.content.decode()


def queries_of(client: Client, url: str) -> list[str]:
    """The statements of a warm request; setting the search path is none of a page's own."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in captured if not q["sql"].startswith("SET ")]


@pytest.mark.parametrize(("usage", "questions"), [(0, 26), (1, 30), (2, 33)])
def test_the_whole_questionnaire_is_walked_without_a_script(
    browser: Client, usage: int, questions: int
) -> None:
    address = browser.post("/diagnostic/start/")["Location"]
    address = browser.get(address)["Location"]
    seen = []
    while not address.endswith("/summary/"):
        item = address.rstrip("/").rpartition("/")[2]
        seen.append(item)
        page = read(browser, address, language="en")
        assert f"Question {len(seen)} of " in page
        answer = {"answer": str(usage)} if item == "G1" else OTHERS.get(item, {"answer": "1"})
        response = browser.post(address, answer)
        assert response.status_code == 302, response.content[:600]
        address = response["Location"]
    assert len(seen) == len(set(seen)) == questions
    assert "Everything is answered" in read(browser, address, language="en")
    result = browser.post(address)["Location"]
    assert result.endswith("/result/")
    assert "Level " in read(browser, result, language="en")
    assert Assessment.objects.get().state == AssessmentState.COMPLETED


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_kind_of_question_reads_in_both_languages(browser: Client, language: str) -> None:
    base = browser.post("/diagnostic/start/")["Location"]
    questionnaire = catalogue.questionnaire("2.0.0")
    for item_id in ("G1", "P1", "S1", "J1", "J3", "F1", "F2"):
        page = read(browser, f"{base}{item_id}/", language=language)
        assert f'<html lang="{language}">' in page
        assert questionnaire.item(item_id).question.in_language(language)[:12] in page
        other = "en" if language == "fr" else "fr"
        assert questionnaire.item(item_id).question.in_language(other)[:12] not in page


def test_dont_know_is_offered_but_for_the_opening_question(browser: Client) -> None:
    base = browser.post("/diagnostic/start/")["Location"]
    assert 'value="dk"' not in read(browser, f"{base}G1/")
    page = read(browser, f"{base}P1/")
    assert 'value="dk"' in page
    assert "data-keys" in page
    keys = re.findall(r'<kbd aria-hidden="true">(\d)</kbd>', page)
    assert keys == ["1", "2", "3", "4", "5", "0"]


def test_an_empty_form_asks_for_an_answer_and_keeps_the_rest(browser: Client) -> None:
    base = browser.post("/diagnostic/start/")["Location"]
    browser.post(f"{base}P1/", {"answer": "2"})
    response = browser.post(f"{base}P2/", headers={"accept-language": "en"})
    assert response.status_code == 422
    assert "Choose an answer, or skip this question." in response.content.decode()
    assert list(Answer.objects.values_list("item", "value")) == [("P1", 2)]


def test_too_many_choices_are_refused_and_stay_ticked(browser: Client) -> None:
    base = browser.post("/diagnostic/start/")["Location"]
    four = {"answer": ["sales", "hr", "it", "legal"]}
    response = browser.post(f"{base}J1/", four, headers={"accept-language": "en"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose 3 at most." in page
    assert page.count(" checked") == 4
    assert not Answer.objects.exists()


def test_what_was_answered_is_shown_again(browser: Client) -> None:
    base = browser.post("/diagnostic/start/")["Location"]
    browser.post(f"{base}P1/", {"answer": "dk"})
    browser.post(f"{base}S1/", {"sk_use": "3"})
    assert 'value="dk" checked' in read(browser, f"{base}P1/")
    assert 'name="sk_use" value="3" checked' in read(browser, f"{base}S1/")


def test_the_summary_lists_what_has_no_answer(browser: Client) -> None:
    base = browser.post("/diagnostic/start/")["Location"]
    browser.post(f"{base}G1/", {"answer": "0"})
    browser.post(f"{base}P1/", {"answer": "1"})
    page = read(browser, f"{base}summary/", language="en")
    assert "24 questions have no answer" in page
    assert f'href="{base}P2/"' in page


def test_a_closed_assessment_is_refused_clearly(acme: Cast, browser: Client) -> None:
    one = finished(acme, usage=1, anchor=1)
    page = read(browser, f"/diagnostic/{one.id}/P1/", language="en", status=409)
    assert "This assessment is finished" in page
    response = browser.post(f"/diagnostic/{one.id}/P1/", {"answer": "4"})
    assert response.status_code == 409
    assert Answer.objects.get(item="P1").value == 1


def test_unknown_addresses_are_not_found(browser: Client) -> None:
    base = browser.post("/diagnostic/start/")["Location"]
    read(browser, f"{base}Z9/", status=404)
    read(browser, f"{base}M2/", status=404)
    read(browser, "/diagnostic/00000000-0000-7000-8000-000000000000/", status=404)


def test_a_neighbours_assessment_is_not_found(acme: Cast, globex: Cast) -> None:
    one = finished(acme, usage=1, anchor=1)
    stranger = globex.client("executive")
    for tail in ("", "P1/", "summary/", "result/"):
        read(stranger, f"/diagnostic/{one.id}/{tail}", status=404)


def test_a_viewer_reads_but_does_not_answer(acme: Cast) -> None:
    one = finished(acme, usage=1, anchor=1)
    viewer = acme.client("viewer")
    home = read(viewer, "/diagnostic/", language="en")
    assert "Take the assessment again" not in home
    result = read(viewer, f"/diagnostic/{one.id}/result/", language="en")
    assert "Take into the ideas pool" not in result
    assert viewer.post("/diagnostic/start/").status_code == 403
    assert Assessment.objects.count() == 1


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_reference_result_says_level_limit_reasons_and_uses(
    acme: Cast, browser: Client, language: str
) -> None:
    one = finished(acme, usage=1, anchor=1)
    page = read(browser, f"/diagnostic/{one.id}/result/", language=language)
    actions, uses = catalogue.actions("2.0.0").actions, catalogue.use_cases("2.0.0").use_cases
    for text in (
        actions["PIL-01"].title,
        actions["DON-03"].title,
        uses["UC37"].title,
        uses["UC27"].title,
        uses["UC37"].classic_failure,
        catalogue.questionnaire("2.0.0").item("P1").anchors[1],
    ):
        assert text.in_language(language).replace(" :", "\u00a0:") in page
    assert page.count("/take/") == 1


def test_a_first_visit_offers_to_start_and_an_open_one_to_resume(browser: Client) -> None:
    assert "Before you begin" in read(browser, "/diagnostic/", language="en")
    base = browser.post("/diagnostic/start/")["Location"]
    browser.post(f"{base}G1/", {"answer": "1"})
    page = read(browser, "/diagnostic/", language="en")
    assert "1 of 30 answered" in page
    assert f'href="{base}"' in page


def test_two_assessments_are_compared_with_clear_and_unclear_changes(
    acme: Cast, browser: Client, one_edition: Questionnaire
) -> None:
    finished(acme, usage=2, anchor=1, days_ago=190)
    one = finished(acme, usage=2, anchor=2)
    for address, lines in (("/diagnostic/", 1), (f"/diagnostic/{one.id}/result/", 7)):
        page = read(browser, address, language="en")
        assert page.count("Clear rise") == lines
        assert "7 dimensions have clearly changed since" in page
    assert "No clear change" not in page


def test_an_unsure_result_announces_no_level_but_questions(acme: Cast, browser: Client) -> None:
    base = browser.post("/diagnostic/start/")["Location"]
    browser.post(f"{base}P1/", {"answer": "3"})
    browser.post(f"{base}summary/")
    page = read(browser, f"{base}result/", language="en")
    assert "Too little is known to announce a level" in page
    assert "Ask your team first" in page
    assert "No level announced" in read(browser, "/diagnostic/", language="en")


def test_one_question_takes_at_most_five_queries(browser: Client) -> None:
    base = browser.post("/diagnostic/start/")["Location"]
    browser.post(f"{base}P1/", {"answer": "1"})
    queries = queries_of(browser, f"{base}P2/")
    assert len(queries) <= 5, "\n".join(queries)


def test_the_result_takes_at_most_twelve_queries(acme: Cast, browser: Client) -> None:
    finished(acme, usage=2, anchor=1, days_ago=190)
    one = finished(acme, usage=2, anchor=2)
    for address in (f"/diagnostic/{one.id}/result/", "/diagnostic/"):
        queries = queries_of(browser, address)
        assert len(queries) <= 12, "\n".join(queries)


def test_the_way_back_leads_through_every_question(browser: Client) -> None:
    base = browser.post("/diagnostic/start/")["Location"]
    assert f'href="{base}G1/"' in read(browser, f"{base}P1/")
    assert f'href="{base}P3/"' in read(browser, f"{base}P2/")
    last = read(browser, f"{base}F2/")
    assert f'href="{base}summary/"' in last
    assert f'href="{base}F2/"' in read(browser, f"{base}summary/")
