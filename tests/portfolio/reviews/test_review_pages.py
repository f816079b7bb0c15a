from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.reviews.choices import ReviewState
from portfolio.reviews.models import Review, ReviewItem
from portfolio.reviews.services.reviews import close_review, open_review
from portfolio.reviews.words import review_name
from portfolio.standing.models import Rollup
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, give, started

MOST_QUERIES = 45


@pytest.fixture
def opened(acme) -> Review:
    started(acme, day=TODAY - timedelta(days=10))
    return open_review(acting(acme.actor("executive"), now=at(TODAY), today=TODAY))


def item_of(review: Review) -> ReviewItem:
    return review.items.order_by("position").first()


def address(review: Review, suffix: str = "") -> str:
    return f"/reviews/{review.id}/{item_of(review).initiative_id}/{suffix}"


def read(cast, path: str, part: str = "executive", language: str = "en") -> str:
    answer = cast.client(part).get(path, headers={"accept-language": language})
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_without_a_review_the_list_says_when_the_next_one_opens(acme) -> None:
    started(acme)
    assert "Tuesday 1\u00a0December 2026" in read(acme, "/reviews/")


def test_an_open_review_is_one_click_away(acme, opened) -> None:
    text = read(acme, "/reviews/")
    assert f'href="/reviews/{opened.id}/"' in text
    assert "1 decision is awaited" in text


def test_a_missed_period_is_said_so(acme) -> None:
    Review.objects.create(
        period=TODAY.replace(month=9, day=1),
        period_end=TODAY.replace(month=9, day=30),
        due_on=TODAY.replace(month=9, day=1),
        state=ReviewState.MISSED,
        opened_at=at(TODAY),
    )
    assert "recorded as missed" in read(acme, "/reviews/")


def test_the_next_review_may_be_opened_before_its_day(acme) -> None:
    started(acme)
    answer = acme.client("lead").post("/reviews/")
    assert answer["location"] == f"/reviews/{Review.objects.get().id}/"


def test_who_may_not_open_a_review_opens_none(acme) -> None:
    started(acme)
    assert acme.client("contributor").post("/reviews/").status_code == 403
    assert not Review.objects.exists()


def test_nothing_is_preselected_and_what_is_spent_is_not_shown(acme, opened) -> None:
    text = read(acme, address(opened))
    assert " checked" not in text
    assert "What is already spent is gone whatever you decide." in text
    assert "Still to commit" in text
    assert "Still to gain" in text


def test_the_same_page_speaks_french(acme, opened) -> None:
    assert '<html lang="fr"' in read(acme, address(opened), language="fr")


def test_continue_takes_one_step_and_leads_to_the_read_back(acme, opened) -> None:
    answer = acme.client("executive").post(address(opened), {"verdict": "continue"})
    assert answer["location"] == f"/reviews/{opened.id}/close/"
    assert item_of(opened).decision.verdict == Verdict.CONTINUE


def test_stop_asks_what_was_learned_before_it_is_recorded(acme, opened) -> None:
    client = acme.client("executive")
    said = {"verdict": "stop", "reason": "Trop cher."}
    asked = client.post(address(opened), said)
    assert asked.status_code == 200
    assert b'name="lesson"' in asked.content
    assert b"Trop cher." in asked.content
    assert item_of(opened).decision is None
    given = client.post(address(opened), {**said, "shown": "stop", "lesson": "Acheter."})
    assert given.status_code == 302
    row = Initiative.objects.get(id=item_of(opened).initiative_id)
    assert (row.state, row.lesson) == (State.STOPPED, "Acheter.")


def test_a_refusal_stands_beside_its_field_and_keeps_the_entry(acme, opened) -> None:
    far = TODAY + timedelta(days=200)
    sent = {"verdict": "pause", "shown": "pause", "reason": "Attendre.", "restart_on": far}
    answer = acme.client("executive").post(address(opened), sent)
    assert answer.status_code == 422
    assert b"Attendre." in answer.content
    assert b"restart_on_error" in answer.content
    assert item_of(opened).decision is None


def test_no_verdict_is_an_error_not_a_decision(acme, opened) -> None:
    assert acme.client("executive").post(address(opened), {"reason": "?"}).status_code == 422
    assert item_of(opened).decision is None


@pytest.mark.parametrize("part", ["viewer", "contributor", "lead"])
def test_whoever_holds_no_mandate_reads_and_decides_nothing(acme, opened, part) -> None:
    text = read(acme, address(opened), part)
    # Whoever leads proposes instead.
    assert ('name="verdict"' in text) is (f"{address(opened)}propose/" in text) is (part == "lead")
    answer = acme.client(part).post(address(opened), {"verdict": "continue"})
    assert answer.status_code == 403
    assert item_of(opened).decision is None


def test_a_question_is_asked_and_answered(acme, opened) -> None:
    client = acme.client("executive")
    asked = client.post(address(opened, "question/"), {"question": "La date tient-elle ?"})
    assert asked.status_code == 302
    assert "La date tient-elle ?" in read(acme, address(opened))
    client.post(address(opened, "answer/"), {"answer": "Oui."})
    assert item_of(opened).answer == "Oui."


def test_a_viewer_asks_nothing(acme, opened) -> None:
    sent = {"question": "La date tient-elle ?"}
    assert acme.client("viewer").post(address(opened, "question/"), sent).status_code == 403
    assert item_of(opened).question == ""


def test_a_review_with_a_verdict_missing_is_not_closed(acme, opened) -> None:
    sent = {"expected_version": opened.version}
    answer = acme.client("executive").post(f"/reviews/{opened.id}/close/", sent)
    assert answer.status_code == 409
    opened.refresh_from_db()
    assert opened.state == ReviewState.OPEN


def test_a_closed_review_is_its_minutes(acme, opened) -> None:
    item = item_of(opened)
    give(acme, item.initiative, Verdict.CONTINUE, reason="On tient.", review_item_id=item.id)
    sent = {"expected_version": opened.version}
    answer = acme.client("executive").post(f"/reviews/{opened.id}/close/", sent)
    assert answer["location"] == f"/reviews/{opened.id}/"
    text = read(acme, f"/reviews/{opened.id}/", "viewer")
    assert "On tient." in text
    assert "Claire Morel" in text
    assert f"/reviews/{opened.id}/minutes.pdf" in text


def test_a_review_of_nobody_is_not_found(acme, opened) -> None:
    client = acme.client("executive")
    assert client.get(f"/reviews/{uuid4()}/").status_code == 404
    assert client.get(f"/reviews/{opened.id}/{uuid4()}/").status_code == 404


@pytest.mark.by_hand
def test_the_queries_do_not_grow_with_the_initiatives(acme, opened) -> None:
    client = acme.client("executive")
    client.get(address(opened))
    with CaptureQueriesContext(connection) as few:
        client.get(address(opened))
    give(acme, item_of(opened).initiative, Verdict.CONTINUE, review_item_id=item_of(opened).id)
    close_review(acting(acme.actor("executive"), now=at(TODAY), today=TODAY), review_id=opened.id)
    for title in ("Deux", "Trois"):
        started(acme, title)
    later = TODAY + timedelta(days=40)
    second = open_review(acting(acme.actor("executive"), now=at(later), today=later))
    # What the reader's own day knows: the company is forty days further.
    here = timezone.localdate()
    Rollup.objects.update(as_of=here, true_until=here + timedelta(days=1))
    with CaptureQueriesContext(connection) as many:
        client.get(address(second))
    assert second.items.count() == 3
    assert len(many) <= len(few) + 2 <= MOST_QUERIES


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ((2026, 10, 1), (2026, 10, 31), "Revue d’octobre 2026", "Review of October 2026"),
        ((2026, 11, 1), (2026, 11, 30), "Revue de novembre 2026", "Review of November 2026"),
        ((2026, 12, 1), (2026, 12, 31), "Revue de décembre 2026", "Review of December 2026"),
        (
            (2026, 10, 1),
            (2026, 12, 31),
            "Revue du trimestre 4 de 2026",
            "Review of quarter 4 of 2026",
        ),
        (
            (2026, 11, 2),
            (2026, 11, 8),
            "Revue de la semaine du 2 novembre 2026",
            "Review of the week of 2 November 2026",
        ),
        (
            (2026, 11, 9),
            (2026, 11, 30),
            "Revue du 9 novembre 2026 au 30 novembre 2026",
            "Review from 9 November 2026 to 30 November 2026",
        ),
    ],
)
def test_a_review_has_one_name(first, last, french, english) -> None:
    for language, name in (("fr", french), ("en", english)):
        with override(language):
            said = review_name(date(*first), date(*last))
            assert " ".join(said.split()) == name


def test_the_undecided_come_first(acme, opened) -> None:
    step = acme.client("executive").get(f"/reviews/{opened.id}/").context["review"]
    assert [one.is_over for one in step.in_turn] == sorted(one.is_over for one in step.in_turn)
