"""Mails leave here and nowhere else, from a job; one mail has one Message-ID for ever."""

import logging
import smtplib
from collections.abc import Mapping
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import msgspec
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string

from tenants.jobs import enqueue
from tenants.mail.models import PublicMail
from tenants.mail.rules import (
    LEASE,
    SILENCE,
    is_final,
    is_silence,
    laid_out,
    one_line,
    wait_after,
)
from tenants.mail.selectors import waiting_mail
from tenants.seals import seals
from tenants.transactions import use_case

JOB = "tenants.send_mail"
SEALED = "tenants.mail"
KEPT = timedelta(days=30)
# A run makes room for the next company's after this.
RUN_SECONDS = 30.0
SEND_ERRORS = (smtplib.SMTPException, OSError)
log = logging.getLogger(__name__)


class MailAway(Exception):
    """The mail server does not answer; nothing else need be tried now."""


class OutgoingMail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail as it will leave; `page` is the same for programs that show pages."""

    to: str
    subject: str
    body: str
    page: str = ""
    headers: dict[str, str] = {}


class _Server:
    """What this process knows of the mail server."""

    silent_until: float = 0.0


def silence() -> timedelta:
    """How long the server, silent a moment ago, is still left alone; nothing when it answers."""
    return timedelta(seconds=max(0.0, _Server.silent_until - monotonic()))


def forget_silence() -> None:
    """The next mail asks the server again."""
    _Server.silent_until = 0.0


def deliver(message: EmailMessage, *, name: str) -> None:
    """The server has taken the mail, whose Message-ID is made from `name`.

    Raises MailAway when the server is silent, or was a moment ago; else what it refused with.
    """
    if silence():
        raise MailAway("the mail server did not answer a moment ago")
    message.extra_headers["Message-ID"] = message_id(name)
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    except SEND_ERRORS as error:
        if not is_silence(error):
            raise
        _Server.silent_until = monotonic() + SILENCE.total_seconds()
        raise MailAway(repr(error)) from error


def message_id(name: str) -> str:
    return f"<{name}@{settings.PUBLIC_HOST}>"


def letter_page(subject: str, text: str, **places: object) -> str:
    """The text as a page in the reader's language: the same words and links, light and dark."""
    context = {"subject": subject, "letter": laid_out(text), **places}
    return str(render_to_string("emails/_letter.html", context).strip())


def post(
    *,
    to: str,
    subject: str,
    body: str,
    now: datetime,
    lasts: timedelta,
    headers: Mapping[str, str] | None = None,
) -> UUID:
    """The mail leaves once the use case is committed, within `lasts` or not at all."""
    line = one_line(subject)
    written = OutgoingMail(
        to=to,
        subject=line,
        body=body,
        page=letter_page(line, body),
        headers=dict(headers or {}),
    )
    with use_case():
        row = PublicMail.objects.create(
            sealed=seals(SEALED).encrypt(msgspec.json.encode(written)),
            created_at=now,
            not_before=now,
            expires_at=now + lasts,
        )
        enqueue(JOB)
    return row.id


def send_posted(*, now: datetime, limit: int = 200) -> int:
    """What waited left, the oldest first, or waits for its next attempt; returns how many left.

    What is no longer of use is given up; what was given up is forgotten after a month.
    """
    begun, sent = monotonic(), 0
    with use_case():
        waiting_mail().filter(expires_at__lte=now).update(given_up_at=now, sealed=b"")
        PublicMail.objects.filter(given_up_at__lt=now - KEPT).delete()
    for _ in range(limit):
        row = _claim(now) if monotonic() - begun < RUN_SECONDS else None
        if row is None:
            break
        try:
            sent += _send(row, now)
        except MailAway:
            break
    return sent


def _claim(now: datetime) -> PublicMail | None:
    """The mail that waits longest is this worker's until its lease ends."""
    if silence():
        return None
    with use_case():
        due = waiting_mail().filter(not_before__lte=now).order_by("not_before", "id")
        row = due.select_for_update(skip_locked=True).first()
        if row is not None:
            row.attempts += 1
            row.not_before = now + LEASE
            row.save(update_fields=["attempts", "not_before"])
    return row


def _send(row: PublicMail, now: datetime) -> bool:
    try:
        written = msgspec.json.decode(seals(SEALED).decrypt(bytes(row.sealed)), type=OutgoingMail)
        message = EmailMultiAlternatives(
            written.subject, written.body, None, [written.to], headers=dict(written.headers)
        )
        if written.page:
            message.attach_alternative(written.page, "text/html")
        deliver(message, name=str(row.id))
    except (MailAway, InvalidToken, *SEND_ERRORS) as error:
        log.warning("mail %s was not sent: %s", row.id, type(error).__name__)
        wait = None if is_final(error) else wait_after(row.attempts)
        row.last_error = type(error).__name__
        row.not_before = now if wait is None else now + wait
        row.given_up_at = now if wait is None else None
        row.sealed = row.sealed if wait else b""
        with use_case():
            row.save(update_fields=["last_error", "not_before", "given_up_at", "sealed"])
        if isinstance(error, MailAway):
            raise
        return False
    with use_case():
        row.delete()
    return True
