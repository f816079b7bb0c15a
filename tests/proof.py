"""What a harness did and which planted faults it caught, kept for `make prove`.

How much a harness does is taken from the environment; without it, it is what the suite does each
time. Lines of JSON are added to the folder that `PROOF_FOLDER` names; without it nothing is kept.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

FOLDER = "PROOF_FOLDER"


@dataclass(frozen=True)
class Size:
    """How much the suite does, and how much the proof."""

    small: int
    full: int


SIZES = {
    "ATTACKS": Size(240, 240),
    "BACKUP_COMPANIES": Size(3, 200),
    "BACKUP_KILLS": Size(4, 25),
    "CANCELS": Size(400, 100_000),
    "DATES": Size(500, 20_000),
    "FUZZ_CASES": Size(900, 50_000),
    "HOSTILE_BODIES": Size(2_000, 8_000),
    "KILL_ROUNDS": Size(1, 20),
    "LIVES": Size(6, 200),
    "LOCKOUT_TRIES": Size(40, 250),
    "POOLED_READS": Size(1_500, 5_000),
    "REVIEW_FLUSHES": Size(2, 10),
    "REVIEW_KILLS": Size(4, 100),
    "STANDING_DAYS": Size(75, 400),
    "STORM_STEPS": Size(1_500, 100_000),
    "TAMPERINGS": Size(200, 2_000),
    "URL_VISITS": Size(5_000, 5_000),
}


def size(name: str) -> int:
    """How much of that is to be done."""
    return int(os.environ.get(name) or SIZES[name].small)


def measured(
    harness: str, *, done: dict[str, int] | None = None, figures: dict[str, int] | None = None
) -> None:
    """How much of each size was done, and what was counted; said before it is judged."""
    _keep(harness, {"done": done or {}, "figures": figures or {}})


def caught(harness: str, fault: str) -> None:
    """A fault that was planted on purpose was seen; said after it was."""
    _keep(harness, {"caught": fault})


def _keep(harness: str, line: dict[str, object]) -> None:
    folder = os.environ.get(FOLDER)
    if folder:
        with (Path(folder) / f"{harness}.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(f"{json.dumps(line)}\n")
