"""Many ideas made from a few sentences: what a full pool looks like."""

from typing import Any

OLDEST_MONTH, DAYS, HOURS = 3, 26, 8


def crowd(
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
