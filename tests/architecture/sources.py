"""The house as text: every Python file with its floor and layer, every template."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("config", "portfolio", "assessments", "governance", "tenants")
LAYERS = ("choices", "rules", "models", "selectors", "services", "forms")
DOORS = ("tasks", "views", "api", "management")


@dataclass(frozen=True)
class Source:
    """One Python file; `parts` is its module path, as ("governance", "rules", "laws")."""

    path: Path
    parts: tuple[str, ...]

    @property
    def app(self) -> str:
        return self.parts[0]

    @property
    def room(self) -> str:
        """The layer, door or ground-floor helper the file belongs to."""
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def module(self) -> str:
        return ".".join(part for part in self.parts if part != "__init__")

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Calls of functions or methods with one of these names."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and called(node) in names:
                yield node

    def imports(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Line and module path of each import, `from a import b` as (a, b)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for name in node.names:
                    yield node.lineno, tuple(name.name.split("."))
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for name in node.names:
                    yield node.lineno, (*node.module.split("."), name.name)


def called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def sources(root: Path) -> list[Source]:
    """Every Python file of the five floors; generated migrations are not written by us."""
    return [
        Source(path, path.relative_to(root).with_suffix("").parts)
        for floor in FLOORS
        for path in sorted((root / floor).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def templates(root: Path) -> list[Path]:
    return sorted(path for path in (root / "templates").rglob("*") if path.is_file())


def constants(found: list[Source]) -> dict[tuple[str, str], str]:
    """(module, name) → text, for every constant of a module that is a string."""
    return {
        (source.module, name): text
        for source in found
        for node in source.tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        for name, text in pairs(target, node.value)
    }


def pairs(target: ast.AST, value: ast.AST) -> Iterator[tuple[str, str]]:
    """Names and the strings given to them, also in `A, B = "a", "b"`."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from pairs(one, other)
        return
    text = value.value if isinstance(value, ast.Constant) else None
    if isinstance(target, ast.Name) and isinstance(text, str):
        yield target.id, text


def text_of(node: ast.AST, source: Source, known: dict[tuple[str, str], str]) -> str | None:
    """The string a literal or a constant stands for; None when that is only known at run time."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.Name):
        return None
    if (source.module, node.id) in known:
        return known[source.module, node.id]
    for _, path in source.imports():
        if path[-1] == node.id:
            return known.get((".".join(path[:-1]), node.id))
    return None
