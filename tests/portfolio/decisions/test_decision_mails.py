"""A mail of a decision says what was decided, by whom, why, and what is next."""

from datetime import timedelta

import pytest

from governance.members.models import Member
from governance.outbox.services import send_waiting
from portfolio.decisions.services.decisions import decide, pause_by_system
from portfolio.life.choices import Verdict
from tests.conftest import NOW, Cast, acting
from tests.portfolio import scene

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def letter(mailoutbox) -> tuple[str, str]:
    mailoutbox.clear()
    send_waiting(now=NOW)
    (mail,) = [one for one in mailoutbox if "/initiatives/" in one.body]
    return mail.subject, mail.body


def idea(cast: Cast):
    row = scene.idea(cast, "Rédiger les comptes rendus")
    row.proposed_by = cast.members["contributor"]
    row.save(update_fields=["proposed_by"])
    return row


def test_a_rejection_says_rejected_and_why(acme: Cast, mailoutbox) -> None:
    row = idea(acme)
    decide(
        acting(acme.actor("executive")),
        initiative_id=row.id,
        verdict=Verdict.REJECT,
        reason="Déjà fait en 2025.",
    )
    subject, body = letter(mailoutbox)
    assert " ".join(subject.split()) == "« Rédiger les comptes rendus » : écartée"
    assert "Décidé par Claire Morel." in body
    assert "Déjà fait en 2025." in body
    assert f"/initiatives/{row.id}/" in body


def test_it_is_in_the_language_of_its_reader(acme: Cast, mailoutbox) -> None:
    row = idea(acme)
    Member.objects.filter(id=acme.members["contributor"].id).update(language="en")
    decide(
        acting(acme.actor("executive")), initiative_id=row.id, verdict=Verdict.REJECT, reason="No."
    )
    subject, body = letter(mailoutbox)
    assert subject == "“Rédiger les comptes rendus”: rejected"
    assert "Decided by" in body


def test_a_pause_by_the_system_says_why_in_words_and_until_when(acme: Cast, mailoutbox) -> None:
    row = scene.started(acme)
    send_waiting(now=NOW)
    pause_by_system(initiative_id=row.id, reason="silence", now=NOW, today=TODAY)
    subject, body = letter(mailoutbox)
    assert subject.endswith(": mise en pause")
    assert "Décidé par Capitaine lui-même." in body
    assert "silence" not in body
    assert "Deux revues de suite" in body
    restart = TODAY + timedelta(days=30)
    assert f"{restart.day}\u202f" in body or f"{restart.day}\u00a0" in body
    assert str(restart.year) in body
