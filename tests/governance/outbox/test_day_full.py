"""No address is flooded by one company: what is above the day's measure leaves the next."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tenants.utils import tenant_context

from governance.outbox import services
from governance.outbox.models import OutboxMessage
from governance.outbox.rules import FIRST, KEPT, MOST_A_DAY, is_day_full
from governance.outbox.selectors import held
from governance.outbox.services import JOB, send_waiting, tell
from tenants.due_work.models import DueWork
from tests.governance.outbox.test_outbox import tell_of_mandate

LEAD = "lead@acme.example"
ORDINARY = MOST_A_DAY - KEPT


def tell_answers(cast, now, count: int, *, part="lead", key="a") -> None:
    for number in range(count):
        tell(
            member=cast.members[part],
            template="proposal_answer",
            context={"question": "?", "answer": "!"},
            now=now,
            dedup_key=f"{key}{number}",
        )


def send_all(now) -> Counter[str]:
    """How many mails each address got."""
    before = len(mail.outbox)
    while send_waiting(now=now):
        pass
    return Counter(one.to[0] for one in mail.outbox[before:])


@pytest.mark.parametrize("template", ["proposal_answer", "invitation"])
def test_what_comes_first_has_a_measure_of_its_own(template) -> None:
    most = MOST_A_DAY if template in FIRST else ORDINARY
    assert not is_day_full(template=template, sent=most - 1)
    assert is_day_full(template=template, sent=most)


def test_an_address_gets_its_measure_today_and_the_rest_tomorrow(acme, now) -> None:
    tell_answers(acme, now, ORDINARY + 5)
    tell_answers(acme, now, 3, part="viewer", key="v")
    assert send_all(now) == {LEAD: ORDINARY, "viewer@acme.example": 3}
    assert [(one.address, one.count) for one in held(now=now)] == [(LEAD, 5)]
    tomorrow = DueWork.objects.get(organization_id=acme.company.id, job=JOB).due_at
    assert now < tomorrow <= now + timedelta(days=1)
    assert timezone.localtime(tomorrow).strftime("%H:%M") == "00:00"
    assert send_all(tomorrow - timedelta(minutes=1)) == {}
    assert send_all(tomorrow) == {LEAD: 5}
    assert held(now=tomorrow) == ()
    assert not OutboxMessage.objects.exclude(last_error="").exists()


def test_a_mandate_leaves_while_ordinary_mails_wait_and_before_them(acme, now) -> None:
    tell_answers(acme, now, ORDINARY + 1)
    tell_of_mandate(acme, now, key="m")
    assert send_waiting(now=now, limit=1) == 1
    assert OutboxMessage.objects.get(dedup_key="m").sent_at == now
    assert send_all(now) == {LEAD: ORDINARY - 1}
    for number in range(KEPT + 1):
        tell_of_mandate(acme, now, key=f"more{number}")
    assert send_all(now) == {LEAD: KEPT}
    assert [(one.address, one.count) for one in held(now=now)] == [(LEAD, 3)]


def test_the_harness_catches_an_outbox_without_a_measure(acme, now, monkeypatch) -> None:
    monkeypatch.setattr(services, "is_day_full", lambda **_: False)
    tell_answers(acme, now, ORDINARY + 5)
    assert send_all(now) == {LEAD: ORDINARY + 5}


def test_mails_that_wait_for_tomorrow_are_shown_to_who_manages_people(acme) -> None:
    now = timezone.now()
    tell_answers(acme, now, ORDINARY + 2)
    send_all(now)
    page = acme.client("executive").get("/settings/members/").content.decode()
    assert "held-h" in page
    assert f"<strong>{LEAD}</strong>" in page
    assert "held-h" not in acme.client("viewer").get("/settings/members/").content.decode()
    with tenant_context(acme.company):
        OutboxMessage.objects.update(sent_at=now)
    assert "held-h" not in acme.client("executive").get("/settings/members/").content.decode()
