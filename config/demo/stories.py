"""The stories as they are written: one file of data each."""

from pathlib import Path
from typing import Any

import yaml

SETS = {
    "ordinary": ("ateliers-morel", "fonderie-duval"),
    "empty": ("maison-neuve",),
    "hard": ("manufacture-generale",),
}
# The one written in C reads a story ten times faster, where it is built in.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DATA = Path(__file__).resolve().parent / "data"
OLDEST_MONTH, DAYS, HOURS = 3, 26, 8


def read_story(name: str) -> dict[str, Any]:
    """The story of that name; FileNotFoundError when nobody wrote it."""
    found: dict[str, Any] = yaml.load(
        (DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=LOADER
    )
    if "crowd" in found:
        found["initiatives"] |= _crowd(**found.pop("crowd"))
    return found


def _crowd(
    *,
    count: int,
    titles: list[str],
    proposers: list[str],
    qualified_every: int,
    like: dict[str, Any],
) -> dict[str, dict[str, Any]]:
    """So many ideas by key, one in `qualified_every` qualified with what `like` says."""
    ideas: dict[str, dict[str, Any]] = {}
    for number in range(1, count + 1):
        idea: dict[str, Any] = {
            "title": titles[number % len(titles)].format(number=number),
            "proposed": [proposers[number % len(proposers)], _moment(number, OLDEST_MONTH)],
        }
        if number % qualified_every == 0:
            idea |= {**like, "qualified": _moment(number, OLDEST_MONTH - 1)}
        ideas[f"idea_{number}"] = idea
    return ideas


def _moment(number: int, month: int) -> list[int]:
    return [month, 1 + number % DAYS, HOURS + number % HOURS]
