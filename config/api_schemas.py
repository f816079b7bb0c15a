"""The schemas of the OpenAPI document: as msgspec tells them, said as they are written."""

import copy
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import msgspec

from tenants.reading import LONGEST
from tenants.shapes import schema_of

REFERENCE = "#/components/schemas/{name}"
PAGE = re.compile(r"^Page_(\w+?)_$")
ASIDE = ("title", "properties")
Node = dict[str, Any]


class Schemas:
    """Every component by its name, and the reference of every type."""

    def __init__(self, types: Iterable[Any]) -> None:
        every = list(types)
        found, components = msgspec.json.schema_components(
            every, schema_hook=schema_of, ref_template=REFERENCE
        )
        names = {name: _name(name) for name in components}
        if len(set(names.values())) < len(names):
            twice = sorted(n for n in names if list(names.values()).count(names[n]) > 1)
            raise ValueError(f"types of the interface have one name: {twice}")
        self.components: dict[str, Node] = {
            names[name]: {**_mended(node, names), "title": names[name]}
            for name, node in components.items()
        }
        self._of = {_key(one): _mended(node, names) for one, node in zip(every, found, strict=True)}

    def of(self, kind: Any) -> Node:
        """The schema of that type, by reference where it is a component."""
        return copy.deepcopy(self._of[_key(kind)])

    def resolved(self, node: Node) -> Node:
        """The component that is referred to, or the schema itself."""
        name = node.get("$ref", "").rpartition("/")[2]
        return self.components[name] if name else node

    def close(self, kinds: Iterable[Any]) -> None:
        """Bodies are what they say and no more: an unknown field is refused."""
        for kind in kinds:
            for node in self._inside(self.of(kind), set()):
                if "properties" in node:
                    node["additionalProperties"] = False

    def open_only(self, used: object) -> None:
        """Only what the document refers to stays."""
        kept: set[str] = set()
        waiting = set(_references(used))
        while waiting:
            name = waiting.pop()
            if name not in kept:
                kept.add(name)
                waiting |= set(_references(self.components[name]))
        self.components = {name: self.components[name] for name in sorted(kept)}

    def with_known(self, body: Node, answer: Node) -> Node:
        """The body where what was answered before may come back: read-only there."""
        body, answer = self.resolved(body), self.resolved(answer)
        if body.get("type") == "array" and answer.get("type") == "array":
            return {**body, "items": self.with_known(body["items"], answer["items"])}
        if "properties" not in body or "properties" not in answer:
            is_member = "properties" in answer and "id" in answer["properties"]
            return {"anyOf": [body, copy.deepcopy(answer)]} if is_member else body
        own, known = body["properties"], answer["properties"]
        both = {n: self.with_known(own[n], known[n]) if n in known else own[n] for n in own}
        back = {n: {**self.resolved(known[n]), "readOnly": True} for n in known if n not in own}
        return {**{k: v for k, v in body.items() if k != "title"}, "properties": {**both, **back}}

    def _inside(self, node: Node, seen: set[str]) -> Iterator[Node]:
        name = node.get("$ref", "").rpartition("/")[2]
        if name in seen:
            return
        seen |= {name} if name else set()
        whole = self.resolved(node)
        yield whole
        for inner in _nodes(whole):
            yield from self._inside(inner, seen)


def _key(kind: Any) -> str:
    return f"{getattr(kind, '__module__', '')}.{kind!r}"


def _name(name: str) -> str:
    """The component's name: what is answered has no mark, a page ends with Page."""
    page = PAGE.match(name)
    if "." in name:
        app, *_, last = name.split(".")
        return f"{app.title()}{last}"
    return f"{_name(page.group(1))}Page" if page else name.removesuffix("Answer")


def _mended(value: Any, names: dict[str, str]) -> Any:
    """Decimals are numbers, defaults are JSON, references have the components' names."""
    if isinstance(value, list | tuple):
        return [_mended(one, names) for one in value]
    if isinstance(value, Decimal):
        return float(value)
    if not isinstance(value, dict):
        return value
    node = {key: _mended(one, names) for key, one in value.items() if key not in ASIDE}
    if "properties" in value:
        node["properties"] = {
            name: _mended(one, names) for name, one in value["properties"].items()
        }
    if node.get("format") == "decimal":
        node = _number({k: v for k, v in node.items() if k != "format"})
    if "$ref" in node:
        name = str(node["$ref"]).rpartition("/")[2]
        node["$ref"] = REFERENCE.format(name=names[name])
    if node.get("enum") and all(isinstance(one, str) for one in node["enum"]):
        node.setdefault("type", "string")
    if node.get("default") is None:
        node.pop("default", None)
    return node


def _number(node: Node) -> Node:
    """A number; what is sent, which has bounds, may be a text as people type it."""
    number = {**node, "type": "number"}
    if "maximum" not in node:
        return number
    said = {name: number.pop(name) for name in ("description",) if name in number}
    return {"anyOf": [number, {"type": "string", "minLength": 1, "maxLength": LONGEST}], **said}


def _nodes(value: Any) -> Iterator[Node]:
    """Every schema directly inside."""
    for key in ("items", "additionalProperties"):
        if isinstance(value.get(key), dict):
            yield value[key]
    for key in ("anyOf", "allOf", "prefixItems"):
        yield from value.get(key, ())
    yield from value.get("properties", {}).values()


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        found = value.get("$ref")
        if isinstance(found, str) and "/schemas/" in found:
            yield found.rpartition("/")[2]
        for one in value.values():
            yield from _references(one)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)
