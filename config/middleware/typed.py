from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from governance.access.views import is_for_keys
from tenants.texts import cleaned

Respond = Callable[[HttpRequest], HttpResponse]


class TypedTextMiddleware:
    """What a person typed arrives cleaned, in whatever form; a password stays as it was typed.

    Bodies of the API are cleaned where they are decoded.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_keys(request):
            request.GET = _cleaned(request.GET)  # type: ignore[assignment]
            if request.method == "POST":
                request.POST = _cleaned(request.POST)  # type: ignore[assignment]
        return self.get_response(request)


def _cleaned(sent: QueryDict) -> QueryDict:
    if all(one.isascii() and one.isprintable() for _, all_ in sent.lists() for one in all_):
        return sent
    copy = sent.copy()
    for name, values in sent.lists():
        if "password" not in name:
            copy.setlist(name, [cleaned(one) for one in values])
    copy._mutable = False
    return copy
