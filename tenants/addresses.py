"""Addresses that cross hosts, built from settings and domain rows, never from a Host header."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_PATH = 400


def public_url(path: str = "/", **query: str) -> str:
    """The absolute address of a path on the public host; empty query values are left out."""
    return company_url(settings.PUBLIC_HOST, path, **query)


def company_url(host: str, path: str = "/", **query: str) -> str:
    """The absolute address of a path on a company's host (no port in `host`)."""
    scheme = "https" if settings.SECURE else "http"
    port = f":{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else ""
    return with_query(f"{scheme}://{host}{port}{path}", **query)


def with_query(path: str, **query: str) -> str:
    """The path with these parameters; empty values are left out."""
    given = {key: value for key, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def safe_path(candidate: str | None, default: str = "/") -> str:
    """The candidate if it is a path of the very host it is used on, else the default."""
    if not candidate or len(candidate) > LONGEST_PATH or not candidate.startswith("/"):
        return default
    plain = candidate.isprintable() and "\\" not in candidate
    return candidate if plain and url_has_allowed_host_and_scheme(candidate, None) else default


def page_of(request: HttpRequest) -> str:
    """The path of the page the reader looks at; of the one that holds the form, if one was sent."""
    if request.method in {"GET", "HEAD"}:
        return safe_path(request.get_full_path())
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return "/"
    return safe_path(f"{came_from.path}?{came_from.query}".removesuffix("?"))
