"""A request that is sent twice has one effect; the second sender gets the first answer."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Min

from governance.models import IdempotencyRecord
from tenants.errors import Invalid, Refused
from tenants.jobs import current_company_id
from tenants.services.due_work import bring_forward, set_due
from tenants.transactions import use_case

LONGEST_KEY = 255
KEPT = timedelta(hours=24)
FORGET = "governance.forget_answers"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it can be kept: status, JSON body, headers."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


def answer_once(
    *,
    caller_id: UUID,
    key: str,
    route: str,
    body: bytes,
    now: datetime,
    act: Callable[[], Answer],
) -> tuple[Answer, bool]:
    """The answer to this caller's request `key`, and whether it is a repetition.

    The effect of `act` and the kept answer are one transaction; if `act` raises, nothing is kept.
    Raises Invalid `idempotency_key_reused` when route or body differ from the first time,
    Refused `request_in_progress` while the first one still runs.
    """
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Invalid("idempotency_key_unreadable", longest=LONGEST_KEY)
    digest = hashlib.sha256(body).digest()
    with use_case():
        if not _claim(caller_id, key):
            raise Refused("request_in_progress")
        known = IdempotencyRecord.objects.filter(caller_id=caller_id, key=key).first()
        if known is not None and known.created_at > now - KEPT:
            if (known.route, bytes(known.body_digest)) != (route, digest):
                raise Invalid("idempotency_key_reused")
            return Answer(known.status or 200, known.body, known.headers), True
        answer = act()
        IdempotencyRecord.objects.update_or_create(
            caller_id=caller_id,
            key=key,
            defaults={
                "route": route,
                "body_digest": digest,
                "status": answer.status,
                "body": answer.body,
                "headers": dict(answer.headers),
                "created_at": now,
            },
        )
        bring_forward(job=FORGET, due_at=now + 2 * KEPT)
    return answer, False


def delete_old_answers(*, now: datetime) -> int:
    """Answers of two days ago and more are gone, the next ones in their time; returns how many."""
    with use_case():
        deleted = IdempotencyRecord.objects.filter(created_at__lte=now - 2 * KEPT).delete()[0]
        oldest = IdempotencyRecord.objects.aggregate(at=Min("created_at"))["at"]
        set_due(job=FORGET, due_at=None if oldest is None else oldest + 2 * KEPT)
    return deleted


def _claim(caller_id: UUID, key: str) -> bool:
    """True when nobody else works on this key until the transaction ends."""
    text = f"{current_company_id()}:{caller_id}:{key}"
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
