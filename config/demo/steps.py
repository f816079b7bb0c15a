"""One step of a story."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class StoryStep:
    """What happens at that moment."""

    at: datetime
    play: Callable[[], object]
