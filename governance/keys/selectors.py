import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from governance.keys.models import ApiKey
from governance.members.models import Member
from tenants.connections import connection
from tenants.tokens import token_digest

NOBODY = bytes(32)
KEY_COLUMNS = tuple(column.attname for column in ApiKey._meta.concrete_fields)
DIGEST = KEY_COLUMNS.index("digest")
OWNER_COLUMNS = tuple(column.attname for column in Member._meta.concrete_fields)
# Asked with every request: key, owner and the schema's canary, always in the same words.
KEY = f"""
SELECT {", ".join(f"key.{name}" for name in KEY_COLUMNS)},
       {", ".join(f"owner.{name}" for name in OWNER_COLUMNS)},
       (SELECT organization_id FROM governance_canary LIMIT 1)
FROM governance_apikey key JOIN governance_member owner ON owner.id = key.owner_id
WHERE key.prefix = %(prefix)s
"""


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A key that opens this company, and the schema's own company id from the same query."""

    key: ApiKey
    organization_id: UUID | None


def find_key(*, prefix: str, secret: str, now: datetime) -> KeyHolder | None:
    """The living key of that prefix and secret with its present owner; one query, else None."""
    row = next(iter(connection.prepared(KEY, {"prefix": prefix})), None)
    fits = secrets.compare_digest(token_digest(secret), bytes(row[DIGEST]) if row else NOBODY)
    if row is None or not fits:
        return None
    of_key = len(KEY_COLUMNS)
    key = ApiKey.from_db("default", KEY_COLUMNS, row[:of_key])
    key.owner = Member.from_db("default", OWNER_COLUMNS, row[of_key:-1])
    if key.revoked_at is not None or key.expires_at <= now or not key.owner.is_present:
        return None
    return KeyHolder(key, row[-1])


def list_keys() -> list[ApiKey]:
    """All keys of the company with their owners, newest first."""
    return list(ApiKey.objects.select_related("owner").order_by("-created_at"))
