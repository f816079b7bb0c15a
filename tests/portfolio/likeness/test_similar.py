"""Before an idea is saved, what is like it is shown: at the page, by key, of every state."""

from datetime import date

import pytest
from django.urls import reverse

from governance.outbox.models import OutboxMessage
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import propose_initiative
from portfolio.life.choices import Verdict
from portfolio.likeness.selectors import IdeaWords, similar_initiatives, similar_of
from portfolio.proposals.models import Interest
from portfolio.proposals.services import join_initiative
from portfolio.standing.services import rebuild
from tests.conftest import Cast, acting
from tests.counting import statements
from tests.portfolio.scene import TODAY, at, give, idea, qualified, started
from tests.portfolio.standing.crowd import crowd
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NEW = "/initiatives/new/"
TYPED = {"title": "Devis en deux jours", "benefit": "time"}


def lines(title: str, **more: str) -> list[tuple[str, str]]:
    return [(one.title, one.state) for one in similar_initiatives(IdeaWords(title=title, **more))]


def test_what_is_like_it_is_found_in_every_state(acme: Cast) -> None:
    waiting = idea(acme, "Devis en trois jours")
    pooled = qualified(acme, "Devis en quatre jours")
    running = started(acme, "Devis en cinq jours")
    over = qualified(acme, "Devis en six jours")
    give(acme, over, Verdict.STOP, reason="Trop cher.", lesson="Mesurer d’abord.")
    refused_one = idea(acme, "Devis en sept jours")
    give(acme, refused_one, Verdict.REJECT, reason="Doublon")
    idea(acme, "Planifier la maintenance")
    found = similar_initiatives(IdeaWords(title="Devis en huit jours"))
    assert {one.id for one in found} == {
        one.id for one in (waiting, pooled, running, over, refused_one)
    }
    stopped = next(one for one in found if one.id == over.id)
    assert (stopped.reason, stopped.lesson) == ("Trop cher.", "Mesurer d’abord.")
    assert stopped.since == TODAY


def test_what_is_renamed_is_found_by_its_new_words(acme: Cast, api) -> None:
    row = idea(acme, "Devis en trois jours")
    api("patch", f"initiatives/{row.id}/", {"title": "Planifier la maintenance"}, if_match="1")
    assert lines("Devis en deux jours") == []
    assert lines("Planifier la maintenance des presses") == [
        ("Planifier la maintenance", "proposed")
    ]


def test_the_same_use_case_is_enough_and_stands_first(acme: Cast) -> None:
    idea(acme, "Devis en trois jours")
    who = acting(acme.actor("captain"), now=at(TODAY), today=TODAY)
    propose_initiative(who, title="Autre chose", use_case_id="UC28")
    found = similar_initiatives(IdeaWords(title="Devis en deux jours", use_case="UC28"))
    assert [one.title for one in found] == ["Autre chose", "Devis en trois jours"]
    assert [one.same_use_case for one in found] == [True, False]


def test_several_are_looked_up_in_one_statement_and_none_is_like_itself(acme: Cast) -> None:
    rows = [idea(acme, f"Devis en {n} jours") for n in ("trois", "deux")]
    asked = [IdeaWords(title=row.title, own=row.id) for row in rows]
    with statements() as sent:
        found = similar_of(asked)
    assert len(sent) == 1
    assert [[one.id for one in found[n]] for n in (0, 1)] == [[rows[1].id], [rows[0].id]]


def test_saving_is_asked_back_and_saves_once_confirmed(acme: Cast) -> None:
    row = idea(acme)
    who = acting(acme.actor("contributor"), now=at(TODAY), today=TODAY)
    with refused("similar_initiatives") as told:
        propose_initiative(who, title="Devis en deux jours")
    assert [one.id for one in told.facts["similar"]] == [row.id]
    assert Initiative.objects.count() == 1
    propose_initiative(who, title="Devis en deux jours", confirmed=True)
    assert Initiative.objects.count() == 2


def test_by_key_the_list_is_answered_and_confirmed_saves(acme: Cast, api) -> None:
    row = idea(acme)
    answer = api("post", "initiatives/", {"title": "Devis en deux jours"})
    assert (answer.status_code, answer.json()["code"]) == (409, "similar_initiatives")
    (line,) = answer.json()["facts"]["similar"]
    assert (line["id"], line["state"], line["same_use_case"]) == (str(row.id), "proposed", False)
    assert line["likeness"] == pytest.approx(0.652, abs=0.001)
    said = {"title": "Devis en deux jours", "confirmed": True, "situation": "neuf jours"}
    assert api("post", "initiatives/", said).status_code == 201
    assert Initiative.objects.get(title="Devis en deux jours").situation == "neuf jours"


def test_the_page_shows_what_is_like_it_then_joins_or_saves(acme: Cast, send) -> None:
    row = qualified(acme)
    give(acme, row, Verdict.STOP, reason="Trop cher", lesson="Mesurer d’abord.")
    answer = send(NEW, TYPED, part="contributor")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Already tried, stopped on" in text
    assert "Because: Trop cher." in text
    assert "Lesson: Mesurer d’abord." in text
    assert 'value="Devis en deux jours"' in text
    assert send(NEW, {**TYPED, "join": row.id}, part="contributor").status_code == 302
    assert Initiative.objects.count() == 1
    assert Interest.objects.get().words == "Devis en deux jours"
    assert send(NEW, {**TYPED, "confirmed": "on"}, part="contributor").status_code == 302
    assert Initiative.objects.count() == 2


def test_joining_tells_who_carries_it_once(acme: Cast) -> None:
    row = started(acme)
    who = acting(acme.actor("contributor"), now=at(TODAY), today=TODAY)
    OutboxMessage.objects.all().delete()
    first = join_initiative(who, initiative_id=row.id, words="Devis plus vite")
    assert join_initiative(who, initiative_id=row.id) == first
    (told,) = OutboxMessage.objects.all()
    assert (told.template, told.recipient_id) == ("initiative_joined", row.captain_id)


def test_by_key_one_joins_what_is_there_and_twice_changes_nothing(acme: Cast, api) -> None:
    row = qualified(acme, "Devis en trois jours")
    joined = api("post", f"initiatives/{row.id}/interest/", {"words": "Devis en deux jours"})
    assert joined.status_code == 201
    assert joined.json()["member_id"] == str(acme.members["executive"].id)
    again = api("post", f"initiatives/{row.id}/interest/", {})
    assert again.json() == joined.json()
    assert Interest.objects.get().words == "Devis en deux jours"
    missing = api("post", f"initiatives/{acme.members['lead'].id}/interest/", {})
    assert (missing.status_code, missing.json()["code"]) == (404, "initiative_not_found")


def test_who_joined_is_told_of_the_answer(acme: Cast, open_page) -> None:
    row = idea(acme)
    who = acting(acme.actor("contributor"), now=at(TODAY), today=TODAY)
    join_initiative(who, initiative_id=row.id, words="Devis plus vite")
    OutboxMessage.objects.all().delete()
    name = acme.members["contributor"].display_name
    assert name in open_page(reverse("proposals")).content.decode()
    give(acme, row, Verdict.REJECT, reason="Doublon")
    told = set(OutboxMessage.objects.values_list("recipient_id", flat=True))
    assert told == {acme.members["contributor"].id, acme.members["captain"].id}


def test_a_viewer_joins_nothing(acme: Cast) -> None:
    row = idea(acme)
    with refused("not_in_role"):
        join_initiative(acting(acme.actor("viewer")), initiative_id=row.id)
    assert not Interest.objects.exists()


def test_the_catalogue_fills_the_five_answers_in(acme: Cast, open_page) -> None:
    text = open_page(f"{NEW}?use=UC28").content.decode()
    assert 'name="use_case_id" value="UC28"' in text
    assert text.count('class="field') >= 5


def test_a_crowd_changes_no_statement_and_no_answer(acme: Cast, day: date) -> None:
    row = idea(acme, "Prévoir la demande d’aluminium")
    crowd(acme, 300, day=day)
    rebuild(today=day)
    with statements() as sent:
        found = similar_initiatives(IdeaWords(title="Prévoir la demande"))
    assert len(sent) == 1
    assert [one.id for one in found] == [row.id]
