"""Errors of the programming interface as problem documents (RFC 9457)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions

from config.error_texts import explain
from tenants.errors import DomainError, Invalid
from tenants.shapes import encode

MEDIA_TYPE = "application/problem+json"
RETRY = {"Retry-After": "5"}
STATUS_OF_CODE = {"changes_gone": 410, "if_match_required": 428, "if_match_unreadable": 400}

# status: code, title, detail
PLAIN: dict[int, tuple[str, Promise, Promise]] = {
    400: ("malformed", _("Unreadable request"), _("The body is not valid JSON.")),
    401: (
        "key_refused",
        _("A valid key is needed"),
        _("Send “Authorization: Bearer” with a key of this company that is not expired."),
    ),
    403: ("not_allowed", _("You may not do this"), _("This key does not allow it.")),
    404: ("not_found", _("Nothing here"), _("The address is wrong, or what it named is gone.")),
    405: ("method_not_allowed", _("Not this method"), _("See the header Allow.")),
    406: ("not_acceptable", _("JSON only"), _("Answers are written in JSON only.")),
    413: ("too_large", _("Too large"), _("Send less at once.")),
    415: ("unsupported_media_type", _("JSON only"), _("Send the body as application/json.")),
    429: ("too_many_requests", _("Too many requests"), _("Wait as long as Retry-After says.")),
    503: (
        "unavailable",
        _("Back in a moment"),
        _(
            "Something this needs does not answer. Wait as long as Retry-After says and try again; "
            "the same Idempotency-Key makes it safe."
        ),
    ),
    500: (
        "server_error",
        _("Something broke on our side"),
        _("Nothing was written. Try again; the same Idempotency-Key makes it safe."),
    ),
}


def problem(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """The error as a problem document; None for what is a fault of ours (then 500)."""
    if isinstance(error, DomainError):
        return _domain_problem(error, context)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if isinstance(error, exceptions.APIException):
        return _plain_response(error)
    return None


def plain_problem(status: int) -> HttpResponse:
    """A problem document outside any API view: an unknown address, a fault of ours."""
    return _written(_document(status), status, RETRY if status == 503 else None)


def _domain_problem(error: DomainError, context: Mapping[str, Any]) -> HttpResponse:
    explanation = explain(error)
    status = STATUS_OF_CODE.get(error.code, error.status)
    if error.code == "stale_version" and "If-Match" in context["request"].headers:
        status = 412
    document = {
        "type": f"urn:capitaine:error:{error.code}",
        "title": explanation.title,
        "status": status,
        "detail": explanation.text,
        "code": error.code,
        "facts": dict(error.facts),
    }
    if isinstance(error, Invalid) and error.fields:
        document["fields"] = dict(error.fields)
    headers = RETRY if status == 503 or error.code == "request_in_progress" else None
    return _written(document, status, headers)


def _plain_response(error: exceptions.APIException) -> HttpResponse:
    headers: dict[str, str] = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(int(getattr(error, "wait", None) or 60))
    status = error.status_code
    return _written(_document(status), status, headers)


def _written(
    document: Mapping[str, Any], status: int, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    body = encode(document)
    return HttpResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def _document(status: int) -> dict[str, Any]:
    code, title, detail = PLAIN.get(status, PLAIN[400])
    return {
        "type": f"urn:capitaine:error:{code}",
        "title": str(title),
        "status": status,
        "detail": str(detail),
        "code": code,
        "facts": {},
    }
