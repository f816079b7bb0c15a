"""What every calendar's door answers."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from tenants.errors import NotFound
from tenants.visitors import may_guess_calendar, may_read_calendar

MEDIA_TYPE = "text/calendar; charset=utf-8"
Door = Callable[[Any, str], bytes]


def calendar_door(read: Door) -> Callable[..., HttpResponse]:
    """The page that hands out what `read` makes of a token; unchanged, it is not sent again.

    A token that opens nothing is counted against who tries it, never against who has a good one.
    """

    @require_safe
    @wraps(read)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        try:
            body = read(request, token) if may_read_calendar(request, token) else None
        except NotFound:
            if not may_guess_calendar(request):
                return _unlisted(_too_many(request))
            raise
        return _unlisted(_too_many(request) if body is None else _handed_out(request, body))

    return page


def _handed_out(request: HttpRequest, body: bytes) -> HttpResponse:
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response.headers["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response) or response
    found.headers["Cache-Control"] = "private, no-cache"
    found.headers["Referrer-Policy"] = "no-referrer"
    return found


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "errors/429.html", status=429)
    response.headers["Retry-After"] = "300"
    return response


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
