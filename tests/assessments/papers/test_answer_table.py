"""The firm's answers as a table: one row per question, nobody of the team named."""

import csv
import io
from typing import Any

import pytest
from django.utils import timezone

from assessments.answers.models import Respondent
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import visible_items
from tenants.tables.rules.writing import BOM
from tests.assessments.finished import caller, finished
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def rows(cast: Cast, one: Any, language: str = "fr") -> list[list[str]]:
    got = cast.client("viewer").get(
        f"/diagnostic/{one.id}/answers.csv", headers={"accept-language": language}
    )
    assert (got.status_code, got["Content-Type"]) == (200, "text/csv; charset=utf-8")
    text = got.content.decode()
    assert text.startswith(BOM)
    delimiter = ";" if language == "fr" else ","
    return list(csv.reader(io.StringIO(text.removeprefix(BOM)), delimiter=delimiter))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_visible_question_has_one_row(acme: Cast, language: str) -> None:
    one = finished(acme)
    head, *lines = rows(acme, one, language)
    questionnaire = catalogue.questionnaire(one.questionnaire_version)
    shown = visible_items(questionnaire, {"G1": 2})
    assert [line[0] for line in lines] == [item.id for item in shown]
    assert len(head) == 9
    wanted = questionnaire.item("P1").anchors[2].in_language(language)
    first = next(line for line in lines if line[0] == "P1")
    assert (first[4], first[5].replace("\u00a0", " ")) == ("2", wanted.replace("\u00a0", " "))
    assert first[7] == {"fr": "Capitaine IA", "en": "AI captain"}[language]
    assert first[8] == str(timezone.localdate())


def test_what_is_not_known_and_not_answered_is_said(acme: Cast) -> None:
    lines = {line[0]: line for line in rows(acme, finished(acme, anchor="dk"), "en")}
    assert (lines["P1"][4], lines["P1"][6]) == ("", "don't know")
    lines = {line[0]: line for line in rows(acme, finished(acme, without={"P1"}), "en")}
    assert lines["P1"][5:] == ["", "no answer", "", ""]


def test_one_of_the_team_is_never_told(acme: Cast) -> None:
    one = finished(acme)
    Respondent.objects.filter(assessment=one).update(role="team", member=None)
    lines = rows(acme, one, "en")
    assert {line[7] for line in lines[1:]} | {line[8] for line in lines[1:]} == {""}


def test_the_interface_gives_rows_or_a_table(acme: Cast) -> None:
    one, client = finished(acme), caller(acme)
    url = f"/api/v1/assessments/{one.id}/answers/"
    got = client.get(url, headers={"accept-language": "en"}).json()
    row = next(row for row in got["rows"] if row["item_id"] == "P1")
    assert (row["anchor"], row["state"], row["role"]) == (2, "known", "captain")
    table = client.get(url, headers={"accept": "text/csv", "accept-language": "en"})
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert len(table.content.decode().splitlines()) == len(got["rows"]) + 1
    lost = client.get(
        "/api/v1/assessments/01900000-0000-7000-8000-000000000000/answers/",
        headers={"accept": "text/csv"},
    )
    assert (lost.status_code, lost["Content-Type"]) == (404, "application/problem+json")


def test_a_table_costs_few_queries(acme: Cast, django_assert_max_num_queries) -> None:
    one, browser = finished(acme), acme.client("viewer")
    browser.get(f"/diagnostic/{one.id}/answers.csv")
    with django_assert_max_num_queries(7):
        browser.get(f"/diagnostic/{one.id}/answers.csv")
