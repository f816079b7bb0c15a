"""Our own YAML files, read into the types they stand for; a fault is named with its place."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, dataclass_transform

import msgspec
import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML was built without its C library: the same, eight times slower.
    from yaml import SafeLoader  # type: ignore[assignment]

Shape = TypeVar("Shape")
Words = Annotated[str, msgspec.Meta(pattern=r"\S")]


class _Strict(msgspec.StructMeta):
    """Each type of a file is frozen, made by keywords, and knows what it does not know."""

    def __new__(
        mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **settings: Any
    ) -> Any:
        strict = {"frozen": True, "kw_only": True, "forbid_unknown_fields": True}
        return super().__new__(mcls, name, bases, namespace, **{**strict, **settings})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Part(msgspec.Struct, frozen=True, metaclass=_Strict):
    """A piece of a file: what it names, and nothing else."""


@dataclass(frozen=True, slots=True)
class DocumentFault:
    """One fault of a document: a stable code, or what is expected instead; and its place."""

    code: str
    where: str


class BadDocument(ValueError):
    """A document that cannot be used, with every problem found."""

    def __init__(self, problems: tuple[DocumentFault, ...]) -> None:
        super().__init__("; ".join(f"{problem.code} at {problem.where}" for problem in problems))
        self.problems = problems

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the problems."""
        return frozenset(problem.code for problem in self.problems)


def bad(code: str, where: str) -> BadDocument:
    """A BadDocument of one problem."""
    return BadDocument((DocumentFault(code, where),))


def load(source: str, *, name: str) -> Any:
    """What a YAML text holds; BadDocument if it is not YAML or repeats a key."""
    try:
        return yaml.load(source, Loader=_StrictLoader)
    except yaml.YAMLError as error:
        raise bad("not_yaml", name) from error


def shaped(document: object, shape: type[Shape], *, name: str) -> Shape:
    """The document as that type; BadDocument with the first place that is not of its shape."""
    try:
        return msgspec.convert(document, shape, strict=True)
    except msgspec.ValidationError as error:
        what, _, place = str(error).partition(" - at ")
        raise bad(what, place.replace("`", "").replace("$", name) or name) from error


class _StrictLoader(SafeLoader):
    """Safe YAML in which a key stands once."""

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, object]:
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise bad("duplicate_key", f"line {key.start_mark.line + 1}: {name}")
            seen.add(name)
        return super().construct_mapping(node, deep=deep)
