"""The world stands still: one moment, the same random numbers, jobs that wait.

Imported before Django, so that whoever takes a name of the clock takes this one. What reads
`datetime.now()` itself escapes; the product asks `django.utils.timezone` only.
"""

import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

DAY = "2026-11-24"
MOMENT = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
Job = tuple[str, dict[str, Any]]


class Clock:
    """What time it is; it goes on only when told to."""

    def __init__(self) -> None:
        self.now = MOMENT
        self._ticks = int(MOMENT.timestamp()) * 10**9

    def advance(self, minutes: int = 1) -> None:
        self.now += timedelta(minutes=minutes)

    def seconds(self) -> float:
        return self.now.timestamp()

    def nanoseconds(self) -> int:
        """A millisecond more each time: identifiers sort in the order of their making."""
        self._ticks += 10**6
        return self._ticks


def freeze() -> Clock:
    """From now on this process lives at `MOMENT`, and what it draws by lot is always the same."""
    clock, lots = Clock(), random.Random(7203116)
    draw: Callable[[int], bytes] = lots.randbytes
    patch = setattr
    patch(time, "time", clock.seconds)
    patch(time, "time_ns", clock.nanoseconds)
    patch(os, "urandom", draw)
    patch(random, "_urandom", draw)
    patch(timezone, "now", lambda: clock.now)
    return clock


def hold_jobs(app: Any) -> list[Job]:
    """What is asked of that queue waits in this list, in order."""
    waiting: list[Job] = []

    def send_task(name: str, **options: Any) -> None:
        waiting.append((name, dict(options.get("kwargs") or {})))

    app.send_task = send_task
    return waiting
