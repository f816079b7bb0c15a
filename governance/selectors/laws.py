"""The law files shipped with the product: read once per process, the same for every company."""

from functools import cache
from pathlib import Path

import yaml

from governance.rules.laws import Law, parse_law

LAW_DIRECTORY = Path(__file__).resolve().parent.parent / "data" / "aiact"


@cache
def law_versions() -> tuple[str, ...]:
    """Return the versions present, oldest first (a version is the date in the file's name)."""
    return tuple(sorted(path.stem for path in LAW_DIRECTORY.glob("*.yaml")))


@cache
def law(version: str | None = None) -> Law:
    """Return that version of the law, the newest by default; LookupError if there is none."""
    wanted = law_versions()[-1] if version is None else version
    if wanted not in law_versions():
        raise LookupError(f"no law version {wanted!r}")
    return parse_law(yaml.safe_load((LAW_DIRECTORY / f"{wanted}.yaml").read_text("utf-8")))
