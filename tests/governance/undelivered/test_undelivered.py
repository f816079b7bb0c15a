"""What of the company did not leave is told to its executives, who try again or let go."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.outbox.models import OutboxMessage
from governance.outbox.selectors import undelivered
from governance.undelivered.selectors import undeliverables
from governance.undelivered.services import settle_letter
from governance.webhooks.models import Webhook, WebhookDelivery
from tenants.due_work.models import DueWork
from tenants.ids import uuid7
from tenants.operators.rules import LetterAct, LetterKind
from tests.conftest import acting
from tests.refusals import refused

pytestmark = pytest.mark.django_db
PAGE = "settings_undelivered"


@pytest.fixture
def mail(acme) -> OutboxMessage:
    now = timezone.now()
    return OutboxMessage.objects.create(
        dedup_key="x",
        recipient=acme.members["captain"],
        template="review_opened",
        created_at=now - timedelta(days=4),
        not_before=now,
        given_up_at=now,
        attempts=2,
        last_error="bounced",
    )


@pytest.fixture
def delivery(acme) -> WebhookDelivery:
    now = timezone.now()
    hook = Webhook.objects.create(
        url="https://erp.example/in", events=[], secret=b"s", created_at=now
    )
    return WebhookDelivery.objects.create(
        webhook=hook,
        event_id=uuid7(),
        event="webhook.tested",
        body="{}",
        created_at=now,
        not_before=now,
        given_up_at=now,
        status=500,
    )


def act(acme, part="executive"):
    return acting(acme.actor(part), now=timezone.now(), today=timezone.localdate())


def settle(acme, kind, row, what=LetterAct.AGAIN, part="executive") -> None:
    settle_letter(act(acme, part), kind=kind, letter_id=row.id, what=what)


def test_without_anything_the_page_says_that_all_left(acme) -> None:
    text = acme.client("executive").get(reverse(PAGE)).content.decode()
    assert "Tout est parti" in text
    assert acme.client("lead").get(reverse(PAGE)).status_code == 403


def test_the_page_tells_and_a_mail_leaves_again(acme, mail) -> None:
    client = acme.client("executive")
    text = client.get(reverse(PAGE)).content.decode()
    assert "captain@acme.example" in text
    assert "Il est revenu" in text
    assert client.post(reverse("mail_settle", args=[mail.id]), {"again": "1"}).status_code == 302
    mail.refresh_from_db()
    assert (mail.given_up_at, mail.attempts) == (None, 0)
    assert DueWork.objects.filter(job="governance.send_outbox").exists()
    assert not undeliverables().is_any


def test_a_mail_let_go_is_told_of_nowhere(acme, mail) -> None:
    assert len(undelivered(now=timezone.now())) == 1
    settle(acme, LetterKind.MAIL, mail, LetterAct.LET_GO)
    assert undelivered(now=timezone.now()) == ()
    assert not undeliverables().is_any
    with refused("letter_not_found"):
        settle(acme, LetterKind.MAIL, mail)


def test_mails_of_who_left_are_missed_by_nobody(acme, mail) -> None:
    mail.recipient.left_at = timezone.now()
    mail.recipient.save(update_fields=["left_at"])
    assert undeliverables().mails == ()
    mail.recipient.left_at = None
    mail.recipient.save(update_fields=["left_at"])


def test_a_delivery_leaves_again_or_is_let_go(acme, delivery) -> None:
    client = acme.client("executive")
    assert "https://erp.example/in" in client.get(reverse(PAGE)).content.decode()
    client.post(reverse("delivery_settle", args=[delivery.id]), {"again": "1"})
    delivery.refresh_from_db()
    assert delivery.is_waiting
    WebhookDelivery.objects.update(given_up_at=timezone.now())
    client.post(reverse("delivery_settle", args=[delivery.id]), {"let_go": "1"})
    delivery.refresh_from_db()
    assert delivery.let_go_at is not None
    assert not undeliverables().is_any


def test_a_paused_address_is_told_nothing_until_it_is_resumed(acme, delivery) -> None:
    Webhook.objects.update(paused_at=timezone.now(), paused_why="failing")
    with refused("webhook_paused"):
        settle(acme, LetterKind.WEBHOOK, delivery)
    answer = acme.client("executive").post(
        reverse("delivery_settle", args=[delivery.id]), {"again": "1"}
    )
    assert answer.status_code == 302
    assert len(undeliverables().paused) == 1
    settle(acme, LetterKind.WEBHOOK, delivery, LetterAct.LET_GO)


def test_only_an_executive_settles(acme, mail) -> None:
    with refused("not_in_role"):
        settle(acme, LetterKind.MAIL, mail, part="lead")
