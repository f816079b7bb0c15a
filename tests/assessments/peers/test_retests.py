"""One consenting company in twenty is asked to answer once more, to measure the instrument."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from assessments.answers.models import Assessment
from assessments.peers import services as retests
from assessments.peers.rules.contributions import is_chosen
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_waiting
from tenants.due_work.models import DueWork
from tests.assessments.peers.peer_companies import complete, join, leave
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def chosen(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Assessment:
    monkeypatch.setattr("assessments.peers.services.is_chosen", lambda one: True)
    join(cast, now)
    return complete(cast, now)


def waits() -> bool:
    return DueWork.objects.filter(job="assessments.invite_retest").exists()


def test_about_one_in_twenty_is_chosen_and_always_the_same() -> None:
    ids = [UUID(int=n) for n in range(4000)]
    found = [one for one in ids if is_chosen(one)]
    assert 150 <= len(found) <= 250
    assert found == [one for one in ids if is_chosen(one)]


def test_a_chosen_company_is_asked_once_after_ten_days(
    acme: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(acme, now, monkeypatch)
    due = DueWork.objects.get(job="assessments.invite_retest")
    assert due.due_at == now + timedelta(days=10)
    for day in (10, 11):
        retests.invite_retest(now=now + timedelta(days=day))
    message = OutboxMessage.objects.get()
    assert (message.template, message.recipient_id) == (
        "retest_invitation",
        acme.members["executive"].id,
    )
    assert not waits()


@pytest.mark.parametrize("reason", ["left", "too late", "taken again"])
def test_who_left_or_took_it_again_is_not_asked(
    acme: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    chosen(acme, now, monkeypatch)
    day = 20 if reason == "too late" else 12
    if reason == "left":
        leave(acme, now)
        assert not waits()
    if reason == "taken again":
        complete(acme, now + timedelta(days=11))
        assert not waits()
    retests.invite_retest(now=now + timedelta(days=day))
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(("language", "word"), [("fr", "facultatif"), ("en", "optional")])
def test_the_letter_says_that_it_is_optional(
    acme: Cast,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    mailoutbox,
    language: str,
    word: str,
) -> None:
    member = acme.members["executive"]
    type(member).objects.filter(id=member.id).update(language=language)
    chosen(acme, now, monkeypatch)
    retests.invite_retest(now=now + timedelta(days=10))
    send_waiting(now=now + timedelta(days=10))
    assert word in mailoutbox[0].body
    assert "/diagnostic/" in mailoutbox[0].body
