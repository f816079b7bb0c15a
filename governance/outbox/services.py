"""What leaves the house: written with its cause, sent once its transaction is committed."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from time import monotonic
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Case, Min, QuerySet, When
from django.template import TemplateDoesNotExist, TemplateSyntaxError, VariableDoesNotExist
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from typst import TypstError

from governance.decisions.rules import plain
from governance.mandates.selectors import stand_in_of
from governance.members.models import Member
from governance.outbox.choices import HELD
from governance.outbox.models import OutboxMessage
from governance.outbox.rules import FIRST, VERDICTS, is_day_full
from governance.outbox.selectors import company_address, current_company
from tenants.due_work.services import bring_forward, set_due
from tenants.errors import DomainError
from tenants.jobs import enqueue
from tenants.mail.rules import LEASE, MOST_ATTEMPTS, is_final, one_line, wait_after
from tenants.mail.services import (
    RUN_SECONDS,
    SEND_ERRORS,
    MailAway,
    deliver,
    letter_page,
    silence,
)
from tenants.transactions import use_case


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a mail."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class LetterContent:
    """What a mail says beyond the ids its message holds, read when it leaves."""

    context: Mapping[str, Any] = field(default_factory=dict)
    enclosures: tuple[Enclosure, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


# The ids a message holds, to what its mail says; called in the recipient's language and time zone.
# None: there is nothing to say any more.
Writer = Callable[[Mapping[str, Any]], LetterContent | None]


def send_mail(
    *, recipient: Member, template: str, context: Mapping[str, Any], message_id: UUID
) -> bool:
    """The mail `emails/<template>` left in the recipient's language; False with nothing to say.

    Its subject is one line of `<template>.subject.txt`, its text `<template>.txt`, and its page
    `<template>.html`, or that text laid out; what settings.LETTERS names for it adds facts read
    now, and files. Raises what `deliver` and that writer raise.
    """
    company = current_company()
    places = {
        **context,
        "address": company_address(company),
        "company": company.name,
        "recipient": recipient,
    }
    with translation.override(recipient.language), timezone.override(ZoneInfo(company.timezone)):
        letter = _letter(template, context)
        if letter is None:
            return False
        places |= letter.context
        subject = one_line(render_to_string(f"emails/{template}.subject.txt", places))
        text = render_to_string(f"emails/{template}.txt", places).strip() + "\n"
        page = _page(template, {**places, "subject": subject})
        page = letter_page(subject, text, company=company.name) if page is None else page
    message = EmailMultiAlternatives(
        subject=subject,
        body=text,
        to=[recipient.email],
        headers=dict(letter.headers),
        reply_to=reply_to(),
    )
    message.attach_alternative(page, "text/html")
    for one in letter.enclosures:
        message.attach(one.name, one.content, one.media_type)
    deliver(message, name=f"{message_id}.{company.id}")
    return True


def reply_to() -> list[str]:
    """Where answers to mails go, if the installation says so."""
    return [settings.EMAIL_REPLY_TO] if settings.EMAIL_REPLY_TO else []


def _letter(template: str, context: Mapping[str, Any]) -> LetterContent | None:
    path = settings.LETTERS.get(template)
    if path is None:
        return LetterContent()
    write: Writer = import_string(path)
    return write(context)


def _page(template: str, places: Mapping[str, Any]) -> str | None:
    try:
        return render_to_string(f"emails/{template}.html", dict(places))
    except TemplateDoesNotExist as error:
        if str(error) != f"emails/{template}.html":
            raise
        return None


JOB = "governance.send_outbox"
BOUNCED = "bounced"
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
MAIL_ERRORS = (*SEND_ERRORS, *RENDER_ERRORS)
COMES_LATER = Case(When(template__in=FIRST, then=0), default=1)
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
    What asks for a verdict goes to who stands in for a member who is away that day, once even
    where that person is told as well; the id of the member in `dedup_key` then is theirs.
    """
    due_at = not_before or now
    stand_in = _stand_in(member, template, now)
    if stand_in is not None:
        dedup_key = dedup_key.replace(str(member.id), str(stand_in.id))
        member = stand_in
    _keep(
        OutboxMessage(
            dedup_key=dedup_key,
            recipient=member,
            template=template,
            context=plain(context),
            created_at=now,
            not_before=due_at,
        )
    )


def _stand_in(member: Member, template: str, now: datetime) -> Member | None:
    if template not in VERDICTS:
        return None
    today = now.astimezone(ZoneInfo(current_company().timezone)).date()
    return stand_in_of(member.id, today=today)


def tell_address(
    *, address: str, template: str, context: Mapping[str, Any], now: datetime, dedup_key: str
) -> None:
    """As `tell`, to somebody who is no member, in the company's language."""
    _keep(
        OutboxMessage(
            dedup_key=dedup_key,
            address=address,
            template=template,
            context=plain(context),
            created_at=now,
            not_before=now,
        )
    )


def _keep(message: OutboxMessage) -> None:
    with use_case():
        OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
        bring_forward(job=JOB, due_at=message.not_before)
        if message.not_before <= message.created_at:
            enqueue(JOB)


def send_waiting(*, now: datetime, limit: int = 50) -> int:
    """What waited was sent, oldest first, or waits for its next attempt; returns how many left.

    A message is claimed before it is sent and is nobody else's for ten minutes, so two workers
    never send the same; only a worker that dies between sending and noting it sends twice, under
    the same Message-ID. One that cannot be written, or is refused, waits alone: those behind it
    leave. A silent server keeps all of them waiting, and this job no longer than one attempt. What
    is above the measure of an address waits for the company's next day.
    """
    begun, sent, day = monotonic(), 0, _day_of(now)
    for _ in range(limit):
        is_time = not silence() and monotonic() - begun < RUN_SECONDS
        message = _claim(now, day) if is_time else None
        if message is None:
            break
        sent += _send(message, now)
    with use_case():
        due_at = _waiting().aggregate(at=Min("not_before"))["at"]
        set_due(job=JOB, due_at=due_at and max(due_at, now + silence()))
    return sent


def _waiting() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the company, from its first moment to the next day's."""

    begins: datetime
    ends: datetime


def _day_of(now: datetime) -> _Day:
    zone = ZoneInfo(current_company().timezone)
    today = now.astimezone(zone).date()
    begins, ends = (
        datetime.combine(one, time.min, zone) for one in (today, today + timedelta(days=1))
    )
    return _Day(begins, ends)


def _claim(now: datetime, day: _Day) -> OutboxMessage | None:
    """Of what comes first, the message that waits longest is this worker's until its lease ends.

    One at a time: a message that kills its worker holds back nothing but itself, and not for ever.
    """
    with use_case():
        due = _waiting().filter(not_before__lte=now).order_by(COMES_LATER, "not_before", "id")
        free = due.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
        while (message := free.first()) is not None:
            if _is_held(message, due, day):
                continue
            if message.attempts < MOST_ATTEMPTS:
                message.attempts += 1
                message.not_before = now + LEASE
                message.save(update_fields=["attempts", "not_before"])
                return message
            message.given_up_at = now
            message.save(update_fields=["given_up_at"])
    return None


def _is_held(message: OutboxMessage, due: QuerySet[OutboxMessage], day: _Day) -> bool:
    """Whether its address has had its measure of the day; it and its like wait then."""
    alike = OutboxMessage.objects.filter(recipient=message.recipient_id, address=message.address)
    sent = alike.filter(sent_at__gte=day.begins).count()
    if not is_day_full(template=message.template, sent=sent):
        return False
    late = due.filter(recipient=message.recipient_id, address=message.address)
    if message.template not in FIRST:
        late = late.exclude(template__in=FIRST)
    late.order_by().update(not_before=day.ends, last_error=HELD)
    return True


def _send(message: OutboxMessage, now: datetime) -> bool:
    """One message left or waits for its next attempt; nothing goes to somebody who left."""
    outcome: dict[str, Any]
    recipient = message.recipient or Member(
        email=message.address, language=current_company().language
    )
    try:
        gone = not recipient.is_present
        is_void = not gone and not send_mail(
            recipient=recipient,
            template=message.template,
            context=message.context,
            message_id=message.id,
        )
        outcome = {"given_up_at": now} if gone else {"sent_at": now, "last_error": ""}
        if is_void:
            withdraw(member_id=recipient.id, template=message.template)
    except (MailAway, *MAIL_ERRORS) as error:
        log.warning("mail %s was not sent: %s", message.id, type(error).__name__)
        wait = None if is_final(error) else wait_after(message.attempts)
        retry = {"given_up_at": now} if wait is None else {"not_before": now + wait}
        outcome = {"last_error": repr(error)[:500], **retry}
    with use_case():
        found = OutboxMessage.objects.filter(id=message.id).update(**outcome)
    return bool(found) and "sent_at" in outcome


def withdraw(*, member_id: UUID, template: str) -> None:
    """What waits for that member of that template does not leave any more."""
    with use_case():
        _waiting().filter(recipient_id=member_id, template=template).delete()


def leave_again(*, message_ids: Iterable[UUID], now: datetime) -> int:
    """Those that were given up wait once more, as if they had never been tried; how many."""
    with use_case():
        given_up = OutboxMessage.objects.filter(id__in=list(message_ids))
        count = given_up.update(given_up_at=None, attempts=0, last_error="", not_before=now)
        if count:
            bring_forward(job=JOB, due_at=now)
            enqueue(JOB)
    return count


def note_bounce(*, message_id: UUID, now: datetime) -> bool:
    """The mail that was sent came back: it counts as given up; whether there was one."""
    with use_case():
        sent = OutboxMessage.objects.filter(id=message_id, sent_at__isnull=False)
        return bool(sent.update(sent_at=None, given_up_at=now, last_error=BOUNCED))
