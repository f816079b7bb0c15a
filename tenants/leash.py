"""No process of ours outlives the one that started it."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def follow_parent(death_signal: signal.Signals, *, parent: int | None = None) -> None:
    """This process receives `death_signal` when its parent ends, even by kill -9 (Linux).

    It ends at once when its parent is no longer the process `parent`. The kernel watches the
    thread that started this process, and forgets the wish in what this process forks.
    """
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, death_signal)
    if parent is not None and os.getppid() != parent:
        os._exit(1)
