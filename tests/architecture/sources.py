"""The house as text: every Python file with its floor, feature and layer, every template."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("config", "portfolio", "assessments", "governance", "tenants")
LAYERS = ("choices", "rules", "models", "selectors", "services", "words", "forms")
# Not features: what convention expects inside an app.
PLAIN = ("migrations", "management", "data")


class Place(NamedTuple):
    """Where a module stands: its app, its feature ("" beside the features), its layer or door."""

    app: str
    feature: str
    layer: str

    @property
    def rank(self) -> int:
        """How far right: a layer's place, or that of the doors."""
        return LAYERS.index(self.layer) if self.layer in LAYERS else len(LAYERS)


def place_of(path: tuple[str, ...], known: tuple[str, ...]) -> Place:
    """The place of a module, or of a name in it, in an app with these features."""
    app, *rest = path
    if len(rest) > 1 and rest[0] in known:
        return Place(app, rest[0], rest[1])
    return Place(app, "", rest[0] if rest else "")


@dataclass(frozen=True)
class Source:
    """One Python file; `parts` is its module path, as ("governance", "law", "rules", "laws")."""

    path: Path
    parts: tuple[str, ...]

    @property
    def app(self) -> str:
        return self.parts[0]

    @property
    def layer(self) -> str:
        """The layer or door, whatever the feature; the module's name where there is no feature."""
        is_plain = self.app == "config" or len(self.parts) < 3 or self.parts[1] in PLAIN
        return self.parts[1 if is_plain else 2] if len(self.parts) > 1 else ""

    @property
    def module(self) -> str:
        return ".".join(part for part in self.parts if part != "__init__")

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return parsed(self.text)

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


@cache
def parsed(text: str) -> ast.Module:
    """The tree of that text, made once for all the laws."""
    return ast.parse(text)


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


def features(root: Path, app: str) -> tuple[str, ...]:
    """The features of an app in the order that its `__init__.py` gives; none where it is silent."""
    path = root / app / "__init__.py"
    if not path.is_file():
        return ()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and "FEATURES" in [text_name(one) for one in node.targets]:
            return tuple(ast.literal_eval(node.value))
    return ()


def text_name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def folders(root: Path, app: str) -> list[str]:
    """The feature folders that exist."""
    return sorted(
        path.name
        for path in (root / app).glob("*/")
        if path.name not in (*PLAIN, "__pycache__") and any(path.rglob("*.py"))
    )
