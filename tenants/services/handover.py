"""A sign-in made on the public host is carried to a company's host by a one-time code."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from tenants.errors import NotAllowed, NotFound
from tenants.models import HandoverCode, Membership, User
from tenants.transactions import use_case

LIFETIME = timedelta(seconds=60)


def issue_code(*, user_id: UUID, organization_id: UUID, next_path: str = "", now: datetime) -> str:
    """A code that signs this user in to that company once, within a minute.

    Raises NotFound when the user is not listed in the company.
    """
    with use_case():
        if not Membership.objects.filter(user_id=user_id, organization_id=organization_id).exists():
            raise NotFound("company_not_found")
        code = secrets.token_urlsafe(32)
        HandoverCode.objects.create(
            digest=_digest(code),
            user_id=user_id,
            organization_id=organization_id,
            next_path=next_path,
            created_at=now,
            expires_at=now + LIFETIME,
        )
    return code


def redeem_code(*, code: str, organization_id: UUID, now: datetime) -> tuple[User, str]:
    """The user of the code and where to go next; the code is spent.

    Raises NotAllowed `handover_refused` for a spent, late, foreign or invented code.
    """
    with use_case():
        claimed = HandoverCode.objects.filter(
            digest=_digest(code),
            organization_id=organization_id,
            used_at__isnull=True,
            expires_at__gte=now,
        )
        row = claimed.select_related("user").first()
        if row is None or claimed.update(used_at=now) != 1 or not row.user.is_active:
            raise NotAllowed("handover_refused")
    return row.user, row.next_path


def delete_expired_codes(*, now: datetime) -> None:
    """Codes that nobody can use any more are gone."""
    HandoverCode.objects.filter(expires_at__lt=now - timedelta(hours=1)).delete()


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()
