"""The programming interface describes itself: as OpenAPI, and as a page to read."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from config.openapi import METHODS, document


@cache
def _document() -> dict[str, Any]:
    return document()


def api_schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document; the same for every company, so it needs no key."""
    return JsonResponse(_document(), content_type="application/vnd.oai.openapi+json")


def api_reference(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, read from the OpenAPI document."""
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in _document()["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]
    return render(request, "api/reference.html", {"operations": operations})
