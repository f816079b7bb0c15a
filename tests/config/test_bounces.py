"""A mail that comes back is told to the company and to the operator, and has told nobody."""

import io
import sys
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tenants.utils import tenant_context

from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_waiting
from tenants.connections import connection
from tests.governance.outbox.test_outbox import tell_of_mandate

NOTICE = """From: MAILER-DAEMON@relay.example
To: noreply@localhost
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; lead@acme.example
Action: {action}
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
To: lead@acme.example

--b--
"""


@pytest.fixture
def came_back(monkeypatch):
    def read(message_id: str, action: str = "failed") -> None:
        notice = NOTICE.format(message_id=message_id, action=action).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(notice)))
        inside = connection.tenant
        connection.set_schema_to_public()
        try:
            call_command("bounce")
        finally:
            connection.set_tenant(inside)

    return read


def test_a_mail_that_came_back_is_told_to_the_company_and_the_operator(acme, came_back) -> None:
    now = timezone.now()
    tell_of_mandate(acme, now)
    send_waiting(now=now)
    message = OutboxMessage.objects.get()
    own = f"<{message.id}.{acme.company.id}@localhost>"
    came_back(own, "delayed")
    assert OutboxMessage.objects.get().sent_at is not None
    came_back(own)
    message.refresh_from_db()
    assert (message.sent_at, message.last_error) == (None, "bounced")

    page = acme.client("executive").get("/settings/members/").content.decode()
    assert "Mails that did not arrive" in page or "E-mails non remis" in page
    assert "<strong>lead@acme.example</strong>" in page
    hidden = acme.client("viewer").get("/settings/members/").content.decode()
    assert "undelivered-h" not in hidden
    out = io.StringIO()
    connection.set_schema_to_public()
    call_command("undelivered", stdout=out)
    assert out.getvalue() == "acme.localhost: 0 waiting, 1 given up, last error: bounced\n"


@pytest.mark.parametrize("message_id", ["<stranger@elsewhere.example>", "none"])
def test_a_notice_of_nothing_of_ours_is_refused(acme, came_back, message_id) -> None:
    with pytest.raises(CommandError, match="no mail of a company"):
        came_back(message_id)


def test_an_old_failure_is_not_shown_for_ever(acme) -> None:
    now = timezone.now()
    tell_of_mandate(acme, now)
    OutboxMessage.objects.update(given_up_at=now - timedelta(days=31))
    assert "undelivered-h" not in acme.client("lead").get("/settings/members/").content.decode()
    with tenant_context(acme.company):
        OutboxMessage.objects.update(given_up_at=now - timedelta(days=29))
    assert "undelivered-h" in acme.client("lead").get("/settings/members/").content.decode()
