"""A request that is sent twice has one effect; the second sender gets the first answer."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Min, Q

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from governance.keys.models import ApiKey, IdempotencyRecord
from tenants.columns import check_columns
from tenants.due_work.services import bring_forward, set_due
from tenants.errors import Invalid, NotAllowed, Refused
from tenants.jobs import current_company_id
from tenants.rows import locked
from tenants.tokens import token_digest
from tenants.transactions import use_case

LONGEST_KEY = 255
KEPT = timedelta(hours=24)
FORGET = "governance.forget_answers"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
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
    act: Callable[[], KeptAnswer],
) -> tuple[KeptAnswer, bool]:
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
            return KeptAnswer(known.status or 200, known.body, known.headers), True
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


SCOPES = ("read", "write", "decide")
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key and its whole text, which is shown once and kept nowhere."""

    key: ApiKey
    text: str


def create_key(act: Act, *, name: str, scopes: Iterable[str], days: int) -> NewKey:
    """A key in the actor's name opens the company's programming interface for 1 to 365 days.

    The door has asked for a fresh sign-in. Raises NotAllowed, Invalid `invalid_key`.
    """
    grant = require(act, permission="key.manage")
    if act.actor.member_id is None:
        raise NotAllowed("not_in_role", permission="key.manage")
    wanted = [scope for scope in SCOPES if scope in set(scopes)]
    problems = {
        "name": [] if 0 < len(name.strip()) <= 80 else ["length_1_to_80"],
        "scopes": [] if wanted and set(scopes) <= set(SCOPES) else ["unknown_scope"],
        "days": [] if 1 <= days <= LONGEST_DAYS else ["between_1_and_365"],
    }
    fields = {field: codes for field, codes in problems.items() if codes}
    if fields:
        raise Invalid("invalid_key", fields=fields)
    check_columns(model=ApiKey, values={"name": name.strip()})
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    with use_case():
        key = ApiKey.objects.create(
            name=name.strip(),
            prefix=prefix,
            digest=token_digest(secret),
            owner_id=act.actor.member_id,
            scopes=wanted,
            created_at=act.now,
            expires_at=act.now + timedelta(days=days),
        )
        record_decision(
            act,
            grant=grant,
            verdict="create_key",
            subject_kind=SubjectKind.KEY,
            subject_id=key.id,
            facts={"scopes": wanted, "days": days},
        )
    return NewKey(key, f"cap_{prefix}_{secret}")


def revoke_key(act: Act, *, key_id: UUID) -> None:
    """The key opens nothing from the next request on; revoking again changes nothing.

    Raises NotAllowed, NotFound `key_not_found`.
    """
    grant = require(act, permission="key.manage")
    with use_case():
        key = locked(ApiKey, key_id, code="key_not_found")
        if key.revoked_at is not None:
            return
        key.revoked_at = act.now
        key.save(update_fields=["revoked_at"])
        record_decision(
            act, grant=grant, verdict="revoke_key", subject_kind=SubjectKind.KEY, subject_id=key.id
        )


def note_key_use(*, key: ApiKey, today: date) -> None:
    """The key's last day of use is today; written once a day."""
    if key.last_used_on == today:
        return
    never_today = Q(last_used_on__isnull=True) | Q(last_used_on__lt=today)
    with use_case():
        ApiKey.objects.filter(never_today, id=key.id).update(last_used_on=today)
