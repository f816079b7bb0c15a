"""What leaves the house: written with its cause, sent once its transaction is committed."""

import logging
import smtplib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Min, QuerySet
from django.template import TemplateDoesNotExist, TemplateSyntaxError, VariableDoesNotExist
from django.urls import NoReverseMatch
from typst import TypstError

from governance.models import Member, OutboxMessage
from governance.rules.canonical import plain
from governance.rules.mail import LEASE, MOST_ATTEMPTS, wait_after
from governance.services.mail import send_mail
from tenants.errors import DomainError
from tenants.jobs import enqueue
from tenants.services.due_work import bring_forward, set_due
from tenants.transactions import use_case

JOB = "governance.send_outbox"
# Whatever a template can do with a context it was not written for holds back its mail only.
RENDER_ERRORS = (
    TemplateDoesNotExist,
    TemplateSyntaxError,
    VariableDoesNotExist,
    NoReverseMatch,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    DomainError,
    TypstError,
)
MAIL_ERRORS = (smtplib.SMTPException, OSError, *RENDER_ERRORS)
log = logging.getLogger(__name__)


def tell(
    *,
    member: Member,
    template: str,
    context: Mapping[str, Any],
    now: datetime,
    dedup_key: str,
    not_before: datetime | None = None,
) -> None:
    """The member will be told once, however often this is asked with the same `dedup_key`.

    `context` holds ids, codes and figures; words are made in the member's language when the mail
    `emails/<template>` is written. Belongs in the transaction of its cause, after the decision.
    """
    due_at = not_before or now
    with use_case():
        message = OutboxMessage(
            dedup_key=dedup_key,
            recipient=member,
            template=template,
            context=plain(context),
            created_at=now,
            not_before=due_at,
        )
        OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
        bring_forward(job=JOB, due_at=due_at)
        if due_at <= now:
            enqueue(JOB)


def send_waiting(*, now: datetime, limit: int = 50) -> int:
    """What waited was sent, oldest first, or waits for its next attempt; returns how many left.

    A message is claimed before it is sent and is nobody else's for ten minutes, so two workers
    never send the same; only a worker that dies between sending and noting it sends twice. One
    that cannot be written waits like one that cannot be sent: those behind it leave.
    """
    sent = 0
    for _ in range(limit):
        message = _claim(now)
        if message is None:
            break
        sent += _send(message, now)
    with use_case():
        set_due(job=JOB, due_at=_waiting().aggregate(at=Min("not_before"))["at"])
    return sent


def _waiting() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)


def _claim(now: datetime) -> OutboxMessage | None:
    """The message that waits longest is this worker's until its lease ends.

    One at a time: a message that kills its worker holds back nothing but itself, and not for ever.
    """
    with use_case():
        due = _waiting().filter(not_before__lte=now).order_by("not_before", "id")
        free = due.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
        while (message := free.first()) is not None:
            if message.attempts < MOST_ATTEMPTS:
                message.attempts += 1
                message.not_before = now + LEASE
                message.save(update_fields=["attempts", "not_before"])
                return message
            message.given_up_at = now
            message.save(update_fields=["given_up_at"])
    return None


def _send(message: OutboxMessage, now: datetime) -> bool:
    """One message left or waits for its next attempt; nothing goes to somebody who left."""
    outcome: dict[str, Any]
    try:
        gone = not message.recipient.is_present
        if not gone:
            send_mail(
                recipient=message.recipient, template=message.template, context=message.context
            )
        outcome = {"given_up_at": now} if gone else {"sent_at": now, "last_error": ""}
    except MAIL_ERRORS as error:
        log.warning("mail %s was not sent: %r", message.id, error)
        wait = wait_after(message.attempts)
        retry = {"given_up_at": now} if wait is None else {"not_before": now + wait}
        outcome = {"last_error": repr(error)[:500], **retry}
    with use_case():
        OutboxMessage.objects.filter(id=message.id).update(**outcome)
    return "sent_at" in outcome
