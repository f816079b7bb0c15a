"""Processes that tests start end with the tests, also when those are killed."""

import os
import signal
import subprocess
from collections.abc import Sequence
from functools import partial
from typing import Any

from tenants.leash import follow_parent


def leashed(command: Sequence[str], **options: Any) -> "subprocess.Popen[Any]":
    """The command in a session of its own, killed with the process that calls this."""
    follow = partial(follow_parent, signal.SIGKILL, parent=os.getpid())
    return subprocess.Popen(command, start_new_session=True, preexec_fn=follow, **options)
