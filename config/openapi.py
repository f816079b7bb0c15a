"""The OpenAPI document, made of the route table and the types that the doors read and write."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from django.urls import URLPattern, URLResolver, get_resolver

from config.api_errors import PLAIN, STATUS_OF_CODE
from config.api_examples import example
from config.api_schemas import Node, Schemas
from config.error_texts import TEXTS
from governance.api.codec import PageQuery
from governance.api.operations import Nothing, Operation, Written
from tenants.shapes import Shape

METHODS = ("get", "post", "put", "patch", "delete")
ROOT = "api/v1/"
JSON, PROBLEM = "application/json", "application/problem+json"
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
KINDS: dict[str, Node] = {
    "uuid": {"type": "string", "format": "uuid"},
    "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"},
    "int": {"type": "integer", "minimum": 0},
}
CODES = sorted({*TEXTS, *STATUS_OF_CODE, *(code for code, _, _ in PLAIN.values())})
SAID = {
    200: "As asked.",
    201: "Made.",
    202: "Under way.",
    204: "Gone.",
    304: "As it was: the ETag is that of If-None-Match.",
    400: "The body is no JSON, or If-Match is no version.",
    401: "No key, or one that opens nothing here.",
    403: "The key may not do this; facts say who may.",
    404: "Nothing here.",
    405: "Not this method; see the header Allow.",
    406: "Nothing is written in what Accept asks for.",
    409: "A rule of the product stands in the way; facts say which.",
    410: "Forgotten: begin again as the description of the address says.",
    412: "Somebody was faster: facts give the version that is and the one expected.",
    413: "More than two mebibytes at once.",
    415: "The body is not application/json.",
    422: "What was sent cannot be understood; `fields` names what.",
    428: "If-Match is needed.",
    429: "Too many requests; wait as long as Retry-After says.",
    500: "A fault of ours; nothing was written.",
    503: "Something does not answer now; try again.",
}


PROBLEMS = {
    400: "Unreadable",
    401: "KeyRefused",
    403: "NotAllowed",
    404: "NotFound",
    405: "NotThisMethod",
    406: "NotAcceptable",
    409: "Refused",
    410: "Gone",
    412: "Stale",
    413: "TooLarge",
    415: "NotThisMedia",
    422: "Invalid",
    428: "VersionNeeded",
    429: "TooMany",
    500: "Fault",
    503: "Unavailable",
}


class Problem(Shape, frozen=True, kw_only=True):
    """A problem document (RFC 9457); `code` is stable, `facts` say what stands in the way."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    facts: dict[str, Any]
    fields: dict[str, tuple[str, ...]] | msgspec.UnsetType = msgspec.UNSET


@dataclass(frozen=True, kw_only=True)
class AddressedOperation:
    """One operation at its address; `parts` are kind and name of what stands in the path."""

    path: str
    method: str
    operation: Operation
    parts: tuple[tuple[str, str], ...]

    @property
    def is_read(self) -> bool:
        return self.method == "get"

    @property
    def types(self) -> tuple[Any, ...]:
        """What is read and written."""
        known = (self.operation.query, self.operation.body, self.operation.shape)
        return tuple(one for one in known if one is not None)

    @property
    def statuses(self) -> tuple[int, ...]:
        """What may be answered, beside what was asked for."""
        found = {401, 403, 405, 406, 422, 429, 500, 503}
        is_list = issubclass(self.operation.query, PageQuery)
        found |= {404} if self.parts or is_list or self.operation.body else set()
        found |= {409} if self.operation.may_refuse or not self.is_read else set()
        found |= {410} if self.operation.gone else set()
        found |= {400, 412} if self.operation.reads_version else set()
        found |= {400, 413, 415} if self.operation.body else set()
        found |= {428} if self.operation.reads_version and self.method != "post" else set()
        found -= {428} if self.method == "delete" else set()
        return tuple(sorted(found))


def document() -> Node:
    """The whole document; the same for every company."""
    found = sorted(doors(get_resolver("config.urls").url_patterns), key=lambda one: one.path)
    schemas = Schemas(
        dict.fromkeys([Problem, Written, *(one for door in found for one in door.types)])
    )
    schemas.close(door.operation.body for door in found if door.operation.body)
    schemas.components["Problem"]["properties"]["code"] = {"type": "string", "enum": CODES}
    paths: dict[str, Node] = {}
    for door in found:
        paths.setdefault(door.path, {})[door.method] = described(door, schemas)
    problems = {name: problem(status, schemas) for status, name in PROBLEMS.items()}
    schemas.open_only([paths, problems])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Capitaine",
            "version": "1",
            "description": "Steer a company's AI initiatives: three priorities at a time.",
        },
        "servers": [{"url": "/", "description": "The company's own host."}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "responses": problems,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "bearerFormat": "cap_<prefix>_<secret>"}
            },
        },
    }


def doors(patterns: Iterable[Any], before: str = "") -> Iterator[AddressedOperation]:
    """Every operation of the route table."""
    for one in patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from doors(one.url_patterns, route)
        elif isinstance(one, URLPattern) and route.startswith(ROOT):
            view = getattr(one.callback, "cls", None)
            for method in METHODS:
                known = getattr(getattr(view, method, None), "operation", None)
                if known is not None:
                    yield AddressedOperation(
                        path="/" + PARAMETER.sub(r"{\2}", route),
                        method=method,
                        operation=known,
                        parts=tuple(PARAMETER.findall(route)),
                    )


def described(door: AddressedOperation, schemas: Schemas) -> Node:
    """What the document says of one operation, with one example."""
    known = door.operation
    found: Node = {
        "operationId": known.name,
        "summary": known.summary,
        "description": known.said,
        "parameters": parameters(door, schemas),
        "responses": responses(door, schemas),
    }
    if known.body is not None:
        schema = schemas.of(known.body)
        if known.known is not None:
            schema = schemas.with_known(schema, schemas.of(known.known.operation.shape))
        body = {"schema": schema, "example": example(schema, schemas.resolved)}
        found["requestBody"] = {"required": True, "content": {JSON: body}}
    elif known.shape is not None:
        answer = found["responses"][str(known.status)]["content"][JSON]
        answer["example"] = example(answer["schema"], schemas.resolved)
    return found


def parameters(door: AddressedOperation, schemas: Schemas) -> list[Node]:
    """What stands in the path, the address and the headers."""
    found = [
        {"name": name, "in": "path", "required": True, "schema": KINDS[kind]}
        for kind, name in door.parts
    ]
    if door.is_read and door.operation.query is not Nothing:
        asked = schemas.resolved(schemas.of(door.operation.query))
        found += [
            {"name": name, "in": "query", "schema": schemas.resolved(schema)}
            for name, schema in asked["properties"].items()
        ]
    if door.method in {"post", "patch"}:
        found.append(IDEMPOTENCY_KEY)
    if door.operation.reads_version:
        found.append({**IF_MATCH, "required": door.method in {"put", "patch"}})
    return found


def responses(door: AddressedOperation, schemas: Schemas) -> Node:
    """What may be answered, with the headers it carries."""
    known = door.operation
    answer: Node = {"description": SAID[known.status], "headers": headers(door)}
    content = {media: {"schema": schema} for media, schema in known.media.items()}
    if known.shape is not None:
        shape = schemas.of(known.shape)
        only = shape if door.is_read else {"anyOf": [shape, schemas.of(Written)]}
        content = {JSON: {"schema": only}, **content}
    if content:
        answer["content"] = content
    problems: dict[int, Node] = {
        status: {"$ref": f"#/components/responses/{PROBLEMS[status]}"} for status in door.statuses
    }
    if door.is_read:
        problems[304] = {"description": SAID[304]}
    found = {known.status: answer, **problems}
    return {str(status): found[status] for status in sorted(found)}


def headers(door: AddressedOperation) -> Node:
    """The headers of what was asked for."""
    known = door.operation
    found = {"ETag": ETAG} if known.writes_version or door.is_read else {}
    found |= RATE
    found |= {"Location": LOCATION} if known.located else {}
    found |= {"Idempotency-Replayed": REPLAYED} if door.method in {"post", "patch"} else {}
    return found


def problem(status: int, schemas: Schemas) -> Node:
    """A problem document, with the headers that go with it."""
    found: Node = {
        "description": SAID[status],
        "content": {PROBLEM: {"schema": schemas.of(Problem)}},
    }
    if status in {409, 429, 503}:
        found["headers"] = {"Retry-After": RETRY_AFTER}
    if status == 401:
        found["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return found


IF_MATCH: Node = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag last read, or * to overwrite whatever is there.",
    "schema": {
        "type": "string",
        "pattern": r'^(\*|(W/)?"[0-9]{1,10}(-[0-9a-f]{16})?"|[0-9]{1,10})$',
    },
    "example": '"3"',
}
IDEMPOTENCY_KEY: Node = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Kept 24 hours: the same request again has one effect and the first answer.",
    "schema": {
        "type": "string",
        "minLength": 1,
        "maxLength": 255,
        "pattern": r"^[!-~]([ -~]*[!-~])?$",
    },
}
ETAG: Node = {
    "description": "For If-Match, where it begins with a version, and for If-None-Match.",
    "schema": {"type": "string"},
}
RATE: Node = {
    name: {"description": said, "schema": {"type": "integer", "minimum": 0}}
    for name, said in {
        "X-RateLimit-Limit": "Requests in a minute.",
        "X-RateLimit-Remaining": "What is left of them.",
        "X-RateLimit-Reset": "Seconds until the next minute.",
    }.items()
}
LOCATION: Node = {
    "description": "Where it is found from now on.",
    "schema": {"type": "string", "format": "uri"},
}
REPLAYED: Node = {
    "description": "`true` where this is the answer of an earlier request.",
    "schema": {"type": "string", "const": "true"},
}
RETRY_AFTER: Node = {
    "description": "Seconds to wait.",
    "schema": {"type": "integer", "minimum": 0},
}
