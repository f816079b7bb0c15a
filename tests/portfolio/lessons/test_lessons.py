"""Closing asks its four questions; what was learned is found again; only kept promises count."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from governance.decisions.models import Decision
from portfolio.decisions.services.corrections import correct_decision
from portfolio.forecast.choices import Promise
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Again, Verdict
from portfolio.reliability.rules import promises
from tests.conftest import acting
from tests.counting import statements
from tests.portfolio.scene import TODAY, at, give, measure, overview, started

DAY = timedelta(days=1)
SAID = {
    "gained": "Deux jours par devis.",
    "kept": "Le modèle de devis.",
    "lesson": "Former d’abord.",
    "again": Again.OTHERWISE,
}


@given(st.lists(st.sampled_from(Promise)))
def test_promises_close_to_all_that_is_closed_and_only_kept_ones_succeed(found) -> None:
    counted = promises(found)
    parts = (counted.kept, counted.kept_late, counted.kept_after_revision)
    rest = (counted.kept_in_part, counted.not_kept, counted.pending)
    assert sum(parts) + sum(rest) == counted.closed == len(found)
    if counted.judged:
        assert counted.rate == found.count(Promise.KEPT) / counted.judged
    else:
        assert counted.rate is None


@pytest.fixture
def closed(acme):
    """One finished, one stopped, each with its four answers."""
    done = started(acme, "Devis", day=TODAY - 60 * DAY)
    measure(acme, done, 5, day=TODAY)
    give(acme, done, Verdict.COMPLETE, runs_on_id=acme.members["captain"].id, **SAID)
    over = started(acme, "Planifier la maintenance", day=TODAY - 60 * DAY)
    give(acme, over, Verdict.STOP, reason="Trop cher.", **{**SAID, "lesson": "Compter d’abord."})
    return done, over


@pytest.mark.django_db
def test_the_four_answers_stand_on_it_and_in_the_log(acme, closed) -> None:
    for row in closed:
        found = Initiative.objects.get(id=row.id)
        assert (found.gained, found.kept) == (SAID["gained"], SAID["kept"])
        assert found.again == "otherwise"
    entry = Decision.objects.latest("seq")
    assert (entry.facts["gained"], entry.facts["again"]) == (SAID["gained"], "otherwise")


@pytest.mark.django_db
def test_a_correction_takes_the_answers_back(acme, closed) -> None:
    entry = Decision.objects.latest("seq")
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    correct_decision(boss, decision_id=entry.id, reason="Par erreur.")
    found = Initiative.objects.get(id=closed[1].id)
    assert (found.state, found.gained, found.lesson, found.again) == ("active", "", "", "")


@pytest.mark.django_db
def test_the_page_of_a_verdict_asks_them(acme, send, open_page) -> None:
    row = started(acme, "Devis")
    for verdict in ("stop", "complete"):
        address = reverse("initiative_decide", args=[row.id]) + f"?verdict={verdict}"
        text = open_page(address).content.decode()
        names = ("gained", "kept", "runs_on", "lesson", "again")
        shown = [f'name="{name}"' in text for name in names]
        assert all(shown) or verdict == "complete"
    said = {"verdict": "stop", "reason": "x", "lesson": "y", "gained": "z", "again": "no"}
    assert send(reverse("initiative_decide", args=[row.id]), said).status_code == 302
    found = Initiative.objects.get(id=row.id)
    assert (found.gained, found.again) == ("z", "no")


@pytest.mark.django_db
def test_lessons_are_found_by_any_of_their_words_without_accents(acme, closed, open_page) -> None:
    page = reverse("lessons")
    text = open_page(page).content.decode()
    for said in ("Former d’abord.", "Compter d’abord.", "Le modèle de devis.", "Trop cher."):
        assert said in text
    text = open_page(f"{page}?q=MODELE+former").content.decode()
    assert "Former d’abord." in text
    assert "Compter d’abord." not in text
    text = open_page(f"{page}?state=stopped", "viewer").content.decode()
    assert "Compter d’abord." in text
    assert "Former d’abord." not in text
    assert "Aucune leçon" in open_page(f"{page}?q=introuvable").content.decode()


@pytest.mark.django_db
def test_nobody_elses_lessons_and_few_statements(acme, globex, closed) -> None:
    client = acme.client("viewer")
    client.get(reverse("lessons"))
    with statements() as sent:
        client.get(reverse("lessons"))
    assert len(sent) <= 20, sent
    assert "Former" not in globex.client("executive").get(reverse("lessons")).content.decode()


@pytest.mark.django_db
def test_the_api_lists_them(acme, closed, api) -> None:
    found = api("get", "lessons/?q=former").json()
    assert found["count"] == 1
    (line,) = found["results"]
    assert (line["lesson"], line["again"]) == ("Former d’abord.", "otherwise")
    assert line["runs_on"] == acme.members["captain"].name
    assert api("get", "lessons/?state=active").status_code == 422


@pytest.mark.django_db
def test_the_dashboard_counts_the_promises_of_what_is_closed(acme, closed, open_page, api) -> None:
    known = overview(TODAY).promises
    assert known.closed == 2
    assert known.kept == 0
    assert api("get", "dashboard/").json()["promises"]["closed"] == 2
    assert "Premières promesses" in open_page(reverse("dashboard")).content.decode()


@pytest.mark.django_db
def test_the_database_knows_the_answers(acme) -> None:
    row = started(acme, "Devis")
    with pytest.raises(IntegrityError, match="initiative_again_known"), transaction.atomic():
        Initiative.objects.filter(id=row.id).update(again="perhaps")
