"""Files that only their owner, or their owner's group, may read."""

import os
from pathlib import Path
from typing import IO

LOG, MAIL = 0o640, 0o600


def open_private(path: Path, *, mode: int) -> IO[bytes]:
    """The file, to be added to, readable as `mode` says even if it was there before."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, mode)
    os.fchmod(descriptor, mode)
    return os.fdopen(descriptor, "ab")
