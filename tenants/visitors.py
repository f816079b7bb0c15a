"""Who asks without having signed in: a browser that has been let in before, or a stranger.

What strangers do, wrong passwords and mails asked for, is never counted against a known browser.
"""

import hashlib
import secrets
from typing import Any
from uuid import UUID

from allauth.core.internal.ratelimit import consume as consume_any
from allauth.core.internal.ratelimit import get_ip
from allauth.core.ratelimit import consume
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpResponse

from tenants.tokens import token_digest

COOKIE = "__Host-known" if settings.SECURE else "known"
SALT = "known-browser"
YEAR_SECONDS = 365 * 24 * 3600
PLACE_SECONDS = 90 * 24 * 3600


def remember_browser(response: HttpResponse, request: Any, *, email: str) -> None:
    """This browser has been let in with that address, and so has this place."""
    known = {"of": _digest(email), "as": _known_cookie(request, email) or secrets.token_hex(16)}
    response.set_cookie(
        COOKIE,
        signing.dumps(known, salt=SALT),
        max_age=YEAR_SECONDS,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    cache.set(_place(request, email), 1, PLACE_SECONDS)


def counted_as(request: Any, *, email: str) -> str:
    """Under what name the failures of who tries that address are counted.

    A known browser by itself; everybody else by the address and the place they come from.
    """
    return _known_cookie(request, email) or _place(request, email)


def may_be_mailed(request: Any, *, email: str) -> bool:
    """One more mail to that address is within the day's measure of whoever asks for it.

    What strangers ask for together is capped too, so that no mailbox is flooded.
    """
    if known := _known_cookie(request, email):
        return consume(request, action="mail_known", key=known)
    place = _place(request, email)
    if cache.get(place) is not None:
        return consume(request, action="mail_known", key=place)
    return consume(request, action="mail_place", key=place) and consume(
        request, action="mail_address", key=_digest(email)
    )


def may_declare(request: Any, *, company_id: UUID) -> bool:
    """One more use told by a company's public address is within its measure, and that place's."""
    place = _digest(f"{company_id} {get_ip(request)}")
    return consume(request, action="declare_place", key=place) and consume(
        request, action="declare_company", key=_digest(str(company_id))
    )


def may_sign(request: Any, *, company_id: UUID) -> bool:
    """One more signature without an account is within its measure: a workshop shares one place."""
    place = _digest(f"{company_id} {get_ip(request)}")
    return consume(request, action="sign_place", key=place) and consume(
        request, action="sign_company", key=_digest(str(company_id))
    )


def may_guess_calendar(request: Any) -> bool:
    """One more address of a calendar that opens nothing is within the measure of that place."""
    return _may_get(request, action="calendar_missed", key=_digest(str(get_ip(request))))


def may_read_calendar(request: Any, token: str) -> bool:
    """One more reading by that address is within the measure of a calendar's programs."""
    return _may_get(request, action="calendar_read", key=token_digest(token).hex())


def _may_get(request: Any, *, action: str, key: str) -> bool:
    """As `consume`, of which a reading is counted too."""
    found = consume_any(request, app="allauth.account", action=action, key=key, limit_get=True)
    return found is not None


def _known_cookie(request: Any, email: str) -> str:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR_SECONDS)
    except signing.BadSignature:
        return ""
    return str(known["as"]) if known["of"] == _digest(email) else ""


def _place(request: Any, email: str) -> str:
    return f"place:{_digest(f'{email.lower()} {get_ip(request)}')}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.lower().encode()).hexdigest()
