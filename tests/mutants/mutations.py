"""Small faults in rules and services: each changes one place of one file, and is valid Python."""

import ast
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from tests.architecture.sources import Source, sources

LAYERS = {"rules", "services"}
SHIFTED = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
CONDITIONAL = (ast.If, ast.IfExp, ast.While)


@dataclass(frozen=True)
class Mutant:
    """What stands at one place of a file, and what is put there instead."""

    path: str
    line: int
    column: int
    kind: str
    old: str
    new: str

    def __str__(self) -> str:
        old, new = (" ".join(text.split()) for text in (self.old, self.new))
        return f"{self.path}:{self.line}:{self.column} {self.kind}: {old} → {new}"

    def applied(self, text: str) -> str:
        """The file's text with the fault in it."""
        whole = text.encode()
        at = sum(map(len, lines_of(text)[: self.line - 1])) + self.column
        return (whole[:at] + self.new.encode() + whole[at + len(self.old.encode()) :]).decode()


def all_mutants(root: Path) -> list[Mutant]:
    """Every fault of every rule and service, in the order of the files."""
    return [
        mutant
        for source in sources(root)
        if source.layer in LAYERS and source.app != "config"
        for mutant in mutants_of(source, root)
    ]


def sample(mutants: list[Mutant], *, seed: int, count: int) -> list[Mutant]:
    """That many of them, as many of each kind as there are; the same for the same seed."""
    chance = random.Random(seed)
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        by_kind.setdefault(mutant.kind, []).append(mutant)
    for group in by_kind.values():
        chance.shuffle(group)
    turns = zip_longest(*(by_kind[kind] for kind in sorted(by_kind)))
    return [mutant for turn in turns for mutant in turn if mutant is not None][:count]


def mutants_of(source: Source, root: Path) -> Iterator[Mutant]:
    """The faults of one file."""
    lines = lines_of(source.text)
    path = str(source.path.relative_to(root))

    def said(node: ast.expr | ast.stmt) -> str:
        first, last = node.lineno - 1, (node.end_lineno or 0) - 1
        kept = b"".join(lines[first : last + 1])[node.col_offset :]
        after = len(lines[last]) - (node.end_col_offset or 0)
        return kept[: len(kept) - after].decode()

    for node, kind, new in faults(source.tree, said):
        yield Mutant(path, node.lineno, node.col_offset, kind, said(node), new)


def faults(
    tree: ast.AST, said: Callable[[ast.expr | ast.stmt], str]
) -> Iterator[tuple[ast.expr | ast.stmt, str, str]]:
    """The node that changes, how, and into what."""
    for node in code_of(tree):
        match node:
            case ast.Raise(exc=ast.expr()):
                yield node, "deleted raise", "pass"
            case ast.Return(value=ast.expr() as value) if said(value) != "None":
                yield node, "returned nothing", "return None"
            case ast.BoolOp(op=ast.And(), values=parts):
                yield node, "or for and", f"({' or '.join(f'({said(part)})' for part in parts)})"
            case ast.BoolOp(op=ast.Or(), values=parts):
                yield node, "and for or", f"({' and '.join(f'({said(part)})' for part in parts)})"
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                shifted = SHIFTED[type(operator)]
                yield node, "comparison shifted", f"({said(left)} {shifted} {said(right)})"
            case ast.Constant(value=bool(value)):
                yield node, "constant turned", str(not value)
            case ast.Constant(value=int(value)):
                yield node, "off by one", str(value + 1)
        if isinstance(node, CONDITIONAL):
            yield node.test, "negated condition", f"(not ({said(node.test)}))"
        if isinstance(node, ast.comprehension):
            for condition in node.ifs:
                yield condition, "negated condition", f"(not ({said(condition)}))"


def code_of(node: ast.AST) -> Iterator[ast.AST]:
    """What is executed; not zip(strict=…), which only says that lengths agree."""
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.keyword) and node.arg == "strict"):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, ast.AST):
                yield from code_of(inner)


def lines_of(text: str) -> list[bytes]:
    """As the syntax tree counts: in bytes."""
    return text.encode().splitlines(keepends=True)
