"""The roadmap in a browser without a script: the list, an action's page, its forms, the mails."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from assessments.roadmap.models import RoadmapStep
from assessments.roadmap.rules.progress import Evidence, Standing
from assessments.roadmap.services import complete_action, refuse_action, take_action
from assessments.roadmap.words import how_far
from governance.outbox.services import send_waiting
from tests.assessments.roadmap.scene import advised, letter, seen
from tests.conftest import acting

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(acme, now):
    return timezone.localdate(now)


@pytest.fixture
def advice(acme, now):
    return advised(acme, at=now - 30 * DAY)


@pytest.fixture
def act(acme, advice, today, now):
    def call(service, action_id: str, *, days_ago: int = 0, **given: Any) -> RoadmapStep:
        moment = {"today": today - days_ago * DAY, "now": now - days_ago * DAY}
        return service(acting(acme.actor("lead"), **moment), action_id=action_id, **given)

    return call


@pytest.fixture
def lived(acme, act, today) -> None:
    """A late action of the captain's, one moved, one refused, one done, one proven."""
    owner = acme.members["captain"].id
    act(take_action, "PIL-02", days_ago=20, owner_id=owner, due_on=today - 3 * DAY)
    act(refuse_action, "PIL-04", reason="Pas avant l’été", until=today + 90 * DAY)
    act(complete_action, "DON-04", proof_text="La liste est affichée.")
    letter(acme, day=today - 400 * DAY)
    seen("active.with_target", {"met": 2, "all": 3})


def read(client: Client, path: str, *, status: int = 200) -> str:
    response = client.get(path, headers=ENGLISH)
    assert response.status_code == status, response.content[:600]
    return re.sub(r"\s+", " ", response.content.decode())


def send(client: Client, action_id: str, **form: object) -> Any:
    return client.post(f"/roadmap/{action_id}/", form, headers=ENGLISH)


def test_without_an_assessment_the_page_says_where_to_begin(acme) -> None:
    page = read(acme.client("viewer"), "/roadmap/")
    assert "No roadmap yet" in page
    assert 'href="/diagnostic/"' in page


@pytest.mark.usefixtures("lived")
def test_the_page_says_where_the_roadmap_stands(acme) -> None:
    page = read(acme.client("lead"), "/roadmap/")
    assert "2 of 17 actions done, 1 late." in page
    assert re.search(r'Next: <a href="/roadmap/PIL-02/">Sign the mandate letter</a>', page)
    for words in (
        "Within 90 days",
        "Sophie Lambert",
        "Because you answered",
        "Expected effect on",
        "(2 of 3)",
        "Proven by the product, as seen on",
        "“La liste est affichée.”",
        "1 action refused until later",
        "Pas avant l’été",
        "What is left out, and why",
        "Would change little today.",
    ):
        assert words in page, words
    assert not re.search(r"\d points?\b", page)


@pytest.mark.usefixtures("lived")
def test_mine_shows_what_i_carry_only(acme) -> None:
    page = read(acme.client("captain"), "/roadmap/?who=mine")
    assert "Sign the mandate letter" in page
    assert "Start the 15-minute monthly review" not in page
    assert "You carry no action" in read(acme.client("contributor"), "/roadmap/?who=mine")


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("path", ["/roadmap/", "/roadmap/PIL-02/", "/roadmap/CHO-04/"])
def test_a_page_asks_at_most_twelve_questions(acme, path) -> None:
    client = acme.client("lead")
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    asked = [q["sql"] for q in captured if not q["sql"].startswith("SET ")]
    assert len(asked) <= 12, asked


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_action_has_its_page_in_both_languages(acme, actions, language) -> None:
    client = acme.client("executive")
    for action in actions.actions.values():
        response = client.get(f"/roadmap/{action.id}/", headers={"accept-language": language})
        assert response.status_code == 200
        assert f'<html lang="{language}">' in response.content.decode()
    assert client.get("/roadmap/ZZZ-99/").status_code == 404


def test_an_action_is_taken_moved_and_done_in_the_browser(acme, advice, today) -> None:
    client, owner = acme.client("executive"), acme.members["captain"].id
    page = read(client, "/roadmap/PIL-01/")
    assert "Take this action" in page
    due_on = today + 10 * DAY
    taken = send(client, "PIL-01", act="take", owner_id=owner, due_on=due_on, expected_version=0)
    assert (taken.status_code, taken["Location"]) == (302, "/roadmap/PIL-01/")
    page = read(client, "/roadmap/PIL-01/")
    assert "The action has its owner and its date." in page
    assert "Move it or hand it over" in page
    later = today + 20 * DAY
    send(client, "PIL-01", act="move", owner_id=owner, due_on=later, expected_version=1)
    assert "Moved once" in read(client, "/roadmap/PIL-01/")
    mine = acme.client("captain")
    assert "Refuse until later" not in read(mine, "/roadmap/PIL-01/")
    send(mine, "PIL-01", act="done", proof_text="Elle est signée.", expected_version=2)
    row = RoadmapStep.objects.get()
    assert (row.state, row.proof_text, row.version) == ("done", "Elle est signée.", 3)


def test_a_refused_form_keeps_what_was_written(acme, act, advice, today) -> None:
    client = acme.client("executive")
    past = today - DAY
    answer = send(client, "PIL-01", act="refuse", reason="Trop tôt pour nous", until=past)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Trop tôt pour nous" in page
    assert f'value="{past}"' in page
    assert "Choose a day to come." in page
    assert re.search(r"<details class=\"card fold\" open>\s*<summary[^>]*><h2[^>]*>\s*Refuse", page)
    empty = send(client, "PIL-01", act="done", proof_text="")
    assert empty.status_code == 422
    assert not RoadmapStep.objects.exists()


def test_a_stale_form_is_refused_and_kept(acme, act, advice, today) -> None:
    act(take_action, "PIL-01", owner_id=acme.members["lead"].id, due_on=today)
    form = {"act": "done", "proof_text": "Elle est signée.", "expected_version": 0}
    answer = send(acme.client("executive"), "PIL-01", **form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Elle est signée." in page
    assert "Somebody changed this in the meantime." in page
    assert RoadmapStep.objects.get().state == "taken"


def test_somebody_who_left_is_named_beside_the_field(acme, advice, today, now) -> None:
    gone = acme.members["contributor"]
    client = acme.client("executive")
    form = {"act": "take", "owner_id": gone.id, "due_on": today}
    type(gone).objects.filter(id=gone.id).update(left_at=now)
    assert send(client, "PIL-01", **form).status_code == 422
    assert not RoadmapStep.objects.exists()


def test_nothing_happens_without_an_act_or_the_right(acme, advice, today) -> None:
    strange = send(acme.client("executive"), "PIL-01", act="explode")
    assert strange.status_code == 422
    assert "Choose what happens with this action." in strange.content.decode()
    viewer = acme.client("viewer")
    form = {"owner_id": acme.members["captain"].id, "due_on": today}
    assert send(viewer, "PIL-01", act="take", **form).status_code == 403
    page = read(viewer, "/roadmap/PIL-01/")
    assert "The executive or the AI captain decides who takes it." in page
    assert "Take this action" not in page


@pytest.mark.usefixtures("lived")
def test_the_result_leads_to_the_actions_and_says_where_they_stand(acme, advice) -> None:
    client = acme.client("executive")
    path = f"/diagnostic/{advice.id}/result/"
    page = read(client, path)
    assert 'href="/roadmap/PIL-02/"' in page
    assert "Late" in page
    assert "Refused" in page
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    asked = [q["sql"] for q in captured if not q["sql"].startswith("SET ")]
    assert sum("roadmapstep" in sql for sql in asked) == 1


@pytest.mark.usefixtures("lived")
def test_the_mails_say_what_is_whose_and_by_when(acme, now, mailoutbox) -> None:
    send_waiting(now=now + DAY)
    mail = next(one for one in mailoutbox if one.to == [acme.members["captain"].email])
    assert "Signer la lettre de mandat" in mail.subject
    assert "/roadmap/PIL-02/" in mail.body


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (Evidence(Standing.NOT_YET, None, 2, 3), "2 of 3"),
        (Evidence(Standing.NOT_YET, None, 0.25, 0.5, as_share=True), "25%, where 50% is asked"),
        (Evidence(Standing.NOT_YET, None, 5, 3, at_most=True), "5, where 3 is the most"),
        (Evidence(Standing.NOT_YET, None, 0, 3, at_most=True), "none yet"),
        (Evidence(Standing.NOT_YET), ""),
        (Evidence(Standing.PROVEN, None, 3, 3), ""),
    ],
)
def test_how_far_a_proof_is_in_words(evidence: Evidence, words: str) -> None:
    with translation.override("en"):
        assert how_far(evidence) == words
