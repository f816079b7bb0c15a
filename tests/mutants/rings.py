"""Which tests look at a file: those of its feature, those that import it, those of its app."""

from pathlib import Path

# They take minutes each and look at pages, not at rules.
FAR = {"browser", "recording", "design", "mutants", "architecture"}


def rings(root: Path, path: str) -> list[list[str]]:
    """Test files, nearest first; each file once."""
    app, feature, *_ = Path(path).parts
    every = [one for one in sorted((root / "tests").rglob("test_*.py")) if not is_far(root, one)]
    texts = {str(one.relative_to(root)): one.read_text("utf-8") for one in every}
    module = path.removesuffix(".py").replace("/", ".")
    near = [one for one in texts if one.startswith(f"tests/{app}/{feature}/")]
    users = [one for one in texts if f"{module} import" in texts[one]]
    kin = [one for one in texts if f"{app}.{feature}." in texts[one]]
    house = [one for one in texts if one.startswith(f"tests/{app}/")]
    seen: set[str] = set()
    found = []
    for ring in (near, users, kin, house):
        found.append([one for one in ring if one not in seen])
        seen.update(ring)
    return [ring for ring in found if ring]


def is_far(root: Path, path: Path) -> bool:
    return bool(FAR & set(path.relative_to(root).parts))
