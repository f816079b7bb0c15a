"""The one base of all API views: who calls, transactions, repetition, versions."""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, partial
from inspect import signature
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.views import APIView

from governance.access.rules.actors import Act, Actor
from governance.api.codec import ask
from governance.api.pagination import Cursor, Page
from governance.api.throttles import Counted, KeyThrottle
from governance.keys.services import KeptAnswer, answer_once
from tenants.errors import Invalid
from tenants.hosts import Company
from tenants.shapes import encode
from tenants.transactions import use_case

LONGEST_VERSION = 10
KEPT_HEADERS = ("ETag", "Location")
JSON = "application/json"
Kind = TypeVar("Kind")
Row = TypeVar("Row", bound=Any)


class TooLarge(APIException):
    """The body is over the limit of this installation."""

    status_code = 413


@method_decorator(gzip_page, name="dispatch")
class ApiView(APIView):
    """A write runs in one use case; with an Idempotency-Key it has one effect and one answer.

    Handlers are operations: they are given what was asked and return what is answered.
    """

    throttle_classes = (KeyThrottle,)

    @property
    def door(self) -> Any:
        """The request as the middleware made it."""
        return self.request._request

    @property
    def actor(self) -> Actor:
        actor = self.request.user
        if not isinstance(actor, Actor):
            raise TypeError("an API view is reached with a key only")
        return actor

    @property
    def act(self) -> Act:
        """Who acts by this key, and when."""
        act: Act = self.door.act
        return act

    @property
    def may_read(self) -> bool:
        """Whether the key may be shown what stands here."""
        return "read" in self.actor.scopes

    @property
    def now(self) -> datetime:
        moment: datetime = self.door.now
        return moment

    @property
    def today(self) -> date:
        day: date = self.door.today
        return day

    @property
    def language(self) -> str:
        return str(self.door.LANGUAGE_CODE)

    @property
    def company(self) -> Company:
        company: Company = self.door.company
        return company

    def perform(self, service: Callable[..., Kind], **given: Any) -> Kind:
        """The use case is done, called as every door calls it: who acts and when, then the rest."""
        return service(self.act, **given)

    def asked(self, kind: type[Kind]) -> Kind:
        """The parameters of the address as that type; raises Invalid."""
        return ask(self.request.query_params, kind)

    def page(
        self,
        rows: "QuerySet[Row]",
        write: Callable[[Iterable[Row]], Iterable[Kind]],
        *,
        ordering: str | tuple[str, ...] = "-id",
    ) -> Page[Kind]:
        """One page of those rows, each as it is written."""
        pages = Cursor(ordering)
        found: Any = pages.paginate_queryset(rows, self.request, view=self)
        return Page(
            results=tuple(write(found)),
            next=pages.get_next_link(),
            previous=pages.get_previous_link(),
        )

    def location(self, path: str) -> str:
        """The whole address of a path."""
        return str(self.request.build_absolute_uri(path))

    @property
    def default_response_headers(self) -> dict[str, str]:
        policy = "default-src 'none'; frame-ancestors 'none'"
        return {**super().default_response_headers, "Content-Security-Policy": policy}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The caller is known and within limits; a write's handler is wrapped for this request."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        super().initial(request, *args, **kwargs)
        name = (request.method or "").lower()
        handler = getattr(self, name, None)
        if name in {"post", "put", "patch", "delete"} and handler is not None:
            setattr(self, name, partial(self._write, handler))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """With what is left of the minute; what was read carries its tag, or is 304."""
        response = super().finalize_response(request, response, *args, **kwargs)
        counted: Counted | None = getattr(self.door, "counted", None)
        for name, value in counted.headers.items() if counted else ():
            response.headers[name] = value
        if request.method == "GET" and response.status_code == 200:
            patch_vary_headers(response, ("Accept", "Accept-Language", "Authorization"))
            if "ETag" not in response or response["ETag"].strip('"').isdecimal():
                response.headers["ETag"] = tag_of(response)
            return get_conditional_response(self.door, response["ETag"], response=response)
        return response

    def _write(
        self, handler: Callable[..., HttpResponse], request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None or request.method not in {"POST", "PATCH"}:
            with use_case():
                return handler(request, *args, **kwargs)
        caller: Any = request.auth
        answer, repeated = answer_once(
            caller_id=caller.id,
            key=key,
            route=f"{request.method} {request.path}"[:200],
            body=self.door.body,
            now=self.now,
            act=lambda: kept(handler(request, *args, **kwargs)),
        )
        headers = dict(answer.headers)
        if repeated:
            headers["Idempotency-Replayed"] = "true"
        return written(answer.body, status=answer.status, headers=headers)

    def expected_version(self) -> int | None:
        """The version the caller has seen (If-Match); None when it says none or `*`.

        Raises Invalid `if_match_required` for PUT and PATCH without it, `if_match_unreadable`.
        """
        header = self.request.headers.get("If-Match")
        if header is None:
            if self.request.method in {"PUT", "PATCH"}:
                raise Invalid("if_match_required")
            return None
        if header.strip() == "*":
            return None
        text = header.strip().removeprefix("W/").strip('"').partition("-")[0]
        if not text.isascii() or not text.isdigit() or len(text) > LONGEST_VERSION:
            raise Invalid("if_match_unreadable")
        return int(text)


def tag_of(response: HttpResponse) -> str:
    """The ETag of what is read: its version if it has one, and a digest of what it says."""
    said = hashlib.sha256(response.content).hexdigest()[:16]
    version = response.get("ETag", "").strip('"')
    return f'"{version}-{said}"' if version else f'"{said}"'


@cache
def takes(service: Callable[..., Any]) -> frozenset[str]:
    """The names of what a service is given."""
    return frozenset(signature(service).parameters)


def kept(response: HttpResponse) -> KeptAnswer:
    """The response as it is stored for a repetition."""
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    body = json.loads(response.content) if response.content else None
    return KeptAnswer(response.status_code, body, headers)


def written(
    value: object, *, status: int = 200, headers: dict[str, str] | None = None
) -> HttpResponse:
    """The value as JSON."""
    if status == 204:
        return HttpResponse(status=204, headers=headers)
    return HttpResponse(encode(value), status=status, content_type=JSON, headers=headers)
