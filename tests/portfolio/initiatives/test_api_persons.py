"""What a person does and a key never may; and what a captain answers at a review."""

import pytest
from django.utils import timezone

from governance.decisions.models import Decision
from governance.mandates.models import Mandate
from portfolio.cap.models import Portfolio
from portfolio.reviews.models import ReviewItem
from portfolio.reviews.services.reviews import ask_question, open_review
from tests.conftest import acting
from tests.portfolio.calls import caller
from tests.portfolio.scene import started

STRANGER = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def item(acme) -> ReviewItem:
    started(acme)
    boss = acme.actor("executive")
    open_review(acting(boss, now=timezone.now(), today=timezone.localdate()))
    return ReviewItem.objects.get()


def is_for_persons(answer) -> bool:
    return (answer.status_code, answer.json()["code"]) == (403, "not_for_keys")


def test_the_settings_are_read_and_the_cap_is_not_changed_by_key(api) -> None:
    seen = api("get", "portfolio/settings/")
    assert (seen.json()["cap"], seen.json()["may"]) == (3, [])
    body = {"cap": 2, "reason": "moins"}
    refused = api("put", "portfolio/settings/cap/", body, **{"if-match": seen["ETag"]})
    assert is_for_persons(refused)
    assert refused.json()["facts"]["roles"] == ["executive"]
    more = api("put", "portfolio/settings/cap/", {**body, "x": 1}, **{"if-match": "*"})
    assert more.status_code == 422
    assert Portfolio.objects.get().cap == 3


def test_no_key_writes_a_captains_mandate(acme, api) -> None:
    row = started(acme)
    before = Decision.objects.count()
    assert is_for_persons(api("post", f"initiatives/{row.id}/mandate/", {}))
    assert api("post", f"initiatives/{row.id}/mandate/", {"x": 1}).status_code == 422
    assert api("post", f"initiatives/{STRANGER}/mandate/", {}).status_code == 404
    assert not Mandate.objects.exists()
    assert Decision.objects.count() == before


def test_no_key_asks_at_a_review_or_closes_it(api, item) -> None:
    path = f"reviews/{item.review_id}/"
    assert is_for_persons(api("post", f"{path}items/{item.id}/question/", {"question": "Où ?"}))
    assert is_for_persons(api("post", f"{path}closure/", {}))
    item.refresh_from_db()
    assert (item.question, item.review.state) == ("", "open")


def test_no_key_corrects_the_log(api, item) -> None:
    entry = Decision.objects.filter(verdict="start").get()
    before = Decision.objects.count()
    path = f"decisions/{entry.id}/correction/"
    assert is_for_persons(api("post", path, {"reason": "Le 4, pas le 5"}))
    body = {"reason": "x"}
    assert api("post", f"decisions/{STRANGER}/correction/", body).status_code == 404
    assert Decision.objects.count() == before


def test_a_question_of_a_review_is_answered_once(acme, api, item) -> None:
    path = f"reviews/{item.review_id}/items/{item.id}/answer/"
    early = api("post", path, {"answer": "Lundi"})
    assert (early.status_code, early.json()["code"]) == (409, "no_question")
    ask_question(
        acting(acme.actor("executive"), now=timezone.now(), today=timezone.localdate()),
        item_id=item.id,
        question="Quand ?",
    )
    reader = caller(acme, "executive", scopes=("read",))
    assert reader("post", path, {"answer": "Lundi"}).status_code == 403
    assert api("post", path, {"answer": "Lundi", "verdict": "continue"}).status_code == 422
    stray = f"reviews/{STRANGER}/items/{item.id}/answer/"
    assert api("post", stray, {"answer": "Lundi"}).status_code == 404
    item.refresh_from_db()
    assert item.answer == ""
    once = {"idempotency-key": "une fois"}
    done = api("post", path, {"answer": "Lundi"}, **once)
    assert done.json()["items"][0]["answer"] == "Lundi"
    again = api("post", path, {"answer": "Lundi"}, **once)
    assert (again.status_code, again.json()) == (200, done.json())
