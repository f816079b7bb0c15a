"""Doors that stand for any page and any write endpoint of the product."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView, expected_version, versioned
from governance.members.models import Member
from tenants.errors import NotAllowed, Refused

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
    raise NotAllowed(
        "not_in_role", permission="mandate.issue", roles=("executive",), holders=("Anna <b>",)
    )


def broken_room(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


class TitleInput(StrictSerializer):
    title = serializers.CharField(max_length=120)


class TitleView(ApiView):
    """Writes the acting member's title."""

    serializer_class = TitleInput

    def post(self, request: Request) -> Response:
        given = TitleInput(data=request.data)
        given.is_valid(raise_exception=True)
        member = Member.objects.get(id=self.actor.member_id)
        member.version += 1
        member.title = given.validated_data["title"]
        member.save(update_fields=["title", "version"])
        if member.title == "refuse me":
            raise Refused("host_taken")
        return versioned({"title": member.title, "version": member.version}, member.version)

    def patch(self, request: Request) -> Response:
        if expected_version(request) not in {None, 1}:
            raise Refused("stale_version")
        return self.post(request)


class BrokenView(ApiView):
    def get(self, request: Request) -> Response:
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
