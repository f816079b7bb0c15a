"""Room on the disk, told before its lack shows as something else."""

import errno
import shutil
from pathlib import Path

from config.processes import CannotStart

MEGABYTE = 1024 * 1024
# The embedded servers' first files take about a hundred.
LEAST_TO_BEGIN, LEAST = 200 * MEGABYTE, 20 * MEGABYTE
SPENT = 8 * MEGABYTE

FULL = (
    "The disk that holds {folder} is full ({free} MB are left): free some space there, then start "
    "again, or set CAPITAINE_VAR to a folder on another disk."
)


def check_room(folder: Path, *, least: int) -> None:
    """At least that many bytes are free where the folder lies; one sentence otherwise."""
    if _free(folder) < least:
        raise CannotStart(_sentence(folder))


def full_disk(*folders: Path) -> str:
    """One sentence about the first of these folders whose disk has no room left; empty if none."""
    return next((_sentence(one) for one in folders if _free(one) < SPENT), "")


def refused_by_system(error: OSError, folder: Path) -> CannotStart:
    """What the system refused, as one sentence with its remedy."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotStart(_sentence(folder))
    return CannotStart(
        f"{error.filename or folder} cannot be used ({error.strerror}): give this user the right "
        "to read and write there, or set CAPITAINE_VAR to another folder."
    )


def _sentence(folder: Path) -> str:
    return FULL.format(folder=folder, free=_free(folder) // MEGABYTE)


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free
