"""`python -m tests.mutants --seed 7 --count 200`: which faults the tests see.

Each fault is put into a copy of the tree and the tests near to it run until one fails; the faults
that are left then meet the other tests of their app. Outcomes are kept in a file as they come;
running again goes on where it stopped. Ends with 1 when more than 5 % survive.
"""

import argparse
import importlib
import json
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.architecture.sources import ROOT
from tests.mutants.mutations import Mutant, all_mutants, sample

MOST_ALIVE = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--only", help="those whose line matches, of all, instead of a sample")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin none after that")
    parser.add_argument("--near", action="store_true", help="ask the near tests only")
    parser.add_argument("--again", action="store_true", help="try those that survived once more")
    parser.add_argument("--kept", type=Path, default=ROOT / "var/mutants.jsonl")
    given = parser.parse_args()
    mutants = all_mutants(ROOT)
    if given.only:
        mutants = [one for one in mutants if re.search(given.only, str(one))]
    else:
        mutants = sample(mutants, seed=given.seed, count=given.count)
    if given.again:
        forget_alive(given.kept)
    try_out(
        mutants,
        kept=given.kept,
        until=time.monotonic() + 60 * given.minutes,
        passes=[False] if given.near else [False, True],
    )
    sys.exit(report(mutants, read(given.kept)))


def read(kept: Path) -> dict[str, str]:
    """Fault → the test that sees it, empty while none does, of all that were tried."""
    return {fault: seen_by for fault, seen_by, _ in lines_of(kept)}


def lines_of(kept: Path) -> list[tuple[str, str, bool]]:
    """Fault, test, whether the far tests were asked; in the order of the trials."""
    lines = kept.read_text("utf-8").splitlines() if kept.exists() else []
    return [json.loads(line) for line in lines]


def forget_alive(kept: Path) -> None:
    seen = [json.dumps(line, ensure_ascii=False) + "\n" for line in lines_of(kept) if line[1]]
    kept.write_text("".join(seen), "utf-8")


def try_out(mutants: list[Mutant], *, kept: Path, until: float, passes: list[bool]) -> None:
    """Each has its outcome in the file, as far as time allows."""
    importlib.import_module("tests.servers")  # one pair of servers for all the runs
    trial = importlib.import_module("tests.mutants.trial")
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="capitaine-mutants-") as folder:
        bench = trial.Bench(Path(folder))
        for wide in passes:
            met = {fault: is_wide for fault, _, is_wide in lines_of(kept)}
            seen = read(kept)
            before = False if wide else None
            waiting = [
                one for one in mutants if not seen.get(str(one)) and met.get(str(one)) is before
            ]
            for number, mutant in enumerate(waiting, start=1):
                if time.monotonic() > until:
                    return
                begun, seen_by = time.monotonic(), bench.seen_by(mutant, wide=wide)
                with kept.open("a", encoding="utf-8") as file:
                    line = json.dumps([str(mutant), seen_by, wide], ensure_ascii=False)
                    file.write(f"{line}\n")
                took = f"{time.monotonic() - begun:.0f} s"
                print(f"{number}/{len(waiting)} {took} {mutant}\n    {seen_by or 'SURVIVES'}")


def report(mutants: list[Mutant], outcomes: dict[str, str]) -> int:
    """The table on the screen; 1 when too many are alive, 0 otherwise."""
    tried = [one for one in mutants if str(one) in outcomes]
    alive = [one for one in tried if not outcomes[str(one)]]
    every, living = Counter(one.kind for one in tried), Counter(one.kind for one in alive)
    print(f"\n{'kind':<20} {'tried':>6} {'alive':>6}")
    for kind in sorted(every):
        print(f"{kind:<20} {every[kind]:>6} {living[kind]:>6}")
    print(f"{'all':<20} {len(tried):>6} {len(alive):>6}   of {len(mutants)}")
    print(*("", *(f"SURVIVES {one}" for one in alive)), sep="\n")
    return int(len(alive) > MOST_ALIVE * len(tried))


if __name__ == "__main__":
    main()
