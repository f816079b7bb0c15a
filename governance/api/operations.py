"""One address and method: what it is given, what it answers, and what is said of it."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from governance.api.codec import Body, decode, given, given_back, parse, tree
from governance.api.views import JSON, ApiView, takes, written
from tenants.errors import Invalid, NotFound
from tenants.shapes import Shape, shaped

Handler = Callable[..., HttpResponseBase]


class Nothing(Body, frozen=True, kw_only=True):
    """No parameter is known here."""


class Reply(NamedTuple):
    """What is answered, with its version and where it is found from now on."""

    value: object
    version: int | None = None
    location: str | None = None


@dataclass(frozen=True, kw_only=True)
class Operation:
    """`shape` is what is answered; `reads_version` and `writes_version`: If-Match, ETag.

    `may_refuse` is for what is read only once a rule lets it: a write always may.
    `gone`: what is asked for may be forgotten since.
    """

    name: str
    summary: str
    said: str
    shape: Any
    body: Any = None
    query: Any = Nothing
    status: int = 200
    reads_version: bool = False
    writes_version: bool = False
    located: bool = False
    may_refuse: bool = False
    gone: bool = False
    media: Mapping[str, Any] = field(default_factory=dict)
    known: Any = None


def operation(
    summary: str,
    shape: Any,
    *,
    name: str,
    query: type[Body] = Nothing,
    status: int = 200,
    body: Any = None,
    reads_version: bool = False,
    writes_version: bool = False,
    located: bool = False,
    may_refuse: bool = False,
    gone: bool = False,
    media: Mapping[str, Any] | None = None,
    known: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., Any]], Handler]:
    """The method becomes the handler of an address: it returns what is answered, or a Reply.

    It is given the parts of the path, and `query` and `body` where they are said here. `known` is
    the handler that reads what is written here: its answer may come back as it was.
    """

    def mark(method: Callable[..., Any]) -> Handler:
        described = Operation(
            name=name,
            summary=summary,
            said=first_line(method),
            shape=shape,
            body=body,
            query=query,
            status=status,
            reads_version=reads_version,
            writes_version=writes_version,
            located=located,
            may_refuse=may_refuse,
            gone=gone,
            media=media or {},
            known=known,
        )

        @wraps(method)
        def handler(view: ApiView, _request: object, **path: Any) -> HttpResponseBase:
            if view.request.method in {"GET", "HEAD"}:
                asked = view.asked(query)
                path |= {"query": asked} if query is not Nothing else {}
            if body is not None:
                path["body"] = body_of(view, body, known, path)
            with placed(view, path):
                return answered(method(view, **path), described, reads=view.may_read)

        handler.operation = described  # type: ignore[attr-defined]
        return handler

    return mark


def act(
    service: Callable[..., Any],
    summary: str,
    shape: Any,
    *,
    body: Any = None,
    whole: str = "",
    answer: Callable[..., Any] | None = None,
    name: str = "",
    status: int = 200,
    writes_version: bool = True,
    located: str = "",
    known: Callable[..., Any] | None = None,
    names: Mapping[str, str] | None = None,
) -> Handler:
    """A handler that does one use case and answers with its row, or with what `answer` reads.

    The fields of the body are given under their names, or all together as `whole`; `names` says
    which part of path or body is another argument. The row is from then on at the address named
    `located`.
    """
    known_as = names or {}

    def method(view: ApiView, body: Any = None, **path: Any) -> object:
        asked = {whole: body} if whole else {} if body is None else given(body)
        if "expected_version" in takes(service):
            asked["expected_version"] = view.expected_version()
        row = view.perform(service, **_named(path, known_as), **_named(asked, known_as))
        value = answer(view, row, **path) if answer is not None else row
        where = view.location(reverse(located, args=[row.id])) if located else None
        reply = value if isinstance(value, Reply) else Reply(value, getattr(value, "version", None))
        return reply._replace(location=where)

    method.__doc__ = service.__doc__
    return operation(
        summary,
        shape,
        name=name or service.__name__,
        body=body,
        status=status,
        reads_version="expected_version" in takes(service),
        writes_version=writes_version,
        located=bool(located),
        known=known,
    )(method)


@contextmanager
def placed(view: ApiView, path: Mapping[str, Any]) -> Iterator[None]:
    """An id that names nothing and was sent in the body is the body's fault.

    Raises Invalid with the field; the address itself stays NotFound.
    """
    try:
        yield
    except NotFound as error:
        sent = None if error.named is None or error.named in path.values() else path.get("body")
        field = place_of(error.named, msgspec.to_builtins(sent)) if sent is not None else None
        if field is None:
            raise
        raise Invalid("invalid_fields", fields={field: [error.code]}) from error


def place_of(named: object, sent: Any) -> str | None:
    """Where that value stands in what was sent, its steps joined by points."""
    if not isinstance(sent, dict | list):
        return "" if sent == str(named) else None
    parts = sent.items() if isinstance(sent, dict) else enumerate(sent)
    for name, part in parts:
        found = place_of(named, part)
        if found is not None:
            return f"{name}.{found}".rstrip(".")
    return None


def _named(parts: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): part for name, part in parts.items()}


def body_of(
    view: ApiView, kind: Any, known: Callable[..., Any] | None, path: Mapping[str, Any]
) -> Any:
    """The body as that type; what was answered before may be in it. Raises Invalid."""
    try:
        return decode(view.request.data, kind)
    except Invalid:
        if known is None or not isinstance(view.request.data, dict):
            raise
        answer = parse(known(view, view.request, **path).content)
        return decode(given_back(view.request.data, tree(kind), answer), kind)


class Written(Shape, frozen=True, kw_only=True):
    """What a key that may write and not read is told: which row it is, and its version."""

    id: UUID | None
    version: int | None


def answered(found: Any, known: Operation, *, reads: bool = True) -> HttpResponseBase:
    """What a handler returned as a response; without the right to read, as `Written`."""
    if isinstance(found, HttpResponseBase):
        return found
    reply = found if isinstance(found, Reply) else Reply(found, getattr(found, "version", None))
    if known.shape is None:
        return HttpResponse(status=known.status)
    if not reads:
        reply = reply._replace(value=Written(id=_id_of(reply.value), version=reply.version))
    headers: dict[str, str] = {}
    if known.writes_version and reply.version is not None:
        headers["ETag"] = f'"{reply.version}"'
    if reply.location:
        headers["Location"] = reply.location
    if isinstance(reply.value, HttpResponseBase):
        reply.value.status_code = known.status
        for header, said in headers.items():
            reply.value[header] = said
        return reply.value
    value = taken(reply.value, known.shape) if reads else reply.value
    return written(value, status=known.status, headers=headers)


def _id_of(value: object) -> UUID | None:
    """The id of a row, of an answer, or of the row that an answer is about."""
    if isinstance(value, HttpResponse):
        value = json.loads(value.content)
    if isinstance(value, dict):
        return value.get("id") or next(
            (one["id"] for one in value.values() if isinstance(one, dict) and "id" in one), None
        )
    return getattr(value, "id", None)


def stored_text(text: bytes) -> HttpResponse:
    """JSON that stands stored, as the answer."""
    return HttpResponse(text, content_type=JSON)


def taken(value: Any, shape: Any) -> Any:
    """A row as the shape that is answered; what has its shape stays as it is."""
    is_shape = isinstance(shape, type) and issubclass(shape, Shape)
    return shaped(value, shape) if is_shape and not isinstance(value, shape) else value


def first_line(described: Any) -> str:
    """The sentence that says what is true afterwards."""
    return (described.__doc__ or "").strip().partition("\n")[0]
