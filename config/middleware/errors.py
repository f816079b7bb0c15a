from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from config.views.errors import render_error
from config.views.kept import PATH as KEPT_PATH
from config.views.kept import keep, remember_kept
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
        return told(request, exception) if isinstance(exception, DomainError) else None


def told(request: Any, error: DomainError) -> HttpResponse:
    """The page of that error, or the way to sign in and back to what was typed."""
    is_fresh = error.code == "step_up_required"
    if error.code != "sign_in_required" and not is_fresh:
        return render_error(request, error)
    token = keep(request)
    back = KEPT_PATH if token else ""
    if request.session_of is None:
        answer: HttpResponse = redirect_to_login(back or request.get_full_path())
    else:
        answer = begin_sign_in(request, fresh=is_fresh, back=back)
    return remember_kept(answer, token) if token else answer
