"""The laws of the house. Each takes the root of a tree and returns its sins, one line each."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import (
    FLOORS,
    LAYERS,
    Place,
    Source,
    called,
    constants,
    features,
    folders,
    place_of,
    sources,
    templates,
    text_of,
)

BANNED = {"core", "common", "utils", "helpers", "managers", "signals", "mixins"}
# What a floor above may use of the doors below it: how a request is let in, and how it is answered.
SHARED_DOORS = {
    ("governance", "access", "views"),
    ("governance", "api"),
    ("governance", "mandates", "api"),
    ("governance", "papers", "views"),
    ("governance", "register", "api"),
    ("assessments", "answers", "player"),
    ("assessments", "open_door", "views"),
    ("portfolio", "life", "views"),
    ("tenants", "calendars", "views"),
    ("tenants", "database"),
    ("tenants", "tables", "views"),
}
CLOCKLESS = {"rules", "selectors", "services"}
CLOCK = {"now", "today", "utcnow", "localdate", "localtime", "time", "time_ns", "monotonic", "Now"}
ERRORS = ("NotAllowed", "NotFound", "Refused", "Invalid", "Unavailable")
REFUSALS = ("Denial", "Refusal")


def floors(root: Path) -> list[str]:
    """No import points up."""
    return [
        f"{at(source, line)} {source.app} imports {path[0]} above it"
        for source in sources(root)
        for line, path in source.imports()
        if path[0] in FLOORS and FLOORS.index(path[0]) < FLOORS.index(source.app)
    ]


def layers(root: Path) -> list[str]:
    """A layer imports what stands left of it; of its own layer, features listed before its own."""
    known = {app: features(root, app) for app in FLOORS}
    found = []
    for source in sources(root):
        mine = place_of(source.parts, known[source.app])
        for line, path in source.imports() if mine.feature else ():
            other = place_of(path, known.get(path[0], ()))
            if other.feature and not may_see(mine, other, path, known[source.app]):
                found.append(f"{at(source, line)} imports {'.'.join(path)}")
    return found


def may_see(mine: Place, other: Place, path: tuple[str, ...], order: tuple[str, ...]) -> bool:
    """True when a module of `mine` may import what stands at `path`."""
    if path[:2] in SHARED_DOORS or path[:3] in SHARED_DOORS:
        return True
    if (mine.app, mine.feature) == (other.app, other.feature):
        return other.rank <= mine.rank
    if other.layer not in LAYERS or other.rank > mine.rank:
        return False
    if mine.app != other.app or other.rank < mine.rank:
        return True
    return order.index(other.feature) < order.index(mine.feature)


def rooms(root: Path) -> list[str]:
    """Every feature folder stands in the order of its app, and every feature named is a folder."""
    return [
        f"{app}.{name}: listed or there, not both"
        for app in FLOORS
        if app != "config" and features(root, app)
        for name in {*features(root, app)} ^ {*folders(root, app)}
    ]


def late_imports(root: Path) -> list[str]:
    """No import inside a function."""
    return [
        f"{at(source, node.lineno)} imports inside {function.name}"
        for source in sources(root)
        for function in source.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def broad_catches(root: Path) -> list[str]:
    """Nobody catches everything."""
    return [
        at(source, node.lineno)
        for source in sources(root)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & names_in(node.type))
        and not tidies_up(node)
    ]


def tidies_up(handler: ast.ExceptHandler) -> bool:
    """True when the handler puts things in order and raises what it caught."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def names_in(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def clocks(root: Path) -> list[str]:
    """Rules, selectors and services are told the time."""
    return [
        f"{at(source, call.lineno)} reads the clock"
        for source in sources(root)
        if source.layer in CLOCKLESS
        for call in source.calls(*CLOCK)
        if isinstance(call.func, ast.Attribute) or called(call) == "Now"
    ]


def sizes(root: Path) -> list[str]:
    """A file has 400 lines at most, a function 60, a template 120 of 140, a view 15, a task 5."""
    found = []
    for source in sources(root):
        found += too_long(f"{source.module}", len(source.text.splitlines()), 400)
        for function in source.functions():
            name = f"{source.module}.{function.name}"
            found += too_long(name, (function.end_lineno or 0) - function.lineno + 1, 60)
            if is_view(source, function):
                found += too_long(f"view {name}", body_lines(function), 15)
            if source.layer == "tasks":
                found += too_long(f"task {name}", body_lines(function), 5)
    for path in templates(root):
        name, lines = str(path.relative_to(root)), path.read_text("utf-8").splitlines()
        found += too_long(name, len(lines), 120)
        found += [
            f"{name}:{number}: {len(line)} characters, at most 140"
            for number, line in enumerate(lines, start=1)
            if len(line) > 140
        ]
    return found


def too_long(name: str, lines: int, most: int) -> list[str]:
    return [f"{name}: {lines} lines, at most {most}"] if lines > most else []


def is_view(source: Source, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    arguments = [argument.arg for argument in function.args.args]
    public = not function.name.startswith("_")
    return source.layer in ("views", "api") and "request" in arguments[:2] and public


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the end."""
    body = function.body
    first = body[1] if len(body) > 1 and ast.get_docstring(function) else body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def room_names(root: Path) -> list[str]:
    """No room is named after nothing."""
    return [source.module for source in sources(root) if BANNED & set(source.parts)]


def job_names(root: Path) -> list[str]:
    """Every job that is asked for, awaited or scheduled by name is registered."""
    found = sources(root)
    known, registered = constants(found), set()
    asked: list[tuple[Source, ast.AST]] = []
    for source in found:
        for call in source.calls("tenant_task", "shared_task"):
            registered |= {text_of(node, source, known) for node in arguments(call, "name")}
        for call in source.calls("enqueue"):
            asked += [(source, node) for node in arguments(call, "name")]
        for call in source.calls("set_due", "bring_forward"):
            asked += [(source, node) for node in arguments(call, "job")]
        if source.module == "config.celery":
            asked += [(source, node) for node in scheduled(source)]
    return [
        f"{at(source, getattr(node, 'lineno', 0))} {text_of(node, source, known)}"
        for source, node in asked
        if text_of(node, source, known) not in registered - {None}
    ]


# The one call from below to above: what follows up a use case, named in settings.
CALL_UP = "BEFORE_COMMIT"
NAMES_IT = {"config.settings", "tenants.transactions"}
FOLLOWS_UP = ("portfolio", "standing", "services")


def calls_up(root: Path) -> list[str]:
    """One call goes up, from one place; no service asks by itself for what follows it."""
    found = []
    for source in sources(root):
        named = any(
            isinstance(n, ast.Name | ast.Attribute) and CALL_UP in named_in(n)
            for n in ast.walk(source.tree)
        )
        if named and source.module not in NAMES_IT:
            found.append(f"{source.module} names {CALL_UP}")
        is_its_own = source.parts[:2] == FOLLOWS_UP[:2]
        if source.layer == "services" and not is_its_own:
            found += [
                f"{at(source, line)} asks for what follows by itself"
                for line, path in source.imports()
                if path[:3] == FOLLOWS_UP
            ]
    return found


def named_in(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def arguments(call: ast.Call, keyword: str) -> list[ast.AST]:
    """The first positional argument, or the one of that name."""
    named = [word.value for word in call.keywords if word.arg == keyword]
    return [*call.args[:1], *named][:1]


def scheduled(source: Source) -> Iterator[ast.AST]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "task":
                    yield value


INLINE = {
    "inline style": re.compile(r"\sstyle\s*=|<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "inline handler": re.compile(r"<[^>]*\s(on[a-z]{3,}|hx-on[\w:-]*)\s*=", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "unescaped": re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b"),
}


def inline_code(root: Path) -> list[str]:
    """Templates hold neither style nor script, and escape everything."""
    found = [
        f"{path.relative_to(root)}: {sin}"
        for path in templates(root)
        for sin, pattern in INLINE.items()
        if sin not in forgiven(path)
        if pattern.search(path.read_text("utf-8"))
    ]
    return found + [
        at(source, call.lineno) for source in sources(root) for call in source.calls("mark_safe")
    ]


def forgiven(path: Path) -> set[str]:
    """Plain text has nothing to escape; a mail's page has no style sheet to link."""
    plain = {"unescaped"} if path.suffix == ".txt" else set()
    return plain | ({"inline style"} if "emails" in path.parts else set())


URL_TAG = re.compile(r"""\{%-?\s*url\s+["']([\w:-]+)["']""")


def url_names_in_templates(root: Path) -> dict[str, str]:
    """Name → one template that asks for its address."""
    return {
        name: str(path.relative_to(root))
        for path in templates(root)
        for name in URL_TAG.findall(path.read_text("utf-8"))
    }


def error_codes(root: Path) -> dict[str, str]:
    """Code → one place that raises or returns it."""
    found = sources(root)
    known = constants(found)
    codes = {}
    for source in found:
        calls = [*source.calls(*ERRORS)]
        calls += source.calls(*REFUSALS) if source.layer == "rules" else []
        for call in calls:
            for node in arguments(call, "code"):
                code = text_of(node, source, known)
                if code is not None:
                    codes[code] = at(source, call.lineno)
    return codes


KINDS = {*ERRORS, "DomainError"}
ASSERTER = Path("tests/refusals.py")


def unnamed_codes(root: Path) -> list[str]:
    """Every error code is asserted by name in a test."""
    named = {code for path in test_files(root) for code in asserted(path)}
    return [
        f"{where} {code} is asserted in no test"
        for code, where in sorted(error_codes(root).items())
        if code not in named
    ]


def asserted(path: Path) -> Iterator[str]:
    """The texts that a test asserts: in refused(…), in an assert, in what it is parametrized by."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        is_told = isinstance(node, ast.Call) and called(node) in ("refused", "parametrize")
        if is_told or isinstance(node, ast.Assert):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                    yield inner.value


def bare_refusals(root: Path) -> list[str]:
    """Tests assert a refusal by its code, never by its kind alone."""
    return [
        f"{path.relative_to(root)}:{node.lineno} asserts a kind of error"
        for path in test_files(root)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and called(node) == "raises"
        if KINDS & {called_name(inner) for one in node.args for inner in ast.walk(one)}
    ]


def called_name(node: ast.AST) -> str:
    """The last part of a name, as `Refused` in `errors.Refused`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_files(root: Path) -> list[Path]:
    return [one for one in sorted((root / "tests").rglob("*.py")) if one != root / ASSERTER]


# Written in two halves, so that this file does not name them either.
REGISTRIES = [
    ".".join(halves)
    for halves in (
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("proxy.golang", "org"),
        ("rubygems", "org"),
    )
]
TEXT_FILES = {
    "",
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".in",
    ".yaml",
    ".yml",
    ".html",
    ".js",
    ".css",
    ".po",
    ".json",
    ".sh",
    ".cfg",
    ".ini",
    ".service",
}


def registry_names(root: Path) -> list[str]:
    """No file names the host of a package registry."""
    hidden = {"var", "venv", "node_modules", "__pycache__", ".git", ".venv"}
    return [
        f"{path.relative_to(root)} names {name}"
        for path in sorted(root.rglob("*"))
        if not hidden & set(path.relative_to(root).parts)
        and not any(part.endswith("_cache") for part in path.parts)
        and path.is_file()
        and path.suffix in TEXT_FILES
        for name in REGISTRIES
        if name in path.read_text("utf-8", errors="ignore")
    ]


def at(source: Source, line: int) -> str:
    return f"{source.module}:{line}"
