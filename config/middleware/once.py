import hashlib
import logging
from collections.abc import Callable
from functools import cache as once_in_a_process
from time import monotonic
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from redis import Redis
from redis.exceptions import RedisError

from config.form_keys import FIELD
from config.views.errors import render_error
from governance.access.views import is_for_keys
from tenants.errors import Refused

Respond = Callable[[HttpRequest], HttpResponse]
KEPT_SECONDS = 24 * 3600
PATIENCE_SECONDS = 20.0
log = logging.getLogger(__name__)


class OnceMiddleware:
    """A form that is sent twice has one effect, and the second sender gets the first answer.

    What was refused or only shown is not kept: it may be sent again. Without the cache a form is
    taken as it comes.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or is_for_keys(request) or not request.POST.get(FIELD):
            return self.get_response(request)
        key = _key(request)
        try:
            return self._once(request, key)
        except RedisError:
            log.warning("the cache does not answer; a form's key is not looked at")
            return self.get_response(request)

    def _once(self, request: HttpRequest, key: str) -> HttpResponse:
        sending, deadline = f"form-ended:{uuid4().hex}", monotonic() + PATIENCE_SECONDS
        while not cache.add(key, sending, KEPT_SECONDS):
            known: Any = cache.get(key)
            if isinstance(known, list):
                status, location = known
                return HttpResponse(status=status, headers={"Location": location})
            if (left := deadline - monotonic()) <= 0:
                return render_error(request, Refused("form_under_way"))
            if known is not None:
                _wait(known, left)
        answer = None
        try:
            answer = self.get_response(request)
        finally:
            _remember(key, sending, answer)
        return answer


@once_in_a_process
def bells() -> Redis:
    """The client that waits: an answer may take it as long as a sender is patient."""
    options = {**settings.CACHE_OPTIONS, "socket_timeout": PATIENCE_SECONDS + 5}
    return Redis.from_url(settings.CACHE_URL, **options)


def _wait(sending: str, seconds: float) -> None:
    """Until that sending has ended, in whichever process, or so many seconds are over.

    The element stays in its list, so that everybody who waits is woken.
    """
    bells().blmove(sending, sending, max(seconds, 0.01))  # type: ignore[arg-type]


def _ring(sending: str) -> None:
    with bells().pipeline() as both:
        both.rpush(sending, "ended")
        both.expire(sending, int(PATIENCE_SECONDS) + 60)
        both.execute()


def _remember(key: str, sending: str, answer: HttpResponse | None) -> None:
    """What was done leads somewhere: that answer is kept, any other forgotten."""
    try:
        if answer is not None and answer.status_code in {302, 303}:
            cache.set(key, [answer.status_code, answer["Location"]], KEPT_SECONDS)
        else:
            cache.delete(key)
        _ring(sending)
    except RedisError:
        log.warning("the cache does not answer; what a form did is not remembered")


def _key(request: HttpRequest) -> str:
    sent = sorted((name, values) for name, values in request.POST.lists() if "csrf" not in name)
    files = sorted((name, str(file)) for name, file in request.FILES.items())
    told = repr((request.get_host(), request.get_full_path(), sent, files))
    return "form:" + hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()
