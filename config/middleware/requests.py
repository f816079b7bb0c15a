import logging
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse

from config.logs import ASKED

Respond = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("requests")


class RequestLogMiddleware:
    """Each request is a line of the log, without its query; lines written meanwhile name it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        asked = request.method or "", request.path
        token = ASKED.set(asked)
        try:
            response = self.get_response(request)
            extra = {
                "request": request,
                "status": response.status_code,
                "milliseconds": round((perf_counter() - begun) * 1000, 1),
            }
            log.info("%s %s", *asked, extra=extra)
            return response
        finally:
            ASKED.reset(token)
