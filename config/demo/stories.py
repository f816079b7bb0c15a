"""The stories as they are written: one file of data each."""

from pathlib import Path
from typing import Any

import yaml

from config.demo.crowd import crowd

SETS = {
    "ordinary": ("ateliers-morel", "fonderie-duval"),
    "empty": ("maison-neuve",),
    "hard": ("manufacture-generale",),
}
# The one written in C reads a story ten times faster, where it is built in.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DATA = Path(__file__).resolve().parent / "data"


def read_story(name: str) -> dict[str, Any]:
    """The story of that name; FileNotFoundError when nobody wrote it."""
    found: dict[str, Any] = yaml.load(
        (DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=LOADER
    )
    if "crowd" in found:
        found["initiatives"] |= crowd(**found.pop("crowd"))
    return found
