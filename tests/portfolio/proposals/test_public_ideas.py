"""Who has no account proposes by the company's public address, and sees nothing of it."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_waiting
from governance.register.selectors import door_token
from governance.register.services.door import close_doors, publish_door
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.proposals.services import ask_proposer
from tests.conftest import acting
from tests.portfolio.scene import give, idea
from tests.refusals import refused

pytestmark = pytest.mark.django_db
TOLD = {"title": "Devis en deux jours", "name": "Léa", "email": "lea@example.org"}


@pytest.fixture
def boss(acme):
    now = timezone.now()
    return acting(acme.actor("executive"), now=now, today=now.date())


@pytest.fixture
def path(acme, boss):
    cache.clear()
    token = door_token(publish_door(boss).id)
    return reverse("idea_public", args=[token], urlconf="config.urls")


def test_the_form_shows_nothing_of_the_company_and_makes_a_proposal(acme, globex, path) -> None:
    row = idea(acme)
    visitor = acme.client()
    page = visitor.get(path).content.decode()
    assert acme.company.name in page
    assert row.title not in page
    told = visitor.post(path, TOLD)
    assert told.status_code == 200
    for hidden in (row.title, acme.members["captain"].name):
        assert hidden not in told.content.decode()
    made = Initiative.objects.exclude(id=row.id).get()
    assert (made.state, made.proposed_by_id, made.proposed_name) == ("proposed", None, "Léa")
    assert globex.client().get(path).status_code == 404


def test_an_address_that_is_closed_takes_nothing(acme, boss, path) -> None:
    close_doors(boss)
    assert acme.client().post(path, TOLD).status_code == 404
    assert not Initiative.objects.exists()


def test_a_flood_is_stopped(acme, path) -> None:
    visitor = acme.client()
    codes = [visitor.post(path, {"title": f"n{n}"}).status_code for n in range(12)]
    assert codes.count(429) == 2
    assert Initiative.objects.count() == 10
    cache.clear()


def test_what_is_wrong_is_said(acme, path) -> None:
    answer = acme.client().post(path, {"title": " ", "email": "nobody"})
    assert answer.status_code == 422
    assert not Initiative.objects.exists()


def test_the_answer_leaves_for_the_address_that_was_typed_and_is_then_forgotten(acme, path) -> None:
    acme.client().post(path, TOLD)
    row = Initiative.objects.get()
    OutboxMessage.objects.all().delete()
    give(acme, row, Verdict.REJECT, reason="Une autre le fait.")
    (waiting,) = OutboxMessage.objects.all()
    assert (waiting.address, waiting.template) == ("lea@example.org", "idea_answered")
    assert Initiative.objects.get().proposed_email == ""
    send_waiting(now=timezone.now())
    (sent,) = mail.outbox
    assert sent.to == ["lea@example.org"]
    assert "Une autre le fait." in sent.body
    assert "http" not in sent.body


def test_without_an_address_nobody_is_told_and_nothing_breaks(acme, path, open_page) -> None:
    acme.client().post(path, {"title": "Devis en deux jours"})
    row = Initiative.objects.get()
    for page in (reverse("proposals"), reverse("initiative", args=[row.id])):
        assert row.title in open_page(page).content.decode()
    OutboxMessage.objects.all().delete()
    give(acme, row, Verdict.REJECT, reason="Non")
    assert not OutboxMessage.objects.exists()


def test_who_has_no_account_is_asked_nothing(acme, boss, path) -> None:
    acme.client().post(path, TOLD)
    with refused("proposer_left"):
        ask_proposer(boss, initiative_id=Initiative.objects.get().id, question="Combien ?")
