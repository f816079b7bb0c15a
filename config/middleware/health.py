from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.health import healthz, readyz
from config.metrics import may_read, metrics

Respond = Callable[[HttpRequest], HttpResponse]
PROBES = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}


class HealthMiddleware:
    """Probes are answered under any host, by plain HTTP too: who asks knows only the machine."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path)
        if probe is None or (probe is metrics and not may_read(request)):
            return self.get_response(request)
        return probe()
