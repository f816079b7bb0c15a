from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.views.errors import render_error
from config.views.session import begin_sign_in
from tenants.errors import DomainError

Respond = Callable[[HttpRequest], HttpResponse]


class ErrorsMiddleware:
    """A domain error that no view met becomes a page that says what is in the way and what next."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            if exception.code == "sign_in_required":
                return begin_sign_in(request)
            return render_error(request, exception)
        return None
