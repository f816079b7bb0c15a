"""The site's addresses, with stand-ins for pages that other apps bring."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

NAMES = (
    "dashboard",
    "portfolio",
    "review",
    "decision_log",
    "search",
    "settings_members",
    "profile",
)


def stand_in(request: HttpRequest, **_arguments: object) -> HttpResponse:
    return HttpResponse("stand-in")


urlpatterns: list[URLPattern | URLResolver] = [
    *site,
    path(
        "diagnostic/<uuid:assessment_id>/uses/<str:use_case_id>/take/",
        stand_in,
        name="use_case_take",
    ),
    *(path(f"stand-in/{name}/", stand_in, name=name) for name in NAMES),
]
