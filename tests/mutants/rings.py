"""Which tests look at a file: of its rules alone, of its feature, of what uses it, of its app."""

import re
from pathlib import Path

# They take minutes, look at pages, or at the house itself.
FAR = {
    "architecture",
    "browser",
    "harness",
    "mutants",
    "recording",
    "test_browser.py",
    "test_demo.py",
    "test_templates.py",
}
NEEDS_DATABASE = re.compile(r"\b(acme|globex|db|django_db)\b")


def rings(root: Path, path: str) -> tuple[list[list[str]], list[str]]:
    """The near ones, nearest first, and the rest of the app's; each test file once."""
    app, feature, *_ = Path(path).parts
    every = [one for one in sorted((root / "tests").rglob("test_*.py")) if not is_far(root, one)]
    texts = {str(one.relative_to(root)): one.read_text("utf-8") for one in every}
    module = path.removesuffix(".py").replace("/", ".")
    near = [one for one in texts if one.startswith(f"tests/{app}/{feature}/")]
    users = [one for one in texts if f"{module} import" in texts[one]]
    pure = [one for one in users if not NEEDS_DATABASE.search(texts[one])]
    kin = [one for one in texts if f"{app}.{feature}." in texts[one]]
    house = [one for one in texts if one.startswith(f"tests/{app}/")]
    seen: set[str] = set()
    found = []
    for ring in (pure, near, users, kin, house):
        found.append([one for one in ring if one not in seen])
        seen.update(ring)
    return [ring for ring in found[:-1] if ring], found[-1]


def is_far(root: Path, path: Path) -> bool:
    return bool(FAR & set(path.relative_to(root).parts))
