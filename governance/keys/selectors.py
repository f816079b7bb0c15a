import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Subquery

from governance.keys.models import ApiKey
from governance.members.models import Canary

NOBODY = bytes(32)


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A key that opens this company, and the schema's own company id from the same query."""

    key: ApiKey
    organization_id: UUID | None


def digest(secret: str) -> bytes:
    """What is kept of a key's secret: SHA-256 of 256 random bits needs no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def find_key(*, prefix: str, secret: str, now: datetime) -> KeyHolder | None:
    """The living key of that prefix and secret with its present owner; one query, else None."""
    row = (
        ApiKey.objects.select_related("owner")
        .annotate(canary=Subquery(Canary.objects.values("organization_id")[:1]))
        .filter(prefix=prefix)
        .first()
    )
    fits = secrets.compare_digest(digest(secret), bytes(row.digest) if row else NOBODY)
    if row is None or not fits or row.revoked_at is not None or row.expires_at <= now:
        return None
    if not row.owner.is_present:
        return None
    return KeyHolder(row, getattr(row, "canary", None))


def list_keys() -> list[ApiKey]:
    """All keys of the company with their owners, newest first."""
    return list(ApiKey.objects.select_related("owner").order_by("-created_at"))
