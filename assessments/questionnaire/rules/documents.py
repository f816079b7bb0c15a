"""Checked reading of a YAML document: whatever is missing, unknown or misshapen is named."""

from __future__ import annotations

from collections.abc import Hashable, Set
from dataclasses import dataclass
from datetime import date, datetime

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML was built without its C library: the same, eight times slower.
    from yaml import SafeLoader  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a document: a stable code and the place where it stands."""

    code: str
    where: str


class BadDocument(ValueError):
    """A document that cannot be used, with every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.code} at {problem.where}" for problem in problems))
        self.problems = problems

    @property
    def codes(self) -> frozenset[str]:
        """The stable codes of the problems."""
        return frozenset(problem.code for problem in self.problems)


def bad(code: str, where: str) -> BadDocument:
    """A BadDocument of one problem."""
    return BadDocument((Problem(code, where),))


@dataclass(frozen=True, slots=True)
class Text:
    """One wording in the two languages of the product."""

    fr: str
    en: str

    def in_language(self, language: str) -> str:
        """The French wording for *fr* and its variants, else the English one."""
        return self.fr if language.split("-")[0] == "fr" else self.en


class _StrictLoader(SafeLoader):
    """Safe YAML in which a key stands once."""

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, object]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                line = node.value[place][0].start_mark.line + 1
                raise bad("duplicate_key", f"line {line}: {key}")
        return super().construct_mapping(node, deep=deep)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a document and its place; each method returns it checked or raises BadDocument."""

    value: object
    where: str

    def mapping(
        self, *, required: Set[str] = frozenset(), optional: Set[str] = frozenset()
    ) -> dict[str, Node]:
        """The children by key; keys must be exactly the required ones and some optional ones."""
        children = self.table()
        for key in sorted(required - children.keys()):
            raise bad("missing_key", f"{self.where}.{key}")
        for key in sorted(children.keys() - required - optional):
            raise bad("unknown_key", f"{self.where}.{key}")
        return children

    def table(self) -> dict[str, Node]:
        """The children by key, whatever the keys; a key YAML reads as true or false is refused."""
        if not isinstance(self.value, dict):
            raise bad("not_a_mapping", self.where)
        for key in self.value:
            if isinstance(key, bool) or not isinstance(key, str | int):
                raise bad("key_not_text", f"{self.where}.{key}")
        return {str(key): Node(value, f"{self.where}.{key}") for key, value in self.value.items()}

    def sequence(self, *, length: int | None = None, code: str = "wrong_length") -> list[Node]:
        """The children in order, as many as *length* where given."""
        if not isinstance(self.value, list):
            raise bad("not_a_list", self.where)
        if length is not None and len(self.value) != length:
            raise bad(code, self.where)
        return [Node(value, f"{self.where}[{i}]") for i, value in enumerate(self.value)]

    def text(self) -> str:
        """A text that is not blank."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise bad("not_a_text", self.where)
        return self.value

    def choice(self, allowed: Set[str]) -> str:
        """One of the allowed texts."""
        if self.text() not in allowed:
            raise bad("not_allowed", self.where)
        return self.text()

    def whole(self) -> int:
        """A whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise bad("not_a_whole_number", self.where)
        return self.value

    def number(self) -> float:
        """A number of zero or more."""
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            raise bad("not_a_number", self.where)
        if not 0 <= self.value < float("inf"):
            raise bad("number_out_of_range", self.where)
        return float(self.value)

    def ascending(self, *, length: int) -> tuple[float, ...]:
        """As many numbers as *length*, none below the one before."""
        numbers = tuple(node.number() for node in self.sequence(length=length))
        if list(numbers) != sorted(numbers):
            raise bad("not_ascending", self.where)
        return numbers

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise bad("not_a_flag", self.where)
        return self.value

    def day(self) -> date:
        """A calendar day."""
        if not isinstance(self.value, date) or isinstance(self.value, datetime):
            raise bad("not_a_day", self.where)
        return self.value

    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(node.text() for node in self.sequence())

    def bilingual(self) -> Text:
        """A mapping of exactly *fr* and *en*."""
        children = self.table()
        return bilingual(children, self.where)


def bilingual(children: dict[str, Node], where: str, *, prefix: str = "") -> Text:
    """The two wordings among the children, or BadDocument where a language lacks."""
    for language in ("fr", "en"):
        node = children.get(prefix + language)
        if node is None or not isinstance(node.value, str) or not node.value.strip():
            raise bad("missing_language", f"{where}.{prefix}{language}")
    return Text(fr=children[prefix + "fr"].text(), en=children[prefix + "en"].text())


def parse_document(source: str, *, name: str) -> Node:
    """The checked root of a YAML text; BadDocument if it is not YAML or repeats a key."""
    try:
        return Node(yaml.load(source, Loader=_StrictLoader), name)
    except yaml.YAMLError as error:
        raise bad("not_yaml", name) from error
