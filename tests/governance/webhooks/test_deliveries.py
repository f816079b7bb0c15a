"""What addresses outside are told, and that it goes nowhere else."""

import json
import socket
import time
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone
from django_tenants.utils import tenant_context

from governance.access.rules.authority import Grant
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.services import record_decision
from governance.members.models import Member
from governance.outbox.models import OutboxMessage
from governance.webhooks.models import Webhook, WebhookDelivery
from governance.webhooks.rules import KEPT
from governance.webhooks.services import addresses, deliveries, sending
from governance.webhooks.services.addresses import (
    create_webhook,
    delete_webhook,
    pause_webhook,
    resend_delivery,
    resume_webhook,
    rotate_secret,
    try_webhook,
)
from governance.webhooks.services.deliveries import send_deliveries
from governance.webhooks.services.sending import Attempt, post
from tenants.due_work.models import DueWork
from tenants.ids import uuid7
from tenants.transactions import use_case
from tests.conftest import acting
from tests.governance.webhooks.receiver import HOST, certificate, is_signed, receiving, says
from tests.portfolio.calls import caller
from tests.refusals import refused

EVENTS = ("initiative.started", "decision.recorded")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def receiver(authority, settings, monkeypatch):
    """Reached on the loopback because the installation says so, under its own name."""
    with receiving(authority) as found:
        settings.WEBHOOK_PORTS = f"443,{found.port}"
        settings.WEBHOOK_NETWORKS = "127.0.0.0/8"
        settings.WEBHOOK_AUTHORITIES = str(authority)
        sending._tls.cache_clear()
        monkeypatch.setattr(deliveries, "post", post_here)
        yield found
    sending._tls.cache_clear()


def leads_to(*ips):
    return lambda host, port: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ips
    ]


def post_here(url, *, headers, body):
    return post(url, headers=headers, body=body, resolve=leads_to("127.0.0.1"))


def executive(cast, now):
    return acting(cast.actor("executive"), now=now)


def decide_something(cast, now, *, verdict="start"):
    with use_case():
        return record_decision(
            executive(cast, now),
            grant=Grant(by="role"),
            verdict=verdict,
            subject_kind=SubjectKind.INITIATIVE,
            subject_id=uuid7(),
            reason="Secret du conseil",
        )


def test_what_is_decided_is_told_once_signed_and_without_content(acme, now, receiver):
    made = create_webhook(executive(acme, now), url=receiver.url, events=EVENTS)
    sealed = Webhook.objects.values_list("secret", flat=True).get()
    assert made.text.encode() not in bytes(sealed), "the secret stands nowhere in clear"
    WebhookDelivery.objects.all().delete()
    decision = decide_something(acme, now)
    decide_something(acme, now, verdict="pause")
    assert WebhookDelivery.objects.count() == 1, "only what was chosen"
    assert DueWork.objects.filter(job=deliveries.JOB).exists()

    assert send_deliveries(now=now) == 1
    assert send_deliveries(now=now) == 0
    ((headers, body),) = receiver.got
    assert headers[""] == "POST /hook?a=1 HTTP/1.1"
    assert headers["host"] == f"{HOST}:{receiver.port}"
    assert is_signed(headers, body, secret=made.text, at=now)
    assert not is_signed(headers, body + b" ", secret=made.text, at=now)
    told = json.loads(body)
    assert (told["type"], told["timestamp"]) == ("initiative.started", "2026-11-22T09:00:00.000Z")
    home = f"http://{acme.host}/api/v1"
    assert told["data"] == {
        "kind": "initiative",
        "subject_id": str(decision.subject_id),
        "url": told["data"]["url"],
        "decision_id": str(decision.id),
        "decision_url": told["data"]["decision_url"],
    }
    assert told["data"]["url"].endswith(f"/api/v1/initiatives/{decision.subject_id}/"), home
    row = WebhookDelivery.objects.get()
    assert (row.status, row.attempts, row.delivered_at) == (204, 1, now)
    assert row.duration_ms is not None
    assert not DueWork.objects.filter(job=deliveries.JOB).exists()


def test_a_changed_secret_signs_beside_the_former_for_a_day(acme, now, receiver):
    act = executive(acme, now)
    first = create_webhook(act, url=receiver.url, events=["initiative.changed"])
    second = rotate_secret(act, webhook_id=first.webhook.id)
    try_webhook(act, webhook_id=first.webhook.id)
    assert send_deliveries(now=now + timedelta(hours=23)) == 1
    later = now + timedelta(hours=25)
    try_webhook(acting(acme.actor("executive"), now=later), webhook_id=first.webhook.id)
    assert send_deliveries(now=later) == 1
    signs = [
        [is_signed(headers, body, secret=one.text, at=at) for one in (first, second)]
        for (headers, body), at in zip(
            receiver.got, (now + timedelta(hours=23), later), strict=True
        )
    ]
    assert signs == [[True, True], [False, True]]


def test_what_is_settled_is_forgotten_after_thirty_days_and_what_waits_is_kept(acme, now):
    act = executive(acme, now)
    made = create_webhook(act, url="https://a.example/", events=["initiative.changed"])
    for _ in range(3):
        try_webhook(act, webhook_id=made.webhook.id)
    waits, delivered, given_up = WebhookDelivery.objects.order_by("id")
    WebhookDelivery.objects.filter(id=delivered.id).update(delivered_at=now)
    WebhookDelivery.objects.filter(id=given_up.id).update(given_up_at=now)
    Webhook.objects.update(paused_at=now, paused_why="failing")
    send_deliveries(now=now + KEPT)
    assert WebhookDelivery.objects.count() == 3
    send_deliveries(now=now + KEPT + timedelta(seconds=1))
    assert [one.id for one in WebhookDelivery.objects.all()] == [waits.id]


def test_what_does_not_take_it_is_tried_again_then_given_up_and_paused(
    acme, now, receiver, monkeypatch
):
    monkeypatch.setattr(deliveries, "random", lambda: 0.5)
    act = executive(acme, now)
    made = create_webhook(act, url=receiver.url, events=["initiative.changed"])
    try_webhook(act, webhook_id=made.webhook.id)
    receiver.answer = says(b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\n\r\n")
    at = now
    for attempt in range(1, 11):
        assert send_deliveries(now=at) == 0
        row = WebhookDelivery.objects.get()
        assert (row.attempts, row.status, row.delivered_at) == (attempt, 302, None)
        if attempt < 10:
            assert row.not_before > at
            assert DueWork.objects.get(job=deliveries.JOB).due_at == row.not_before
            at = row.not_before
    assert len(receiver.got) == 10, "a redirect is not followed"
    assert {headers["webhook-id"] for headers, _ in receiver.got} == {row.message_id}
    assert row.given_up_at == at
    webhook = Webhook.objects.get()
    assert (webhook.paused_at, webhook.paused_why) == (at, "failing")
    mail = OutboxMessage.objects.get(template="webhook_paused")
    assert mail.recipient_id == acme.members["executive"].id

    with refused("webhook_paused"):
        resend_delivery(act, delivery_id=row.id)
    with refused("webhook_paused"):
        try_webhook(act, webhook_id=webhook.id)
    resume_webhook(act, webhook_id=webhook.id)
    receiver.answer = says(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    call = caller(acme, "executive")
    assert call("post", f"webhooks/deliveries/{row.id}/again/").status_code == 202
    assert send_deliveries(now=timezone.now()) >= 1
    assert receiver.got[10][0]["webhook-id"] == row.message_id
    assert Webhook.objects.get().failing_since is None
    shown = call("get", f"webhooks/{webhook.id}/deliveries/").json()["results"]
    assert str(row.id) in {one["id"] for one in shown}
    assert "whsec" not in call("get", "webhooks/").content.decode()
    Member.objects.filter(id=acme.members["executive"].id).update(role="ai_lead")
    assert call("get", "webhooks/").status_code == 403


def test_what_is_gone_is_paused_at_once_and_a_pause_keeps_what_waits(acme, now, receiver):
    act = executive(acme, now)
    made = create_webhook(act, url=receiver.url, events=["initiative.started"])
    decide_something(acme, now)
    pause_webhook(act, webhook_id=made.webhook.id)
    decide_something(acme, now)
    assert WebhookDelivery.objects.count() == 1, "nothing new waits while it is paused"
    assert send_deliveries(now=now) == 0
    assert receiver.got == []
    resume_webhook(act, webhook_id=made.webhook.id)
    receiver.answer = says(b"HTTP/1.1 410 Gone\r\n\r\n")
    assert send_deliveries(now=now) == 0
    assert Webhook.objects.get().paused_why == "gone"
    delete_webhook(act, webhook_id=made.webhook.id)
    assert not WebhookDelivery.objects.exists()
    verdicts = set(Decision.objects.values_list("verdict", flat=True))
    assert {"create_webhook", "pause_webhook", "resume_webhook", "delete_webhook"} <= verdicts
    with refused("webhook_not_found"):
        rotate_secret(act, webhook_id=made.webhook.id)
    with refused("delivery_not_found"):
        resend_delivery(act, delivery_id=uuid7())


@pytest.mark.by_hand
def test_only_an_executive_names_an_address_that_may_be_reached(acme, now, monkeypatch):
    with refused("not_in_role"):
        create_webhook(acting(acme.actor("lead"), now=now), url="https://a.example", events=EVENTS)
    with refused("webhook_invalid") as told:
        create_webhook(executive(acme, now), url="http://a.example", events=["x"])
    assert told.fields == {"url": ["https_only"], "events": ["invalid_choice"]}
    monkeypatch.setattr(addresses, "MOST", 0)
    with refused("webhooks_spent"):
        create_webhook(executive(acme, now), url="https://a.example", events=EVENTS)


def trickle(peer):
    for _ in range(100):
        peer.sendall(b"H")
        time.sleep(0.05)


def endless(peer):
    peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        peer.sendall(b"x" * 65536)


def test_a_slow_answer_ends_at_the_deadline_and_an_endless_one_is_not_read(receiver, monkeypatch):
    receiver.answer = endless
    assert post_here(receiver.url, headers={}, body=b"{}").status == 200
    monkeypatch.setattr(sending, "SECONDS", 0.5)
    receiver.answer = trickle
    slow = post_here(receiver.url, headers={}, body=b"{}")
    assert (slow.status, slow.error) == (None, "too_slow")
    receiver.answer = lambda peer: None
    assert post_here(receiver.url, headers={}, body=b"{}").error == "not_answering"


def test_a_name_that_leads_inside_is_not_connected_to(receiver, settings, monkeypatch):
    """Not with one address among good ones, not on a second look-up, not by another name."""
    opened = []
    connect = socket.socket.connect
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, to: (opened.append(to), connect(self, to))
    )
    looks = iter([leads_to("127.0.0.1"), leads_to("169.254.169.254")])

    def rebinding(host, port):
        return next(looks)(host, port)

    assert post(receiver.url, headers={}, body=b"", resolve=rebinding).status == 204
    assert opened == [("127.0.0.1", receiver.port)], "what was checked is what is asked"

    settings.WEBHOOK_NETWORKS = ""
    for ips in (("127.0.0.1",), ("93.184.216.34", "10.0.0.1"), ()):
        refused_one = post(receiver.url, headers={}, body=b"", resolve=leads_to(*ips))
        assert refused_one.error == "address_refused"
    settings.WEBHOOK_NETWORKS = "127.0.0.0/8"
    other = receiver.url.replace(HOST, "other.test")
    assert post_here(other, headers={}, body=b"").error == "certificate_refused"

    def fails(host, port):
        raise socket.gaierror

    assert post(receiver.url, headers={}, body=b"", resolve=fails).error == "not_answering"
    assert [to for to in opened if to[0] != "127.0.0.1"] == []
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert post_here(receiver.url, headers={}, body=b"").status == 204


def test_a_worker_that_dies_before_noting_sends_again_under_the_same_id(acme, now, receiver):
    act = executive(acme, now)
    made = create_webhook(act, url=receiver.url, events=["initiative.started"])
    try_webhook(act, webhook_id=made.webhook.id)

    def dies(*args):
        raise SystemExit

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deliveries, "_note", dies)
        with pytest.raises(SystemExit):
            send_deliveries(now=now)
    assert send_deliveries(now=now) == 0, "nobody else's while its lease runs"
    assert send_deliveries(now=now + timedelta(hours=1)) == 1
    first, second = (headers["webhook-id"] for headers, _ in receiver.got)
    assert first == second


def test_two_workers_never_send_the_same(committed_database, now, monkeypatch):
    cast = committed_database.cast("acme")
    sent, both = [], Barrier(2)
    with tenant_context(cast.company):
        made = create_webhook(
            executive(cast, now), url="https://a.example/", events=["initiative.started"]
        )
        for _ in range(6):
            try_webhook(executive(cast, now), webhook_id=made.webhook.id)

    def note(url, *, headers, body):
        sent.append(headers["webhook-id"])
        return Attempt(200, "", 1)

    monkeypatch.setattr(deliveries, "post", note)

    def work():
        both.wait(10)
        with tenant_context(cast.company):
            send_deliveries(now=now)
        connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert len(sent) == len(set(sent)) == 6


def test_the_pages_show_the_secret_once_and_what_was_told(acme, now, receiver):
    client = acme.client("executive")
    session = client.session
    session["authenticated_at"] = time.time()
    session.save()
    page = client.get("/settings/webhooks/")
    assert page.status_code == 200
    bad = client.post("/settings/webhooks/", {"url": "http://a.example", "events": EVENTS})
    assert bad.status_code == 422
    made = client.post("/settings/webhooks/", {"url": receiver.url, "events": EVENTS})
    assert "whsec_" in made.content.decode()
    assert "whsec_" not in client.get("/settings/webhooks/").content.decode()
    one = f"/settings/webhooks/{Webhook.objects.get().id}/"
    for path in ("test/", "pause/", "resume/"):
        assert client.post(f"{one}{path}").status_code == 302
    send_deliveries(now=timezone.now() + timedelta(minutes=1))
    assert "204" in client.get(one).content.decode()
    delivery = WebhookDelivery.objects.first()
    assert client.post(f"{one}deliveries/{delivery.id}/again/").status_code == 302
    assert "whsec_" in client.post(f"{one}secret/").content.decode()
    assert client.post(f"{one}removal/").status_code == 302
    assert acme.client("lead").get("/settings/webhooks/").status_code == 403
