"""What addresses outside are told: written with its cause, sent by a job, at least once."""

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from random import random
from time import monotonic
from typing import Any
from uuid import UUID

import msgspec
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db.models import Min, Q, QuerySet
from django.urls import reverse

from governance.access.choices import Role
from governance.changes.choices import ROUTES, TOGETHER, ChangeKind
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.members.models import Member
from governance.outbox.selectors import company_address, current_company
from governance.outbox.services import tell
from governance.webhooks.choices import TESTED, PauseReason
from governance.webhooks.models import Webhook, WebhookDelivery
from governance.webhooks.rules import DEAD_AFTER, KEPT, event_of, signatures, wait_until_next
from governance.webhooks.selectors import listening
from governance.webhooks.services.sending import Attempt, post
from tenants.due_work.services import bring_forward, set_due
from tenants.ids import uuid7
from tenants.jobs import enqueue
from tenants.mail.rules import LEASE
from tenants.seals import seals
from tenants.transactions import use_case

JOB = "governance.send_webhooks"
SEALED = "governance.webhooks"
RUN_SECONDS = 30.0
GONE = 410
log = logging.getLogger(__name__)


def announce_changes(changes: Mapping[str, Any], *, now: datetime) -> None:
    """Each address that hears of it has one delivery for each change; see `changes_noted`.

    Belongs in the transaction of the change.
    """
    rows = listening()
    if not rows:
        return
    parts = (changes[name] for name in ("change_ids", "change_kinds", "changed"))
    found = list(zip(*parts, strict=True))
    about = [one for _, kind, one in found if kind == ChangeKind.DECISION]
    decisions = Decision.objects.in_bulk(about) if about else {}
    home = company_address(current_company())
    waiting = []
    for change_id, kind_name, subject_id in found:
        kind = ChangeKind(kind_name)
        decision = decisions.get(subject_id) if kind == ChangeKind.DECISION else None
        event = event_of(
            kind,
            verdict=decision.verdict if decision else "",
            about_initiative=bool(decision and decision.subject_kind == SubjectKind.INITIATIVE),
        )
        body = _body(event, now, _data(kind, subject_id, decision, home))
        waiting += [
            WebhookDelivery(
                webhook=row,
                event_id=change_id,
                event=event,
                body=body,
                created_at=now,
                not_before=now,
            )
            for row in rows
            if event in row.events
        ]
    if waiting:
        _keep(waiting, now)


def announce_test(row: Webhook, *, now: datetime) -> None:
    """A test event waits for that address."""
    delivery = WebhookDelivery(
        webhook=row,
        event_id=uuid7(),
        event=TESTED,
        body=_body(TESTED, now, {"webhook_id": str(row.id)}),
        created_at=now,
        not_before=now,
    )
    _keep([delivery], now)


def deliver_again(row: WebhookDelivery, *, now: datetime) -> None:
    """That delivery waits once more, as if it had never been tried."""
    row.not_before, row.attempts = now, 0
    row.delivered_at = row.given_up_at = row.let_go_at = None
    row.save(update_fields=["not_before", "attempts", "delivered_at", "given_up_at", "let_go_at"])
    bring_forward(job=JOB, due_at=now)
    enqueue(JOB)


def _keep(waiting: list[WebhookDelivery], now: datetime) -> None:
    with use_case():
        WebhookDelivery.objects.bulk_create(waiting, ignore_conflicts=True)
        bring_forward(job=JOB, due_at=now)
        enqueue(JOB)


def _body(event: str, now: datetime, data: Mapping[str, Any]) -> str:
    at = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return msgspec.json.encode({"type": event, "timestamp": at, "data": data}).decode()


def _data(
    kind: ChangeKind, subject_id: UUID | None, decision: Decision | None, home: str
) -> dict[str, Any]:
    """Ids and addresses, never content; of a decision on an initiative, the initiative's first."""
    found: dict[str, Any] = {}
    if decision is not None and decision.subject_kind == SubjectKind.INITIATIVE:
        found = _named(ChangeKind.INITIATIVE, decision.subject_id, home)
        found |= {"decision_id": str(decision.id)}
        return found | {"decision_url": _named(ChangeKind.DECISION, decision.id, home)["url"]}
    return found | _named(kind, subject_id, home)


def _named(kind: ChangeKind, subject_id: UUID | None, home: str) -> dict[str, Any]:
    parts = () if kind in TOGETHER else (subject_id,)
    path = reverse(ROUTES[kind], args=parts, urlconf=settings.ROOT_URLCONF)
    return {
        "kind": kind.value,
        "subject_id": str(subject_id) if subject_id else None,
        "url": f"{home}{path}",
    }


def seal(text: str) -> bytes:
    """The text as only this installation opens it."""
    return seals(SEALED).encrypt(text.encode())


def _opened(sealed: bytes | memoryview) -> str:
    return seals(SEALED).decrypt(bytes(sealed)).decode()


def send_deliveries(*, now: datetime, limit: int = 50) -> int:
    """What waited was sent, the oldest first, or waits for its next attempt; how many were taken.

    As mails do (`send_waiting`): claimed before it is sent, so that two workers never send the
    same; only one that dies between sending and noting it sends twice, under the same id.
    """
    begun, taken = monotonic(), 0
    for _ in range(limit):
        row = _claim(now) if monotonic() - begun < RUN_SECONDS else None
        if row is None:
            break
        taken += _send(row, now)
    with use_case():
        old = WebhookDelivery.objects.filter(created_at__lt=now - KEPT)
        old.filter(Q(delivered_at__isnull=False) | Q(given_up_at__isnull=False)).delete()
        set_due(job=JOB, due_at=_waiting().aggregate(at=Min("not_before"))["at"])
    return taken


def _waiting() -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(
        delivered_at=None, given_up_at=None, webhook__paused_at=None
    )


def _claim(now: datetime) -> WebhookDelivery | None:
    with use_case():
        due = _waiting().filter(not_before__lte=now).order_by("not_before", "id")
        free = due.select_for_update(skip_locked=True, of=("self",)).select_related("webhook")
        row = free.first()
        if row is not None:
            row.attempts += 1
            row.not_before = now + LEASE
            row.save(update_fields=["attempts", "not_before"])
    return row


def _send(row: WebhookDelivery, now: datetime) -> bool:
    """One delivery was taken, or waits, or is given up; its address is paused where it is dead."""
    body = row.body.encode()
    timestamp = int(now.timestamp())
    try:
        secrets = [_opened(one) for one in _secrets(row.webhook, now)]
    except InvalidToken:
        attempt = Attempt(None, "secret_unreadable", 0)
    else:
        sign = signatures(secrets, message_id=row.message_id, timestamp=timestamp, body=body)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Capitaine",
            "webhook-id": row.message_id,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": sign,
        }
        attempt = post(row.webhook.url, headers=headers, body=body)
    with use_case():
        _note(row, attempt, now)
    return attempt.is_taken


def _secrets(webhook: Webhook, now: datetime) -> Iterator[bytes | memoryview]:
    yield webhook.secret
    if webhook.former_secret is not None and webhook.former_until and now < webhook.former_until:
        yield webhook.former_secret


def _note(row: WebhookDelivery, attempt: Attempt, now: datetime) -> None:
    """What came of it stands in the log of deliveries; nothing where the address is gone since."""
    wait = wait_until_next(row.attempts, draw=random())
    end: dict[str, Any] = {"delivered_at": now}
    if not attempt.is_taken:
        end = {"given_up_at": now} if wait is None else {"not_before": now + wait}
    # The address before its delivery, as where it is deleted.
    webhook = Webhook.objects.select_for_update().filter(id=row.webhook_id).first()
    if webhook is None:
        return
    WebhookDelivery.objects.filter(id=row.id).update(
        status=attempt.status, last_error=attempt.error, duration_ms=attempt.duration_ms, **end
    )
    if attempt.is_taken:
        if webhook.failing_since is not None:
            webhook.failing_since = None
            webhook.save(update_fields=["failing_since"])
        return
    log.warning("webhook %s was not taken: %s", row.id, attempt.status or attempt.error)
    webhook.failing_since = webhook.failing_since or now
    webhook.save(update_fields=["failing_since"])
    if webhook.is_paused:
        return
    if attempt.status == GONE:
        _pause(webhook, PauseReason.GONE, now)
    elif now - webhook.failing_since >= DEAD_AFTER:
        _pause(webhook, PauseReason.FAILING, now)


def _pause(webhook: Webhook, why: PauseReason, now: datetime) -> None:
    """Nothing leaves for it any more, and the executives are told once."""
    webhook.paused_at, webhook.paused_why = now, why
    webhook.save(update_fields=["paused_at", "paused_why"])
    for member in Member.objects.filter(role=Role.EXECUTIVE, left_at=None).order_by("id"):
        tell(
            member=member,
            template="webhook_paused",
            context={"webhook_id": webhook.id, "is_gone": why == PauseReason.GONE},
            now=now,
            dedup_key=f"webhook:{webhook.id}:{now:%Y-%m-%dT%H}:{member.id}",
        )
