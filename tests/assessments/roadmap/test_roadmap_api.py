"""The roadmap through the programming interface."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.roadmap.models import RoadmapStep
from tests.assessments.diagnostic.test_assessments_api import caller
from tests.assessments.roadmap.scene import advised, planned, seen
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/roadmap/"
DAY = timedelta(days=1)


@pytest.fixture
def today(acme):
    return timezone.localdate(timezone.now())


@pytest.fixture
def advice(acme):
    return advised(acme, at=timezone.now() - DAY)


def post(client, path: str, body: dict[str, object], **headers: str):
    return client.post(f"{ROOT}{path}", body, content_type="application/json", headers=headers)


def test_before_the_first_assessment_the_roadmap_is_empty(acme: Cast) -> None:
    body = caller(acme).get(ROOT).json()
    assert (body["assessment_id"], body["windows"], body["counts"]["next"]) == (None, [], None)


def test_the_roadmap_is_read_whole(acme: Cast, advice) -> None:
    seen("active.with_target", {"met": 2, "all": 3})
    body = caller(acme).get(ROOT).json()
    shown = [one["id"] for w in body["windows"] for one in (*w["headlines"], *w["others"])]
    assert (body["assessment_id"], shown) == (str(advice.id), planned(advice))
    assert body["counts"] | {"next": None} == {
        "every": len(shown),
        "done": 0,
        "taken": 0,
        "late": 0,
        "to_choose": 0,
        "next": None,
    }
    target = next(one for one in body["windows"][0]["others"] if one["id"] == "CHO-05")
    proof = target["proof"]
    assert (proof["standing"], proof["reached"], proof["wanted"]) == ("not_yet", 2, 3)
    assert {one["size"] for one in target["effects"]} <= {"small", "medium", "large"}
    assert {one["reason"] for one in body["left_out"]} >= {"no_gain", "budget"}


def test_an_action_is_taken_moved_refused_reopened_and_done(acme: Cast, advice, today) -> None:
    client, owner = caller(acme), str(acme.members["captain"].id)
    due_on = str(today + 10 * DAY)
    taken = post(client, "PIL-01/take/", {"owner_id": owner, "due_on": due_on})
    assert taken.status_code == 200, taken.content
    assert (taken.json()["stage"], taken.json()["owner"]["id"], taken["ETag"]) == (
        "taken",
        owner,
        '"1"',
    )
    later = str(today + 20 * DAY)
    moved = post(client, "PIL-01/move/", {"due_on": later}, **{"if-match": taken["ETag"]})
    assert (moved.json()["first_due_on"], moved.json()["due_on"]) == (due_on, later)
    refused = post(client, "PIL-01/refuse/", {"reason": "Trop tôt"})
    assert refused.json()["stage"] == "refused"
    assert refused.json()["refused_until"] == str(today + timedelta(days=182))
    assert post(client, "PIL-01/reopen/", {}).json()["stage"] == "proposed"
    done = post(client, "PIL-01/done/", {"proof_text": "Signée."}).json()
    assert (done["stage"], done["by_product"], done["done_on"]) == ("done", False, str(today))


def test_what_is_wrong_is_said_with_its_code(acme: Cast, advice, today) -> None:
    client, owner = caller(acme), str(acme.members["captain"].id)
    good = {"owner_id": owner, "due_on": str(today)}
    stale = post(client, "PIL-01/take/", good, **{"if-match": '"4"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    past = post(client, "PIL-01/take/", {**good, "due_on": str(today - DAY)})
    assert (past.status_code, past.json()["fields"]) == (422, {"due_on": ["not_ahead"]})
    mute = post(client, "PIL-01/done/", {})
    assert (mute.status_code, mute.json()["code"]) == (422, "proof_needs_sentence")
    assert post(client, "ZZZ-99/done/", {"proof_text": "a"}).status_code == 404
    assert post(client, "PIL-01/take/", {**good, "points": 5}).status_code == 422
    assert post(caller(acme, "viewer"), "PIL-01/take/", good).status_code == 403
    assert post(caller(acme, scopes=("read",)), "PIL-01/take/", good).status_code == 403
    assert not RoadmapStep.objects.exists()
