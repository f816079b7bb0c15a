"""The programming interface, called as an integrator does."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from governance.keys.services import create_key
from tests.conftest import Cast, acting

Call = Callable[..., Any]


def caller(cast: Cast, part: str, scopes: tuple[str, ...] = ("read", "write", "decide")) -> Call:
    """`call(method, path, body=None, **headers)` with a key made by that member."""
    now = timezone.now()
    key = create_key(
        acting(cast.actor(part), now=now, today=now.date()), name="test", scopes=scopes, days=30
    )
    return calls_of(Client(headers={"host": cast.host, "authorization": f"Bearer {key.text}"}))


def calls_of(client: Client) -> Call:
    """`call(method, path, body=None, **headers)` by that client."""

    def call(method: str, path: str, body: Any = None, **headers: str) -> Any:
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(client, method)(f"/api/v1/{path}", **more, headers=headers)

    return call
