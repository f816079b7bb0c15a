"""Doors that stand for any page and any write endpoint of the product."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from governance.access.rules.actors import Act
from governance.api.codec import Body
from governance.api.operations import act, operation
from governance.api.views import ApiView
from governance.members.models import Member
from tenants.bounds import text
from tenants.errors import NotAllowed, Refused, Unavailable
from tenants.shapes import Shape

handler400 = "config.views.errors.bad_request"
handler403 = "config.views.errors.forbidden"
handler404 = "config.views.errors.page_not_found"
handler500 = "config.views.errors.server_error"


def room(request: Any) -> HttpResponse:
    return HttpResponse(f"hello {request.member.email}")


def executive_room(request: HttpRequest) -> HttpResponse:
    return HttpResponse("mandates")


def key_room(request: HttpRequest) -> HttpResponse:
    return HttpResponse("keys")


def refusing_room(request: HttpRequest) -> HttpResponse:
    if "away" in request.GET:
        raise Unavailable("no_spare_company")
    raise NotAllowed(
        "not_in_role", permission="mandate.issue", roles=("executive",), holders=("Anna <b>",)
    )


def broken_room(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


class TitleBody(Body, frozen=True, kw_only=True):
    title: Annotated[str, text(120)]


class TitleAnswer(Shape, frozen=True, kw_only=True):
    title: str
    version: int


def write_title(act: Act, *, title: str, expected_version: int | None = None) -> Member:
    """The acting member has this title."""
    if expected_version not in {None, 1}:
        raise Refused("stale_version", version=1, expected=expected_version)
    member = Member.objects.get(id=act.actor.member_id)
    member.version += 1
    member.title = title
    member.save(update_fields=["title", "version"])
    if title == "refuse me":
        raise Refused("host_taken")
    return member


class TitleView(ApiView):
    """Writes the acting member's title."""

    post = patch = act(write_title, "Write a title", TitleAnswer, body=TitleBody)


class BrokenView(ApiView):
    @operation("Break", None, name="break")
    def get(self) -> None:
        raise RuntimeError("a fault of ours")


# What they ask; the unnamed room is left out on purpose.
ASKED = {
    "room": "member",
    "executive_room": "mandate.issue",
    "key_room": "key.manage",
    "refusing_room": "member",
    "broken_room": "public",
    "title": "member",
    "broken": "member",
}

urlpatterns = [
    path("", room, name="dashboard"),
    path("room/", room, name="room"),
    path("room/executive/", executive_room, name="executive_room"),
    path("room/keys/", key_room, name="key_room"),
    path("room/refusing/", refusing_room, name="refusing_room"),
    path("room/broken/", broken_room, name="broken_room"),
    path("room/unnamed/", room, name="unnamed_room"),
    path("api/v1/title", TitleView.as_view(), name="title"),
    path("api/v1/broken", BrokenView.as_view(), name="broken"),
    path("", include("config.urls")),
]
