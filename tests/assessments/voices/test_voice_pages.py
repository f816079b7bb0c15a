"""The pages of somebody who answers by a link, of who invites, and what the result says then."""

from __future__ import annotations

import logging
import re
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.answers.models import (
    Answer,
    Assessment,
    Invitation,
    Respondent,
)
from assessments.questionnaire import selectors as catalogue
from config.logs import PlainFormatter
from governance.outbox.services import send_waiting
from tests.assessments.diagnostic.test_assessments_api import caller
from tests.assessments.voices.scene import (
    answer,
    complete,
    link,
    started,
    visitor,
    voice,
)
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def read(client: Client, url: str, *, status: int = 200) -> str:
    response = client.get(url, headers=ENGLISH)
    assert response.status_code == status, response.content[:600]
    return unescape(response.content.decode())


def shared(cast: Cast, **answers: object) -> tuple[Assessment, str]:
    """An open assessment and the address of its team's link."""
    one = started(cast, timezone.now(), **answers)
    return one, f"/voice/{link(cast, one, timezone.now())[1]}/"


def begin(client: Client, door: str) -> str:
    """The address of one's own answers."""
    response = client.post(door)
    assert response.status_code == 302
    return response["Location"]


def test_a_voice_walks_through_every_question_without_account_cookie_or_script(acme) -> None:
    one, door = shared(acme, G1=2)
    client = visitor(acme)
    assert "Your answers are never shown one by one." in read(client, door)
    own = begin(client, door)
    address, seen = client.get(own)["Location"], 0
    while not address.endswith("/end/"):
        seen += 1
        page = read(client, address)
        assert f"Question {seen} of 26" in page
        assert "data-keys" in page
        address = client.post(address, {"answer": "1"})["Location"]
    assert seen == 26
    assert client.post(address)["Location"] == address
    assert "Thank you: your answers are kept" in read(client, address)
    assert "sessionid" not in client.cookies
    assert not any(token in str(client.cookies) for token in (own.split("/")[2],))
    assert Respondent.objects.get(assessment=one, role="team").is_finished


def test_a_voice_is_asked_the_opening_question_where_the_company_has_not_answered(acme) -> None:
    _, door = shared(acme)
    client = visitor(acme)
    own = begin(client, door)
    assert client.get(own)["Location"].endswith("/G1/")
    read(client, f"{own}M2/", status=404)
    client.post(f"{own}G1/", {"answer": "3"})
    read(client, f"{own}M2/")
    read(client, f"{own}S1/", status=404)


def test_the_link_leads_back_to_the_next_question_and_shows_own_answers_only(acme) -> None:
    _, door = shared(acme, G1=1, P1=4)
    client, other = visitor(acme), visitor(acme)
    own = begin(client, door)
    client.post(f"{own}P1/", {"answer": "dk"})
    assert other.get(own)["Location"] == f"{own}P2/"
    assert 'value="dk" checked' in read(other, f"{own}P1/")
    assert "checked" not in read(other, f"{begin(other, door)}P1/")
    assert own in read(client, f"{own}later/")


def test_a_form_without_an_answer_asks_for_one(acme) -> None:
    _, door = shared(acme, G1=1)
    client = visitor(acme)
    own = begin(client, door)
    for posted, said in (({}, "Choose an answer"), ({"answer": "9"}, "Choose one of the answers")):
        response = client.post(f"{own}P1/", posted, headers=ENGLISH)
        assert response.status_code == 422
        assert said in response.content.decode()
    assert not Answer.objects.filter(respondent__role="team").exists()


def test_the_visitor_reads_and_switches_the_language(acme) -> None:
    _, door = shared(acme, G1=1)
    own = begin(visitor(acme), door)
    question = catalogue.questionnaire("2.0.0").item("P1").question
    for language in ("fr", "en"):
        response = visitor(acme).get(f"{own}P1/", headers={"accept-language": language})
        page = unescape(response.content.decode())
        assert question.in_language(language)[:12] in page
        assert 'action="/language/"' in page


def test_links_that_are_wrong_closed_or_over_say_so_and_offer_no_sign_in(acme, globex) -> None:
    one, door = shared(acme, P1=2)
    own = begin(visitor(acme), door)
    for wrong in ("/voice/nonsense/", "/voice/nonsense/P1/", "/voice/nonsense/end/"):
        assert "leads to no question" in read(visitor(acme), wrong, status=404)
    for path in (door, own, f"{own}P1/"):
        read(visitor(globex), path, status=404)
    Invitation.objects.update(closed_at=timezone.now())
    assert "This link was closed" in read(visitor(acme), door, status=409)
    read(visitor(acme), f"{own}P1/")
    complete(acme, one, timezone.now())
    for path in (own, f"{own}P1/", f"{own}end/", f"{own}later/"):
        page = read(visitor(acme), path, status=409)
        assert "The answers you gave are kept" in page
        assert "dashboard" not in page


def test_no_page_behind_a_link_is_listed_anywhere(acme) -> None:
    _, door = shared(acme)
    own = begin(visitor(acme), door)
    for path in (door, own, f"{own}G1/", f"{own}end/", f"{own}later/"):
        assert "noindex" in visitor(acme).get(path).headers["X-Robots-Tag"]


def test_no_log_line_tells_the_token_of_a_voice(acme, caplog) -> None:
    _, door = shared(acme, G1=1)
    own = begin(visitor(acme), door)
    with caplog.at_level(logging.WARNING, logger="django.request"):
        caplog.handler.setFormatter(PlainFormatter("{message}", style="{"))
        visitor(acme).post(f"{own}P1/", {"answer": "9"})
    assert "/voice/‹hidden›/P1/" in caplog.text
    assert own not in caplog.text


def test_the_home_page_with_invitations_takes_at_most_twelve_queries(acme) -> None:
    complete(acme, started(acme, timezone.now(), P1=1), timezone.now())
    complete(acme, started(acme, timezone.now(), P1=2), timezone.now())
    _, door = shared(acme, G1=1)
    begin(visitor(acme), door)
    client = acme.client("lead")
    read(client, "/diagnostic/")
    with CaptureQueriesContext(connection) as captured:
        read(client, "/diagnostic/")
    queries = [q["sql"] for q in captured if not q["sql"].startswith("SET ")]
    assert len(queries) <= 12, "\n".join(queries)


def test_one_question_of_a_voice_takes_at_most_five_queries(acme) -> None:
    _, door = shared(acme, G1=2, P1=3)
    client = visitor(acme)
    own = begin(client, door)
    client.post(f"{own}P1/", {"answer": "1"})
    with CaptureQueriesContext(connection) as captured:
        read(client, f"{own}P2/")
    queries = [q["sql"] for q in captured if not q["sql"].startswith("SET ")]
    assert len(queries) <= 5, "\n".join(queries)


def test_who_leads_invites_copies_the_link_and_closes_it(acme) -> None:
    one = started(acme, timezone.now(), P1=2)
    client = acme.client("lead")
    page = f"/diagnostic/{one.id}/voices/"
    assert page in read(client, "/diagnostic/")
    assert "Nobody is invited yet" in read(client, page)
    assert client.post(page, {"role": "team"})["Location"] == page
    shown = read(client, page)
    door = re.search(r"/voice/[\w-]{43}/", shown).group()
    assert "Not begun yet" not in shown
    voice(door.split("/")[2], timezone.now(), {"P1": 0})
    assert "1 person has begun" in read(client, page)
    made = Invitation.objects.get()
    assert client.post(f"{page}{made.id}/close/")["Location"] == page
    assert door not in read(client, page)
    assert client.post(page, {"role": "manager", "email": "a@b.example"}).status_code == 302
    send_waiting(now=timezone.now())
    assert mail.outbox[0].to == ["a@b.example"]


def test_a_form_that_is_refused_keeps_what_was_typed(acme) -> None:
    one = started(acme, timezone.now(), P1=2)
    client, page = acme.client("executive"), f"/diagnostic/{one.id}/voices/"
    response = client.post(page, {"role": "boss", "email": "nobody"}, headers=ENGLISH)
    assert response.status_code == 422
    assert 'value="nobody"' in response.content.decode()
    client.post(page, {"role": "boss", "email": "a@b.example"})
    Invitation.objects.update(entered=1)
    again = client.post(page, {"role": "boss", "email": "a@b.example"}, headers=ENGLISH)
    assert again.status_code == 422
    assert "has used the invitation already" in unescape(again.content.decode())


def test_who_may_not_invite_sees_no_way_to_it(acme) -> None:
    one = started(acme, timezone.now(), P1=2)
    client = acme.client("contributor")
    assert "/voices/" not in read(client, "/diagnostic/")
    read(client, f"/diagnostic/{one.id}/voices/", status=403)


def test_each_member_sees_own_answers_and_the_summary_the_companys(acme) -> None:
    one = started(acme, timezone.now(), G1=1, P1=4)
    boss = acme.client("executive")
    assert boss.get(f"/diagnostic/{one.id}/")["Location"].endswith("/G1/")
    assert "checked" not in read(boss, f"/diagnostic/{one.id}/P1/")
    boss.post(f"/diagnostic/{one.id}/P2/", {"answer": "3"})
    anchors = catalogue.questionnaire("2.0.0").item("P1").anchors
    assert anchors[4].in_language("en") in read(boss, f"/diagnostic/{one.id}/summary/")


def test_an_invited_viewer_gets_in_and_finishes_nothing(acme) -> None:
    one, client = started(acme, timezone.now(), P1=4), acme.client("viewer")
    read(client, f"/diagnostic/{one.id}/P1/", status=403)
    invite = {"role": "manager", "email": "viewer@acme.example"}
    acme.client("lead").post(f"/diagnostic/{one.id}/voices/", invite)
    assert f"/diagnostic/{one.id}/" in read(client, "/diagnostic/")
    assert client.post(f"/diagnostic/{one.id}/P1/", {"answer": "1"}).status_code == 302
    summary = read(client, f"/diagnostic/{one.id}/summary/")
    assert "See my result" not in summary
    assert client.post(f"/diagnostic/{one.id}/summary/").status_code == 403
    assert Assessment.objects.get().state == "open"


def heard(acme: Cast, *, size: int, anchor: int) -> Assessment:
    """A completed assessment: a captain at 4, a team of so many at *anchor*."""
    now = timezone.now()
    items = ("P1", "P2", "P3", "P4", "R1", "R2", "K1")
    one = started(acme, now, G1=2, **dict.fromkeys(items, 4))
    token = link(acme, one, now)[1]
    for _ in range(size):
        voice(token, now, dict.fromkeys(items, anchor))
    return complete(acme, one, now)


def test_the_result_says_where_the_team_sees_it_differently(acme) -> None:
    one = heard(acme, size=5, anchor=1)
    page = read(acme.client("viewer"), f"/diagnostic/{one.id}/result/")
    anchors = catalogue.questionnaire("2.0.0").item("P1").anchors
    lead, team = (anchors[n].in_language("en") for n in (4, 1))
    assert f"You answer “{lead}”; the team mostly answers “{team}”." in page
    assert page.count("the team mostly answers") == 7
    assert "Show the 2 others" in page
    assert "on average 3.0 steps of four between you and the team" in page
    assert "They agree" in page


def test_a_team_of_four_changes_no_page_and_no_object(acme) -> None:
    seen = []
    for anchor, part in ((0, "executive"), (3, "lead")):
        one = heard(acme, size=4, anchor=anchor)
        page = read(acme.client("executive"), f"/diagnostic/{one.id}/result/")
        section = page[page.index('id="voices"') :].partition("</details>")[0]
        assert "fewer than five answers" in section
        whole = caller(acme, part).get(f"/api/v1/assessments/{one.id}/").json()
        seen.append((section, whole["answers"], whole["result"], whole["voices"]))
    assert seen[0] == seen[1]
    assert seen[0][3]["counts"]["team"] is None


def test_who_answers_alone_reads_nothing_of_others(acme) -> None:
    one = complete(acme, started(acme, timezone.now(), P1=3), timezone.now())
    assert "What others answered" not in read(acme.client("lead"), f"/diagnostic/{one.id}/result/")


# --- the programming interface -------------------------------------------------------------------
def test_a_key_invites_lists_and_closes(acme, globex) -> None:
    client = caller(acme)
    one = client.post("/api/v1/assessments/").json()
    base = f"/api/v1/assessments/{one['id']}/invitations/"
    made = client.post(base, {"role": "team"}, content_type="application/json")
    assert made.status_code == 201, made.content
    assert "/voice/" in made.json()["link"]
    written = {"role": "team", "email": "a@b.example"}
    told = client.post(base, written, content_type="application/json").json()
    assert (told["by"], told["link"], told["entered"]) == ("email", None, None)
    assert "a@b.example" not in client.get(base).content.decode()
    assert [row["id"] for row in client.get(base).json()["results"]] == [
        told["id"],
        made.json()["id"],
    ]
    closure = f"/api/v1/invitations/{made.json()['id']}/closure/"
    assert client.post(closure).json()["is_open"] is False
    wrong = client.post(base, {"role": "boss", "who": "x"}, content_type="application/json")
    assert wrong.status_code == 422


def test_a_key_that_may_not_invite_sees_no_invitation(acme) -> None:
    one = started(acme, timezone.now(), P1=1)
    made, _ = link(acme, one, timezone.now())
    client = caller(acme, "contributor")
    base = f"/api/v1/assessments/{one.id}/invitations/"
    assert client.get(base).status_code == 403
    assert client.post(base, {"role": "team"}, content_type="application/json").status_code == 403
    assert client.post(f"/api/v1/invitations/{made.id}/closure/").status_code == 403
    made.refresh_from_db()
    assert made.closed_at is None


def test_the_object_holds_the_companys_answers_and_the_callers_own(acme) -> None:
    one = started(acme, timezone.now(), G1=1, P1=4)
    answer(acme, one, timezone.now(), by="executive", P1=2, P2=3)
    whole = caller(acme).get(f"/api/v1/assessments/{one.id}/").json()
    assert whole["answers"] == {"G1": 1, "P1": 2, "P2": 3}
    assert whole["own_answers"] == {"G1": 1, "P1": 4}
    assert (whole["next"], whole["voices"]) == ("P2", None)
