"""More laws of the house: what a class name means, what a module alone is, who says filters."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import LAYERS, PLAIN, Source, sources

# Names that the framework dictates.
DICTATED = {"Meta", "Migration", "Command", "Config"}
DOORS = {"views", "api", "tasks", "urls", "urls_api", "urls_public", "middleware", "player"}
MOST_LINES = 400


def meanings(root: Path) -> list[str]:
    """A class name means one thing in the whole product."""
    found = defaultdict(list)
    for source in sources(root):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef) and node.name not in DICTATED:
                found[node.name].append(source.module)
    return [
        f"{name} is a class in {' and in '.join(modules)}"
        for name, modules in sorted(found.items())
        if len(modules) > 1
    ]


def lonely_modules(root: Path) -> list[str]:
    """A module that is no layer file of its feature and has one importer is part of that one.

    What a door alone calls, or a module names whole (`cluster.start`), is another thing beside it;
    an importer that would pass 400 lines with all that it alone imports stands in several files.
    """
    every = {source.module: source for source in sources(root) if source.path.stem != "__init__"}
    importers, whole = defaultdict(set), set()
    for source in sources(root):
        for module, is_whole in imported(source, every):
            importers[module].add(source.module)
            whole |= {module} if is_whole else set()
    parts = defaultdict(list)
    for module, source in every.items():
        (only,) = importers[module] if len(importers[module]) == 1 else (None,)
        if only and module not in whole and not is_layer(source) and not is_door(only):
            parts[only].append(module)
    return [
        f"{module} is part of {only}, its one importer"
        for only, modules in sorted(parts.items())
        if only in every and sum(lines(every[one]) for one in (only, *modules)) <= MOST_LINES
        for module in sorted(modules)
    ]


def imported(source: Source, every: dict[str, Source]) -> Iterator[tuple[str, bool]]:
    """The modules of ours that it imports, and whether as a whole."""
    for _, path in source.imports():
        one, above = ".".join(path), ".".join(path[:-1])
        if one in every:
            yield one, True
        elif above in every:
            yield above, False


def is_layer(source: Source) -> bool:
    return source.layer in {*LAYERS, *DOORS, "error_texts", "api_errors", *PLAIN}


def is_door(module: str) -> bool:
    return bool({*DOORS, "management"} & set(module.split(".")))


def lines(source: Source) -> int:
    return len(source.text.splitlines())


REGISTRIES = {"libraries", "template_libraries", "template_builtins", "get_installed_libraries"}
FILTERS = {"filters", "tags"}


def filter_registries(root: Path) -> list[str]:
    """A filter is a function that is imported: nothing looks one up by name at run time."""
    return [
        f"{source.module}:{node.lineno} reads a registry of filters"
        for source in sources(root)
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Attribute) and node.attr in REGISTRIES)
        or (isinstance(node, ast.ImportFrom) and REGISTRIES & {one.name for one in node.names})
        or is_look_up(node)
    ]


def is_look_up(node: ast.AST) -> bool:
    """`library.filters[name]`, `register.tags.get(name)`."""
    found = node.value if isinstance(node, ast.Subscript) else None
    if isinstance(node, ast.Attribute) and node.attr == "get":
        found = node.value
    return (
        isinstance(found, ast.Attribute)
        and found.attr in FILTERS
        and not (isinstance(found.value, ast.Name) and found.value.id == "self")
    )
