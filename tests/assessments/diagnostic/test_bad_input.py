"""Whatever is sent, the refusal is clear and nothing already answered is lost, at both doors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tenants.utils import tenant_context

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Answer, Assessment
from tenants.drafts.models import Draft
from tests.assessments.open_door.test_open_door import base_of, begin, finish
from tests.cast import PUBLIC
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
GIVEN = {"G1": "1", "P1": "2", "P2": "dk"}
KEPT = {"G1": 1, "P1": 2, "P2": "dk"}


@dataclass
class Door:
    """One of the two doors: where its questions are, and what is kept behind it."""

    client: Client
    base: str
    kept: Callable[[], dict[str, Any]]
    spoil: Callable[[], object]

    def send(self, item: str, answer: dict[str, Any]) -> Any:
        return self.client.post(f"{self.base}{item}/", answer)


@pytest.fixture(autouse=True)
def _own_counters(settings) -> None:
    settings.CACHES["default"]["KEY_PREFIX"] = "capitaine-test-bad-input"
    cache.clear()


@pytest.fixture
def inside(acme: Cast) -> Door:
    client = acme.client("lead")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    long_ago = Assessment.objects.values_list("started_at", flat=True)
    return Door(
        client,
        client.post("/diagnostic/start/")["Location"],
        lambda: dict(Answer.objects.order_by("item").values_list("item", "value")),
        lambda: Assessment.objects.update(started_at=long_ago[0] - timedelta(days=31)),
    )


@pytest.fixture
def outside() -> Door:
    client = Client(headers={"host": PUBLIC, "accept-language": "en"})
    return Door(
        client,
        base_of(begin(client, 0)),
        lambda: Draft.objects.get().document["answers"],
        lambda: Draft.objects.update(expires_at="2020-01-01T00:00:00Z"),
    )


@pytest.fixture(params=["inside", "outside"])
def door(request: pytest.FixtureRequest) -> Door:
    """Each door in turn, three questions answered."""
    found: Door = request.getfixturevalue(request.param)
    for item, answer in GIVEN.items():
        assert found.send(item, {"answer": answer}).status_code == 302
    assert found.kept() == KEPT
    return found


BAD: dict[str, tuple[str, dict[str, Any], str]] = {
    "an anchor off the scale": ("P1", {"answer": "5"}, "Choose one of the answers below."),
    "a negative anchor": ("P1", {"answer": "-1"}, "Choose one of the answers below."),
    "a word for an anchor": ("P1", {"answer": "often"}, "Choose one of the answers below."),
    "a number from another script": ("P1", {"answer": "٣"}, "Choose one of the answers below."),
    "an option of another question": (
        "F1",
        {"answer": "small"},
        "Choose one of the answers below.",
    ),
    "a foreign id": ("J1", {"answer": ["UC01"]}, "Choose one of the answers below."),
    "too many": ("J1", {"answer": ["sales", "hr", "it", "legal"]}, "Choose 3 at most."),
    "don't know where it is no answer": (
        "G1",
        {"answer": "dk"},
        "Choose one of the answers below.",
    ),
    "don't know for a sector": ("F1", {"answer": "dk"}, "Choose one of the answers below."),
    "a capacity off its ranges": ("J3", {"days_month": "9"}, "Choose one of the answers below."),
    "a capacity that is no number": (
        "J3",
        {"days_month": "1", "budget_year": "much"},
        "Choose one of the answers below.",
    ),
    "nothing": ("P3", {}, "Choose an answer, or skip this question."),
    "a skill nobody lists": ("S1", {"sk_fly": "1"}, "Choose an answer, or skip this question."),
    "a NUL": ("P1", {"answer": "\x00"}, "Choose one of the answers below."),
}


@pytest.mark.parametrize(("item", "answer", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_answer_is_refused_beside_its_question(
    door: Door, item: str, answer: dict[str, Any], said: str
) -> None:
    refused = door.send(item, answer)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert said in page
    assert 'role="alert"' in page
    assert 'aria-describedby="answer_error"' in page
    assert door.kept() == KEPT


@pytest.mark.parametrize("item", ["Z9", "M2", "g1", "P1x", "summaryx"])
def test_a_question_that_is_not_asked_is_not_found(door: Door, item: str) -> None:
    assert door.send(item, {"answer": "1"}).status_code == 404
    assert door.client.get(f"{door.base}{item}/").status_code == 404
    assert door.kept() == KEPT


def test_the_same_answer_sent_twice_is_one_answer(door: Door) -> None:
    first, second = (door.send("P3", {"answer": "4"}) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert door.kept() == {**KEPT, "P3": 4}


def test_finishing_twice_leads_to_the_one_result(door: Door) -> None:
    first, second = (door.client.post(f"{door.base}summary/") for _ in range(2))
    assert first["Location"] == second["Location"] == f"{door.base}result/"
    assert door.client.get(f"{door.base}summary/")["Location"] == f"{door.base}result/"
    assert door.kept() == KEPT


def test_a_finished_one_takes_no_answer(door: Door) -> None:
    door.client.post(f"{door.base}summary/")
    refused = door.send("P1", {"answer": "4"})
    assert refused.status_code == 409
    assert "This assessment is finished" in refused.content.decode()
    assert door.client.get(f"{door.base}result/").status_code == 200
    assert door.kept() == KEPT


def test_a_stale_link_says_so_and_keeps_what_was_answered(door: Door) -> None:
    door.spoil()
    for answer in (door.send("P1", {"answer": "4"}), door.client.get(f"{door.base}P1/")):
        assert answer.status_code == 409
        assert "thirty days" in answer.content.decode()
    assert door.client.get(door.base).status_code == 409
    assert door.client.post(f"{door.base}summary/").status_code == 409
    assert door.kept() == KEPT


def test_an_answer_that_closes_questions_loses_none(door: Door) -> None:
    door.send("G1", {"answer": "3"})
    door.send("M2", {"answer": "2"})
    door.send("G1", {"answer": "0"})
    assert door.kept() == {**KEPT, "G1": 0, "M2": 2}
    assert door.client.get(f"{door.base}M2/").status_code == 404
    door.send("G1", {"answer": "3"})
    assert 'value="2" checked' in door.client.get(f"{door.base}M2/").content.decode()


def test_another_companys_assessment_is_not_found(acme: Cast, globex: Cast, inside: Door) -> None:
    inside.send("P1", {"answer": "2"})
    with tenant_context(globex.company):
        stranger = globex.client("executive")
    for item in ("P1", "summary"):
        assert stranger.post(f"{inside.base}{item}/", {"answer": "4"}).status_code == 404
    with tenant_context(globex.company):
        assert not Assessment.objects.exists()
    with tenant_context(acme.company):
        assert inside.kept() == {"P1": 2}
        assert Assessment.objects.get().state == AssessmentState.OPEN


def test_an_expired_assessment_gives_way_to_a_new_one(inside: Door) -> None:
    inside.send("P1", {"answer": "2"})
    inside.spoil()
    fresh = inside.client.post("/diagnostic/start/")["Location"]
    assert fresh != inside.base
    assert inside.kept() == {"P1": 2}
    states = Assessment.objects.order_by("started_at").values_list("state", flat=True)
    assert list(states) == [AssessmentState.EXPIRED, AssessmentState.OPEN]


def count(client: Client, address: str, answer: dict[str, Any] | None = None) -> int:
    """Statements of a warm request; choosing the company is none of a page's own."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address) if answer is None else client.post(address, answer)
        assert response.status_code in (200, 302)
    sentences = [one["sql"] for one in captured]
    plain = ("SET ", "SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return len([one for one in sentences if not one.startswith(plain)])


def test_a_question_is_shown_in_five_queries_at_most_at_both_doors(door: Door) -> None:
    for item in ("P3", "S1", "J1", "J3", "F2"):
        assert count(door.client, f"{door.base}{item}/") <= 5, item


def test_an_answer_is_kept_in_few_queries(inside: Door, outside: Door) -> None:
    assert count(outside.client, f"{outside.base}P3/", {"answer": "1"}) <= 5
    assert count(inside.client, f"{inside.base}P3/", {"answer": "1"}) <= 9
    assert count(inside.client, f"{inside.base}P3/", {"answer": "2"}) <= 8


def test_a_result_is_read_in_twelve_queries_at_most_at_both_doors(door: Door) -> None:
    door.client.post(f"{door.base}summary/")
    assert count(door.client, f"{door.base}result/") <= 12


def test_the_open_result_takes_one_query() -> None:
    client = Client(headers={"host": PUBLIC})
    assert count(client, finish(client)) <= 1
