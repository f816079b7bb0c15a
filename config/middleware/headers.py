from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Respond = Callable[[HttpRequest], HttpResponse]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
CACHEABLE = frozenset({200, 206, 304})


class HeadersMiddleware:
    """Every answer, whatever its status, carries the headers that browsers need to protect it.

    It stands outermost: redirects to HTTPS, refused hosts and faults pass through it too.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.headers = {**HEADERS, "Content-Security-Policy": settings.CONTENT_SECURITY_POLICY}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        is_file = request.path.startswith("/static/") and response.status_code in CACHEABLE
        if not is_file:
            response.headers.setdefault("Cache-Control", "no-store")
        return response
