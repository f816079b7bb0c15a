"""Errors as pages; on the programming interface the same errors are problem documents."""

import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from config.api_errors import RETRY, plain_problem
from config.error_actions import actions_for
from config.error_texts import explain
from config.views.kept import keep, shown_again
from governance.access.views import is_for_keys
from tenants.addresses import public_url
from tenants.errors import DomainError, NotAllowed

# What a database or a cache that is away, or has no time, makes of a request.
AWAY = (OperationalError, InterfaceError, RedisError)


def render_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A page of the error's status: what is in the way, who can, the next click."""
    explanation = explain(error)
    context = {
        "explanation": explanation,
        "facts": explanation.facts,
        "actions": actions_for(request, error),
    }
    answer = render(request, "errors/error.html", context, status=error.status)
    if error.status == 503:
        answer["Retry-After"] = RETRY["Retry-After"]
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old and is shown once more with what was typed, or it is not ours."""
    token = keep(request)
    if token:
        return shown_again(token)
    return render_error(request, NotAllowed("form_expired"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a server that does not answer: then trying again may succeed.

    Needs neither database nor session, so that it stands when they do not.
    """
    if isinstance(sys.exc_info()[1], AWAY):
        return unavailable(request)
    if is_for_keys(request):
        return plain_problem(500)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Try again in a moment: as Retry-After says."""
    if is_for_keys(request):
        return plain_problem(503)
    return HttpResponse(render_to_string("errors/503.html"), status=503, headers=RETRY)


def unknown_company(request: HttpRequest) -> HttpResponse:
    """No company answers under this host: a page of its own, since there is no other here."""
    if is_for_keys(request):
        return plain_problem(404)
    page = render_to_string("tenants/unknown_company.html", {"home": public_url("/")})
    return HttpResponse(page, status=404)


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    if is_for_keys(request):
        return plain_problem(status)
    actions: list[Any] = [(_("Back to the start page"), "/")]
    return render(
        request, "errors/error.html", {"status": status, "actions": actions}, status=status
    )
