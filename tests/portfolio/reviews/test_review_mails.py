"""The mails of a review say who decided what, what is left, and lead to the next click."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_mail
from portfolio.life.choices import Verdict
from portfolio.reviews.models import ReviewItem
from portfolio.reviews.services.reviews import answer_question, ask_question, open_review
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio.scene import TODAY, give, started

REASON = "La baisse est réelle."


def sent(cast, template, part="executive", **context):
    """The text of that mail as it leaves now, in English."""
    reader = cast.members[part]
    reader.language = "en"
    send_mail(recipient=reader, template=template, context=context, message_id=uuid7())
    return mail.outbox[-1].body


@pytest.fixture
def review(acme):
    rows = [started(acme, title) for title in ("Devis", "Rebuts")]
    opened = open_review(acting(acme.actor("executive")))
    give(acme, rows[0], Verdict.CONTINUE, reason=REASON, review_item_id=_item(opened, rows[0]).id)
    return opened, rows


def _item(review, row):
    return ReviewItem.objects.get(review=review, initiative=row)


@pytest.mark.parametrize("template", ["review_opened", "review_reminder", "review_escalated"])
def test_it_says_who_decided_what_and_what_is_left(acme, review, template) -> None:
    opened, _rows = review
    text = sent(acme, template, review_id=str(opened.id), count=2)
    boss = acme.members["executive"].display_name
    assert f"“Devis”: continued, by {boss} ({REASON})" in text
    assert "Waiting for a verdict:\n- Rebuts\n" in text
    assert text.index("Devis") < text.index("Rebuts")
    assert reverse("review_detail", args=[opened.id]) in text


def test_what_was_ended_meanwhile_no_longer_waits(acme, review) -> None:
    opened, rows = review
    give(acme, rows[1], Verdict.STOP, reason="trop cher", lesson="mesurer")
    text = sent(acme, "review_reminder", review_id=str(opened.id))
    assert "Waiting for a verdict" not in text


def test_question_and_answer_say_who_and_lead_to_the_place(acme, review) -> None:
    opened, rows = review
    item = _item(opened, rows[1])
    ask_question(acting(acme.actor("lead")), item_id=item.id, question="Pourquoi ?")
    ids = {"review_id": str(opened.id), "initiative_id": str(rows[1].id), "title": "Rebuts"}
    text = sent(acme, "review_question", **ids, question="Pourquoi ?")
    assert f"{acme.members['lead'].display_name} asks about “Rebuts”, before deciding:" in text
    assert reverse("review_item", args=[opened.id, rows[1].id]) in text
    answer_question(acting(acme.actor("executive")), item_id=item.id, answer="Le tri.")
    text = sent(acme, "review_answer", "lead", **ids, question="Pourquoi ?", answer="Le tri.")
    assert f"{acme.members['executive'].display_name} answers:\nLe tri." in text


def test_frozen_spending_leads_to_the_decision_that_lifts_it(acme, review) -> None:
    opened, rows = review
    ids = {"review_id": str(opened.id), "initiative_id": str(rows[1].id), "title": "Rebuts"}
    text = sent(acme, "spending_frozen", **ids)
    assert reverse("initiative_decide", args=[rows[1].id]) in text
    assert f"Its captain: {acme.members['executive'].display_name}." in text


def test_every_mail_of_a_review_in_the_outbox_can_be_written(acme, review) -> None:
    opened, _rows = review
    waiting = OutboxMessage.objects.filter(template__startswith="review_")
    assert waiting.exists()
    for one in waiting.select_related("recipient"):
        send_mail(
            recipient=one.recipient,
            template=one.template,
            context=one.context,
            message_id=one.id,
        )
        assert str(opened.id) in mail.outbox[-1].body
    assert opened.due_on <= TODAY + timedelta(days=60)
