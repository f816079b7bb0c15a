"""The names the frame links to, on their own."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

NAMES = [
    "dashboard",
    "mine",
    "portfolio",
    "review",
    "assessment",
    "decision_log",
    "search",
    "register",
    "settings_members",
    "profile",
    "measuring",
    "language",
    "sign_out",
    "landing",
    "account_login",
    "accessibility",
    "personal_data",
    "legal",
]


def _empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path(f"{name}/", _empty, name=name) for name in NAMES]
