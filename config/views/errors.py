from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.error_texts import explain
from tenants.errors import DomainError, NotAllowed


def render_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A page of the error's status: who can, what is in the way, the next click."""
    return render(
        request, "errors/error.html", {"explanation": explain(error)}, status=error.status
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from elsewhere or is too old."""
    return render_error(request, NotAllowed("form_expired"))
