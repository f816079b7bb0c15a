"""What the page before the result shows, wherever the answers are kept."""

from collections.abc import Callable, Iterable
from typing import Any

from assessments.answers.selectors import Answered


def summary_lines(lines: Iterable[Answered], address: Callable[[str], str]) -> dict[str, Any]:
    """The questions answered and missing, each beside the address of its page."""
    every = [(line, address(line.item_id)) for line in lines]
    return {
        "answered": [one for one in every if one[0].is_answered],
        "missing": [one for one in every if not one[0].is_answered],
        "last_url": every[-1][1],
    }
