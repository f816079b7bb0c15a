"""`python -m tests.prove [--small] [names …]`: the harnesses at full size, and one table.

Each runs by itself; what it did and caught is read from what it kept. Ends with 1 where a test
failed, a planted fault was not seen, or less was done than the size asks. A size that the
environment names (`CANCELS=20000`) takes the place of the full one, and the table says so.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.proof import FOLDER, SIZES

ROOT = Path(__file__).resolve().parent.parent
HEAD = ("harness", "size", "figures", "planted faults caught", "seconds", "verdict")


@dataclass(frozen=True)
class Harness:
    """Where its tests stand, how much it does, which planted faults it must catch."""

    name: str
    path: str
    sizes: tuple[str, ...]
    faults: tuple[str, ...]


HARNESSES = (
    Harness(
        "pooler",
        "tests/harness/test_pooler.py",
        ("POOLED_READS",),
        ("by transaction", "reads outside a transaction"),
    ),
    Harness(
        "lockout",
        "tests/config/test_lockout.py",
        ("LOCKOUT_TRIES",),
        (
            "passwords counted by address alone",
            "known browser not told apart",
            "mails counted by address alone",
        ),
    ),
    Harness("cancels", "tests/harness/test_cancel.py", ("CANCELS",), ("stock backend",)),
    Harness("cap", "tests/harness/test_slot_storm.py", ("STORM_STEPS",), ("no lock",)),
    Harness(
        "reviews",
        "tests/harness/test_reviews_survive.py",
        ("REVIEW_KILLS", "REVIEW_FLUSHES"),
        ("no lock",),
    ),
    Harness("dates", "tests/harness/test_dates.py", ("DATES",), ("lost holiday", "lost day")),
    Harness(
        "urls",
        "tests/architecture/test_url_walk.py",
        ("URL_VISITS",),
        ("foreign byte", "permission not asked"),
    ),
    Harness(
        "fuzz",
        "tests/harness/test_api_fuzz.py",
        ("FUZZ_CASES",),
        ("answer not named", "invented authorisation"),
    ),
    Harness("bodies", "tests/harness/test_bad_input.py", ("HOSTILE_BODIES",), ("unguarded view",)),
    Harness(
        "backups",
        "tests/harness/test_backups.py",
        ("BACKUP_COMPANIES", "BACKUP_KILLS"),
        ("half a company", "torn archive", "commit in the middle"),
    ),
    Harness("kills", "tests/harness/test_kills.py", ("KILL_ROUNDS",), ("supervisor looks away",)),
    Harness("attacks", "tests/harness/test_log_attacks.py", ("ATTACKS",), ("as the owner",)),
    Harness("log", "tests/harness/test_log_tampering.py", ("TAMPERINGS",), ("moved head",)),
    Harness(
        "standing", "tests/portfolio/standing/test_stored.py", ("STANDING_DAYS",), ("lost touch",)
    ),
    Harness(
        "life_machine",
        "tests/portfolio/decisions/test_life_machine.py",
        ("LIVES",),
        ("a pause whose restart date is not looked at",),
    ),
)


@dataclass
class Seen:
    """What one harness kept."""

    done: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    caught: set[str] = field(default_factory=set)


def read(path: Path) -> Seen:
    """The lines of one harness, added up; nothing where it kept none."""
    seen = Seen()
    for line in path.read_text("utf-8").splitlines() if path.exists() else []:
        found = json.loads(line)
        seen.done.update(found.get("done", {}))
        seen.figures.update(found.get("figures", {}))
        seen.caught |= {found["caught"]} if "caught" in found else set()
    return seen


def misses(harness: Harness, seen: Seen, *, sizes: dict[str, int], code: int) -> Iterator[str]:
    """Why this is no proof, if it is none."""
    if code:
        yield "a test failed"
    for name in harness.sizes:
        if seen.done[name] < sizes[name]:
            yield f"{name}: {seen.done[name]:,} of {sizes[name]:,}"
    for fault in harness.faults:
        if fault not in seen.caught:
            yield f"not caught: {fault}"


def prove(harness: Harness, *, is_small: bool, folder: Path) -> tuple[list[str], bool]:
    """Its line of the table, and whether it holds."""
    known = {name: one.small if is_small else one.full for name, one in SIZES.items()}
    sizes = {name: int(os.environ.get(name) or known[name]) for name in harness.sizes}
    given = {name: str(number) for name, number in sizes.items()}
    command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "--show-capture=no"]
    command += ["-p", "no:cacheprovider"]
    begun = time.monotonic()
    ended = subprocess.run(
        [*command, harness.path],
        cwd=ROOT,
        env={**os.environ, **given, FOLDER: str(folder)},
        capture_output=True,
        text=True,
    )
    seconds = time.monotonic() - begun
    seen = read(folder / f"{harness.name}.jsonl")
    missed = list(misses(harness, seen, sizes=sizes, code=ended.returncode))
    if ended.returncode:
        print(f"{ended.stdout}{ended.stderr}", file=sys.stderr)
    counts = {**{name.lower(): seen.done[name] for name in harness.sizes}, **seen.figures}
    row = [
        harness.name,
        ", ".join(said(name, number) for name, number in sizes.items()),
        ", ".join(f"{name} {number:,}" for name, number in counts.items()),
        f"{len(seen.caught & set(harness.faults))} of {len(harness.faults)}",
        f"{seconds:.0f}",
        f"MISSED ({'; '.join(missed)})" if missed else "holds",
    ]
    return row, not missed


def said(name: str, number: int) -> str:
    """A size, and the full one where it is not that."""
    full = SIZES[name].full
    return f"{number:,}" if number == full else f"{number:,} (full {full:,})"


def table(rows: list[list[str]]) -> str:
    """Columns as wide as what stands in them."""
    every = [list(HEAD), *rows]
    widths = [max(len(row[place]) for row in every) for place in range(len(HEAD))]
    lines = [
        " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in every
    ]
    return "\n".join([lines[0], "-+-".join("-" * width for width in widths), *lines[1:]])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.prove", description=__doc__)
    parser.add_argument("--small", action="store_true", help="no more than the suite does")
    parser.add_argument("names", nargs="*", help=", ".join(one.name for one in HARNESSES))
    given = parser.parse_args()
    unknown = set(given.names) - {one.name for one in HARNESSES}
    if unknown:
        parser.error(f"no such harness: {', '.join(sorted(unknown))}")
    rows, holds = [], True
    with tempfile.TemporaryDirectory(prefix="capitaine-proof-") as folder:
        for harness in HARNESSES:
            if given.names and harness.name not in given.names:
                continue
            print(f"{harness.name} ...", file=sys.stderr, flush=True)
            row, is_proven = prove(harness, is_small=given.small, folder=Path(folder))
            print(" | ".join(row), file=sys.stderr, flush=True)
            rows.append(row)
            holds = holds and is_proven
    print(table(rows))
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
