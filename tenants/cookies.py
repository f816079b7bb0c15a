"""The cookies of ours besides the session's: what a browser remembers, and what it forgets."""

from django.conf import settings
from django.http import HttpResponse

# Not "cookies": a browser would throw away those of other sites under the same registered name.
FORGOTTEN = '"cache", "storage"'


def remember_language(response: HttpResponse, language: str) -> None:
    """The browser asks for this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_visit(response: HttpResponse) -> None:
    """The browser keeps nothing of who was signed in here; other sites' cookies stay."""
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        response.delete_cookie(name, samesite="Lax")
        response.cookies[name]["secure"] = settings.SECURE
    response.headers["Clear-Site-Data"] = FORGOTTEN
