"""The programming interface knows keys only; cookies are not looked at."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from governance.access.rules.actors import Act, Actor, Door, key_actor
from governance.api.throttles import count, failed_too_often
from governance.keys.models import ApiKey
from governance.keys.selectors import find_key
from governance.keys.services import note_key_use


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer cap_<prefix>_<secret>` acts as its owner, cut down to its scopes."""

    def authenticate(self, request: Request) -> tuple[Actor, ApiKey] | None:
        """The actor and the key; None without a header.

        401 alike for every key that fails; 429 once those of one prefix failed too often here.
        """
        door: Any = request._request
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        key = _key(door, header)
        note_key_use(key=key, today=door.today)
        door.member = key.owner
        door.actor = key_actor(key.id, key.owner_id, key.owner.role, frozenset(key.scopes))
        door.act = Act(door.actor, door.now, door.today, Door.API)
        return door.actor, key

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Capitaine"'


def _key(door: Any, header: str) -> ApiKey:
    """The key that the header names, of this company, counted; a failure is counted too."""
    scheme, _, text = header.partition(" ")
    mark, prefix, secret = [*text.strip().split("_", 2), "", ""][:3]
    prefix = prefix[:16]
    holder = find_key(prefix=prefix, secret=secret, now=door.now)
    if holder is None or scheme.lower() != "bearer" or mark != "cap":
        closed = failed_too_often(door, prefix)
        raise Throttled(wait=closed.seconds_left) if closed else AuthenticationFailed
    if holder.organization_id != door.company.id:
        raise ImproperlyConfigured(f"schema {door.company.schema_name} is not its company's")
    door.counted = count(door, holder.key.id)
    return holder.key
