import hashlib
import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

from config.form_keys import FIELD
from config.views.errors import render_error
from governance.access.views import is_for_keys
from tenants.errors import Refused

Respond = Callable[[HttpRequest], HttpResponse]
KEPT_SECONDS = 24 * 3600
UNDER_WAY = "under way"
PATIENCE_SECONDS, STEP_SECONDS = 20.0, 0.05
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
        patience = PATIENCE_SECONDS
        while not cache.add(key, UNDER_WAY, KEPT_SECONDS):
            known: Any = cache.get(key)
            if isinstance(known, list):
                status, location = known
                return HttpResponse(status=status, headers={"Location": location})
            if patience <= 0:
                return render_error(request, Refused("form_under_way"))
            # The first one still runs, in whichever process: nothing here is told when it ends.
            time.sleep(STEP_SECONDS)
            patience -= STEP_SECONDS
        answer = None
        try:
            answer = self.get_response(request)
        finally:
            _remember(key, answer)
        return answer


def _remember(key: str, answer: HttpResponse | None) -> None:
    """What was done leads somewhere: that answer is kept, any other forgotten."""
    try:
        if answer is not None and answer.status_code in {302, 303}:
            cache.set(key, [answer.status_code, answer["Location"]], KEPT_SECONDS)
        else:
            cache.delete(key)
    except RedisError:
        log.warning("the cache does not answer; what a form did is not remembered")


def _key(request: HttpRequest) -> str:
    sent = sorted((name, values) for name, values in request.POST.lists() if "csrf" not in name)
    files = sorted((name, str(file)) for name, file in request.FILES.items())
    told = repr((request.get_host(), request.get_full_path(), sent, files))
    return "form:" + hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()
