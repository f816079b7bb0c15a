"""The one base of all API views: transactions, repetition, versions."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.access.rules.actors import Act, Actor
from governance.api.pagination import Cursor
from governance.api.throttles import KeyThrottle
from governance.keys.services import Answer, answer_once
from tenants.errors import Invalid
from tenants.transactions import use_case

LONGEST_VERSION = 10
KEPT_HEADERS = ("ETag", "Location")


class ApiView(APIView):
    """A write runs in one use case; with an Idempotency-Key it has one effect and one answer.

    Handlers take `self.actor`, call a service and return a Response; errors are raised.
    """

    throttle_classes = (KeyThrottle,)
    pagination_class = Cursor

    @property
    def actor(self) -> Actor:
        actor = self.request.user
        if not isinstance(actor, Actor):
            raise TypeError("an API view is reached with a key only")
        return actor

    @property
    def act(self) -> Act:
        """Who acts by this key, and when."""
        door: Any = self.request._request
        act: Act = door.act
        return act

    @property
    def default_response_headers(self) -> dict[str, str]:
        policy = "default-src 'none'; frame-ancestors 'none'"
        return {**super().default_response_headers, "Content-Security-Policy": policy}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The caller is known and within limits; a write's handler is wrapped for this request."""
        super().initial(request, *args, **kwargs)
        name = (request.method or "").lower()
        handler = getattr(self, name, None)
        if name in {"post", "put", "patch", "delete"} and handler is not None:
            setattr(self, name, partial(self._write, handler))

    def _write(
        self, handler: Callable[..., HttpResponse], request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None or request.method not in {"POST", "PATCH"}:
            with use_case():
                return handler(request, *args, **kwargs)
        caller: Any = request.auth
        door: Any = request._request
        answer, repeated = answer_once(
            caller_id=caller.id,
            key=key,
            route=f"{request.method} {request.path}"[:200],
            body=door.body,
            now=door.now,
            act=lambda: kept(handler(request, *args, **kwargs)),
        )
        headers = dict(answer.headers)
        if repeated:
            headers["Idempotency-Replayed"] = "true"
        return Response(answer.body, status=answer.status, headers=headers)


def kept(response: HttpResponse) -> Answer:
    """The response as it is stored for a repetition."""
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    if isinstance(response, Response):
        text = JSONRenderer().render(response.data)
    else:
        text = response.content
    return Answer(response.status_code, json.loads(text), headers)


def versioned(data: Any, version: int, *, status: int = 200) -> Response:
    """A response whose ETag is the row's version."""
    return Response(data, status=status, headers={"ETag": f'"{version}"'})


def expected_version(request: Request) -> int | None:
    """The version the caller has seen (If-Match); None when it says none or `*`.

    Raises Invalid `if_match_required` for PUT and PATCH without it, `if_match_unreadable`.
    """
    header = request.headers.get("If-Match")
    if header is None:
        if request.method in {"PUT", "PATCH"}:
            raise Invalid("if_match_required")
        return None
    if header.strip() == "*":
        return None
    text = header.strip().removeprefix("W/").strip('"')
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_VERSION:
        raise Invalid("if_match_unreadable")
    return int(text)
