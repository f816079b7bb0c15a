"""What dies is started again, a little later each time; what keeps dying stops everything."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from config.processes import Child, last_lines

MOST_DEATHS, WITHIN = 5, 60.0
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0


class KeepsDying(Exception):
    """One sentence: which process died how often, and the end of its log."""


@dataclass
class WatchedProcess:
    """One process of ours, how it is started again, and when it died (seconds of one clock)."""

    child: Child
    start: Callable[[], Child]
    deaths: list[float] = field(default_factory=list)
    back_at: float | None = None

    def look(self, now: float) -> str | None:
        """It runs, or will; what there is to say about it. Raises KeepsDying."""
        if self.back_at is not None:
            if now < self.back_at:
                return None
            self.child, self.back_at = self.start(), None
            return f"{self.child.name} runs again."
        code = self.child.process.poll()
        if code is None:
            return None
        end_session(self.child)
        self.deaths = [at for at in self.deaths if at > now - WITHIN] + [now]
        name = self.child.name
        if len(self.deaths) >= MOST_DEATHS:
            raise KeepsDying(
                f"{name} stopped by itself {MOST_DEATHS} times within a minute (last exit code "
                f"{code}), so everything stops.{last_lines(self.child.log)}"
            )
        wait = min(FIRST_WAIT * 2 ** (len(self.deaths) - 1), LONGEST_WAIT)
        self.back_at = now + wait
        return f"{name} stopped by itself (exit code {code}); it starts again in {wait:.1f} s."


def end_session(child: Child) -> None:
    """Nothing that the dead process started is left."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)
