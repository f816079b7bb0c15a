"""A sign-in made on the public host is carried to a company's host by a one-time code."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.core.cache import cache

from tenants.accounts.models import HandoverCode, Membership, User
from tenants.errors import NotAllowed, NotFound
from tenants.tokens import token_digest
from tenants.transactions import use_case


def choose_account_language(*, user_id: UUID, language: str) -> None:
    """Mails to this account are in that language from now on."""
    with use_case():
        User.objects.filter(id=user_id).exclude(language=language).update(language=language)


def find_or_create_account(
    *, email: str, name: str, language: str, now: datetime
) -> tuple[User, bool]:
    """The account of an address, made without password if new, and whether it is new."""
    new = User(email=email.lower(), name=name, language=language, created_at=now)
    new.set_unusable_password()
    with use_case():
        User.objects.bulk_create([new], ignore_conflicts=True)
        known = User.objects.get(email=new.email)
    return known, known.id == new.id


LIFETIME = timedelta(seconds=60)


def issue_code(*, user_id: UUID, organization_id: UUID, next_path: str = "", now: datetime) -> str:
    """A code that signs this user in to that company once, within a minute.

    Raises NotFound when the user does not belong to the company.
    """
    with use_case():
        mine = Membership.objects.filter(user_id=user_id, organization_id=organization_id)
        if not mine.exclude(joined_at=None).exists():
            raise NotFound("company_not_found")
        code = secrets.token_urlsafe(32)
        HandoverCode.objects.create(
            digest=token_digest(code),
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
            digest=token_digest(code),
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


SECONDS = int(LIFETIME.total_seconds())


@dataclass(frozen=True, slots=True)
class Ticket:
    """A hand-over code, when the person really signed in (epoch seconds), the language chosen."""

    code: str
    authenticated_at: float
    language: str = ""


def fingerprint(nonce: str) -> str:
    """What the public host may know of a browser's nonce."""
    return hashlib.sha256(nonce.encode()).hexdigest()


def write_ticket(*, ticket: Ticket, browser: str, public_session: str) -> str:
    """The ticket as text, good for a minute and for the browser of that fingerprint only."""
    cache.set(_session_key(ticket.code), public_session, SECONDS)
    return signing.dumps(asdict(ticket), salt=f"handover.{browser}", compress=False)


def read_ticket(*, text: str, nonce: str) -> Ticket:
    """The ticket written for the browser that holds `nonce`; NotAllowed `handover_refused`."""
    salt = f"handover.{fingerprint(nonce)}"
    try:
        return Ticket(**signing.loads(text, salt=salt, max_age=SECONDS))
    except signing.BadSignature:
        raise NotAllowed("handover_refused") from None


def public_session_of(ticket: Ticket) -> str:
    """The session on the public host behind the ticket, told once; NotAllowed when unknown."""
    key = _session_key(ticket.code)
    session = cache.get(key, "")
    cache.delete(key)
    if not session:
        raise NotAllowed("handover_refused")
    return str(session)


def _session_key(code: str) -> str:
    return "handover:" + hashlib.sha256(code.encode()).hexdigest()
