"""Who is let in at the door of a page."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from governance.access.views import FRESH_FOR, admit
from tests.cast import NOW
from tests.conftest import acting
from tests.refusals import refused


@pytest.fixture
def asks(acme):
    """A request of a part of the cast, or of nobody, for the page of that name."""

    def made(name: str, part: str | None = None, *, signed_in_ago: timedelta | None = None) -> Any:
        request: Any = RequestFactory().get("/")
        request.resolver_match = SimpleNamespace(view_name=name)
        request.company, request.member, request.now = acme.company, None, NOW
        request.user = SimpleNamespace(is_authenticated=False)
        request.session = {}
        if part is not None:
            request.member, request.act = acme.members[part], acting(acme.actor(part))
            if signed_in_ago is not None:
                request.session["authenticated_at"] = (NOW - signed_in_ago).timestamp()
        return request

    return made


def test_nobody_is_asked_to_sign_in(asks) -> None:
    with refused("sign_in_required"):
        admit(asks("dashboard"))
    stranger = asks("dashboard")
    stranger.user.is_authenticated = True
    with refused("not_a_member", company="Ateliers Morel"):
        admit(stranger)
    admit(asks("dashboard", "viewer"))


def test_what_opens_keys_asks_for_a_fresh_sign_in(asks) -> None:
    for ago in (None, FRESH_FOR + timedelta(seconds=1)):
        with refused("step_up_required"):
            admit(asks("settings_keys", "executive", signed_in_ago=ago))
    admit(asks("settings_keys", "executive", signed_in_ago=FRESH_FOR))
    with refused("not_in_role"):
        admit(asks("settings_keys", "lead", signed_in_ago=FRESH_FOR))


def test_what_the_route_table_does_not_name_is_not_there(asks) -> None:
    with pytest.raises(Http404):
        admit(asks("nowhere", "executive"))
