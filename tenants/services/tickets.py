"""What travels in the address of a hand-over: a one-time code that only one browser can use."""

import hashlib
from dataclasses import asdict, dataclass

from django.core import signing
from django.core.cache import cache

from tenants.errors import NotAllowed
from tenants.services.handover import LIFETIME

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
    """The session on the public host behind the ticket, told once; empty when unknown."""
    key = _session_key(ticket.code)
    session = cache.get(key, "")
    cache.delete(key)
    return str(session)


def _session_key(code: str) -> str:
    return "handover:" + hashlib.sha256(code.encode()).hexdigest()
