from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.health import healthz, readyz

Respond = Callable[[HttpRequest], HttpResponse]
PROBES = {"/healthz": healthz, "/readyz": readyz}


class HealthMiddleware:
    """Probes are answered under any host, by plain HTTP too: who asks knows only the machine."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path)
        return probe() if probe else self.get_response(request)
