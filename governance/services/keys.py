import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from governance.choices import SubjectKind
from governance.models import ApiKey
from governance.rules.actors import Actor
from governance.selectors.keys import digest
from governance.services.authority import require
from governance.services.decisions import record_decision
from tenants.columns import check_columns
from tenants.errors import Invalid, NotAllowed, NotFound
from tenants.transactions import use_case

SCOPES = ("read", "write", "decide")
LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key and its whole text, which is shown once and kept nowhere."""

    key: ApiKey
    text: str


def create_key(
    *, actor: Actor, name: str, scopes: Iterable[str], days: int, today: date, now: datetime
) -> NewKey:
    """A key in the actor's name opens the company's programming interface for 1 to 365 days.

    The door has asked for a fresh sign-in. Raises NotAllowed, Invalid `invalid_key`.
    """
    grant = require(actor=actor, permission="key.manage", today=today)
    if actor.member_id is None:
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
            digest=digest(secret),
            owner_id=actor.member_id,
            scopes=wanted,
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        record_decision(
            actor=actor,
            grant=grant,
            verdict="create_key",
            subject_kind=SubjectKind.KEY,
            subject_id=key.id,
            now=now,
            facts={"scopes": wanted, "days": days},
        )
    return NewKey(key, f"cap_{prefix}_{secret}")


def revoke_key(*, actor: Actor, key_id: UUID, today: date, now: datetime) -> None:
    """The key opens nothing from the next request on; revoking again changes nothing.

    Raises NotAllowed, NotFound `key_not_found`.
    """
    grant = require(actor=actor, permission="key.manage", today=today)
    with use_case():
        key = ApiKey.objects.select_for_update().filter(id=key_id).first()
        if key is None:
            raise NotFound("key_not_found")
        if key.revoked_at is not None:
            return
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        record_decision(
            actor=actor,
            grant=grant,
            verdict="revoke_key",
            subject_kind=SubjectKind.KEY,
            subject_id=key.id,
            now=now,
        )


def note_key_use(*, key: ApiKey, today: date) -> None:
    """The key's last day of use is today; written once a day."""
    if key.last_used_on == today:
        return
    never_today = Q(last_used_on__isnull=True) | Q(last_used_on__lt=today)
    with use_case():
        ApiKey.objects.filter(never_today, id=key.id).update(last_used_on=today)
