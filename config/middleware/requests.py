import logging
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse

from config.logs import ASKED, hidden

Respond = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("requests")


class RequestLogMiddleware:
    """Each request is a line of the log, without its query; lines written meanwhile name it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        asked = request.method or "", hidden(request.path)
        token = ASKED.set(asked)
        try:
            response = self.get_response(request)
            company = getattr(request, "company", None)
            extra = {
                "status": response.status_code,
                "milliseconds": round((perf_counter() - begun) * 1000, 1),
                "schema": company.schema_name if company else "public",
                "company": company.host if company else None,
            }
            log.info("%s %s", *asked, extra=extra)
            return response
        finally:
            ASKED.reset(token)
