"""The address of the team page as a code that a phone reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4


@dataclass(frozen=True)
class QrCode:
    """A QR code (ISO/IEC 18004): dark modules as runs of a path in a square of `size` modules.

    The quiet zone of four modules that readers ask for is in it.
    """

    size: int
    path: str


def qr_code(address: str) -> QrCode:
    """Return the code of that address; it is read though 15 % of it is damaged (level M)."""
    code = segno.make_qr(address, error="m")
    rows = list(code.matrix_iter(border=QUIET))
    runs = (f"M{x} {y}h{length}v1h-{length}z" for x, y, length in _dark_runs(rows))
    return QrCode(size=len(rows), path="".join(runs))


def _dark_runs(rows: Iterable[Iterable[int]]) -> Iterator[tuple[int, int, int]]:
    """Where each run of dark modules begins, and how long it is."""
    for y, row in enumerate(rows):
        x = 0
        for is_dark, modules in groupby(row, bool):
            length = len(list(modules))
            if is_dark:
                yield x, y, length
            x += length
