import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import is_valid_path

from governance.access.views import is_for_keys

Respond = Callable[[HttpRequest], HttpResponse]
ID = re.compile(r"(?<=/)[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?=/|$)")


class AddressMiddleware:
    """What was asked is looked up as it was meant, so that nothing is lost by how it was spelt.

    Ids may come in capitals. A final slash may be missing on the API and in what is sent: a
    redirect would lose it. HEAD is answered like GET, without the body.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.path_info = _meant(request)
        request.path = request.META.get("SCRIPT_NAME", "") + request.path_info
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        return _without_body(response)


def _meant(request: HttpRequest) -> str:
    path = ID.sub(lambda found: found[0].lower(), request.path_info)
    is_read = request.method in {"GET", "HEAD"} and not is_for_keys(request)
    if is_read or path.endswith("/") or not is_valid_path(f"{path}/"):
        return path
    return f"{path}/"


def _without_body(response: HttpResponse) -> HttpResponse:
    if isinstance(response, StreamingHttpResponse):
        response.close()
        response.streaming_content = iter(())
        return response
    length = len(response.content)
    response.content = b""
    response.headers["Content-Length"] = str(length)
    return response
