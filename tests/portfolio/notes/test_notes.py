"""Notes stand apart from the log; a next step is ticked, and what comes then is asked."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from governance.decisions.models import Decision
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import set_next_step
from portfolio.notes.models import Note
from portfolio.notes.services import finish_next_step, remove_note, write_note
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, idea, started
from tests.refusals import refused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def who(acme, part):
    return acting(acme.actor(part), now=at(TODAY), today=TODAY)


def stepped(acme, on):
    row = started(acme)
    captain = acme.members["captain"].id
    boss = who(acme, "executive")
    return set_next_step(
        boss, initiative_id=row.id, text="Appeler le fournisseur", member_id=captain, due_on=on
    )


def test_a_note_stands_with_its_author_and_in_no_log(acme, send, open_page) -> None:
    row, before = idea(acme), Decision.objects.count()
    page = reverse("initiative_note", args=[row.id])
    assert send(page, {"text": "Vu avec l’atelier."}, part="contributor").status_code == 302
    assert Decision.objects.count() == before
    text = open_page(reverse("initiative", args=[row.id]), "viewer").content.decode()
    assert "Vu avec l’atelier." in text
    assert acme.members["contributor"].name in text
    assert reverse("note_remove", args=[Note.objects.get().id]) not in text
    mine = open_page(reverse("initiative", args=[row.id]), "contributor").content.decode()
    assert reverse("note_remove", args=[Note.objects.get().id]) in mine


def test_only_its_author_takes_it_away(acme, send) -> None:
    row = idea(acme)
    note = write_note(who(acme, "contributor"), initiative_id=row.id, text="Vu.")
    with refused("not_in_role"):
        remove_note(who(acme, "executive"), note_id=note.id)
    address = reverse("note_remove", args=[note.id])
    assert send(address, {}, part="executive").status_code == 403
    assert send(address, {}, part="contributor").status_code == 302
    assert not Note.objects.exists()
    with refused("note_not_found"):
        remove_note(who(acme, "contributor"), note_id=note.id)


def test_what_is_refused(acme) -> None:
    row = idea(acme)
    with refused("note_required"):
        write_note(who(acme, "lead"), initiative_id=row.id, text=" ")
    with refused("invalid_fields"):
        write_note(who(acme, "lead"), initiative_id=row.id, text="x" * 1001)
    with refused("not_in_role"):
        write_note(who(acme, "viewer"), initiative_id=row.id, text="x")
    with refused("initiative_not_found"):
        write_note(who(acme, "lead"), initiative_id=Note().id, text="x")
    for kind, text in (("note", ""), ("else", "x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.create(
                initiative=row,
                author=acme.members["lead"],
                kind=kind,
                text=text,
                written_at=at(TODAY),
            )


def test_the_api_writes_reads_and_takes_away(acme, api) -> None:
    row = idea(acme)
    made = api("post", f"initiatives/{row.id}/notes/", {"text": "Vu."})
    assert made.status_code == 201
    (found,) = api("get", f"initiatives/{row.id}/notes/").json()["results"]
    assert (found["text"], found["kind"]) == ("Vu.", "note")
    address = f"notes/{found['id']}/"
    assert api("get", address).json()["author"]["name"] == acme.members["executive"].name
    assert api("delete", address).status_code == 204
    assert api("get", address).status_code == 404


def test_a_step_is_ticked_on_the_page_and_the_next_one_is_asked(acme, send, open_page) -> None:
    row = stepped(acme, TODAY + DAY)
    shown = open_page(reverse("initiative", args=[row.id])).content.decode()
    address = reverse("initiative_step_done", args=[row.id])
    assert address in shown
    assert address in open_page(reverse("portfolio")).content.decode()
    answer = send(address, {"expected_version": row.version}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("initiative_next_step", args=[row.id])
    assert "Done. And then?" in answer.content.decode()
    found = Initiative.objects.get(id=row.id)
    assert (found.next_step, found.next_step_by_id, found.next_step_on) == ("", None, None)
    (note,) = Note.objects.all()
    assert (note.kind, note.text) == ("step", "Appeler le fournisseur")
    again = send(address, {}, follow=True)
    assert "ticked already" in again.content.decode()
    assert Note.objects.count() == 1


def test_a_step_that_somebody_changed_is_not_ticked(acme) -> None:
    row = stepped(acme, TODAY + DAY)
    with refused("stale_version"):
        finish_next_step(
            who(acme, "executive"), initiative_id=row.id, expected_version=row.version - 1
        )
    other = idea(acme, "Autre")
    with refused("no_next_step"):
        finish_next_step(who(acme, "executive"), initiative_id=other.id)


def test_an_overdue_step_is_said_on_the_card(acme, open_page, day) -> None:
    stepped(acme, day - 2 * DAY)
    for page in (reverse("portfolio"), reverse("initiative", args=[Initiative.objects.get().id])):
        assert "overdue since" in open_page(page, language="en").content.decode()


def test_the_api_ticks(acme, api) -> None:
    row = stepped(acme, TODAY + DAY)
    done = api("post", f"initiatives/{row.id}/next-step/done/", if_match=str(row.version))
    assert done.status_code == 200
    assert done.json()["initiative"]["next_step"] is None
