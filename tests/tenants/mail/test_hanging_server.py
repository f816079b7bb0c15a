"""A mail server that takes connections and says nothing: no page waits, mail does."""

import re
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from config.celery import app
from governance.outbox.services import send_waiting
from tenants.mail import services as posted
from tenants.mail.models import PublicMail
from tenants.mail.selectors import is_mail_late
from tenants.mail.services import forget_silence, send_posted
from tests.cast import PUBLIC, email_of
from tests.governance.outbox.test_outbox import tell_of_mandate

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def hole(settings, monkeypatch) -> Iterator[socket.socket]:
    """The mail server of this test; the courier comes when it is called."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        server.setblocking(False)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        monkeypatch.setattr(posted, "enqueue", lambda job: None)
        yield server


def callers(server: socket.socket) -> int:
    """How many connected since this was last asked."""
    count = 0
    while True:
        try:
            connection, _ = server.accept()
        except BlockingIOError:
            return count
        connection.close()
        count += 1


def test_no_page_asks_the_mail_server(hole, acme) -> None:
    public = Client(headers={"host": PUBLIC})
    assert public.post(LOGIN, {"email": email_of("acme", "executive")}).status_code == 302
    asked = {"email": "new@nowhere.example", "name": "New", "company": "New"}
    assert public.post("/companies/start/", asked).status_code == 200
    assert PublicMail.objects.count() == 2
    assert callers(hole) == 0


def test_a_hanging_server_is_asked_once_by_whoever_sends(hole, acme, now) -> None:
    public = Client(headers={"host": PUBLIC})
    for part in ("executive", "lead", "captain"):
        public.post(LOGIN, {"email": email_of("acme", part)})
        tell_of_mandate(acme, now, key=part)
    assert send_posted(now=timezone.now()) == 0
    assert send_waiting(now=now) == 0
    assert callers(hole) == 1
    assert sorted(PublicMail.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_the_code_is_sent_once_the_server_is_back_and_until_then_the_page_says_so(
    hole, acme, settings
) -> None:
    public = Client(headers={"host": PUBLIC, "accept-language": "en"})
    late = "Mail leaves late at the moment"
    public.post(LOGIN, {"email": email_of("acme", "contributor")})
    assert late not in public.get("/accounts/login/code/").content.decode()
    send_posted(now=timezone.now())
    assert late in public.get("/accounts/login/code/").content.decode()
    assert late in public.get(LOGIN).content.decode()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    forget_silence()
    assert send_posted(now=timezone.now() + timedelta(minutes=2)) == 1
    code = re.search(r"code=([^&\s]+)", mail.outbox[0].body)
    assert code is not None
    answer = public.post("/accounts/login/code/", {"code": code[1], "action": "verify"})
    assert answer["Location"] == "/companies/"
    assert not is_mail_late(now=timezone.now())
    assert not PublicMail.objects.exists()


def test_what_is_of_no_use_any_more_is_not_sent_and_is_opened_by_nobody(hole, acme) -> None:
    public = Client(headers={"host": PUBLIC})
    public.post(LOGIN, {"email": email_of("acme", "viewer")})
    row = PublicMail.objects.get()
    assert email_of("acme", "viewer").encode() not in bytes(row.sealed)
    send_posted(now=timezone.now() + timedelta(minutes=16))
    row.refresh_from_db()
    assert (row.given_up_at is not None, bytes(row.sealed)) == (True, b"")
    assert callers(hole) == 0
    send_posted(now=timezone.now() + timedelta(days=40))
    assert not PublicMail.objects.exists()


def test_mail_sweep_and_work_of_companies_stand_in_queues_of_their_own() -> None:
    def queue(name: str) -> str:
        route = app.amqp.router.route({}, name)
        return str(getattr(route.get("queue"), "name", None) or app.conf.task_default_queue)

    assert {queue("tenants.send_mail"), queue("governance.send_outbox")} == {"mail"}
    assert {queue("tenants.poke_due_work"), queue("tenants.forget_expired_codes")} == {"sweep"}
    assert queue("portfolio.open_review") == "celery"
    assert queue("tenants.refill_spares") == "provision"
