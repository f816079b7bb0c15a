"""Two recordings side by side: each difference once, with the pages that show it."""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from tests.recording.markup import GAP

MOST_PAGES = 6
Say = Callable[[str], object]


@dataclass
class Meant:
    """A difference that is meant: a regular expression on `page ±line`, and the reason."""

    pattern: re.Pattern[str]
    reason: str
    seen: int = field(default=0)


def read_meant(path: Path | None) -> list[Meant]:
    """One a line, `regular expression  # reason`; empty lines and lines of remarks are skipped.

    Raises ValueError for a line without a reason.
    """
    found = []
    for line in path.read_text("utf-8").splitlines() if path else ():
        if not line.strip() or line.startswith("#"):
            continue
        pattern, mark, reason = line.rpartition("  # ")
        if not mark or not reason.strip():
            raise ValueError(f"no reason: {line}")
        found.append(Meant(re.compile(pattern.strip()), reason.strip()))
    return found


def compare(
    old: Path, new: Path, *, meant: list[Meant], spaces: bool = False, say: Say = print
) -> int:
    """How many pages differ in what is not meant; each difference is said once."""
    groups: dict[tuple[str, ...], list[tuple[str, list[str]]]] = defaultdict(list)
    for page, diff in differences(old, new, spaces=spaces):
        left = [line for line in diff if not is_meant(page, line, meant)]
        if changed := tuple(line for line in left if is_change(line)):
            groups[changed].append((page, left))
    for pages in sorted(groups.values(), key=lambda pages: (-len(pages), pages[0][0])):
        _say_group(pages, say)
    for one in meant:
        times = f"{one.seen} lines" if one.seen else "matched NOTHING"
        say(f"meant: {one.reason} ({times}: {one.pattern.pattern})")
    count = sum(map(len, groups.values()))
    say(f"{count} pages differ in {len(groups)} ways." if count else "No difference.")
    return count


def _say_group(pages: list[tuple[str, list[str]]], say: Say) -> None:
    names = [page for page, _ in pages]
    more = f" … and {len(names) - MOST_PAGES} more" if len(names) > MOST_PAGES else ""
    say(f"=== {len(names)} page(s): {', '.join(names[:MOST_PAGES])}{more}")
    say("\n".join(pages[0][1]))
    say("")


def differences(old: Path, new: Path, *, spaces: bool) -> Iterator[tuple[str, list[str]]]:
    """Each page that is not the same, with its unified diff."""
    for page in sorted({*pages_of(old), *pages_of(new)}):
        before, after = ((folder / page) for folder in (old, new))
        if not (before.exists() and after.exists()):
            yield page, ["- the page is recorded" if before.exists() else "+ the page is recorded"]
            continue
        texts = before.read_text("utf-8"), after.read_text("utf-8")
        if texts[0] == texts[1]:
            continue
        was, is_now = (seen_lines(text, spaces=spaces) for text in texts)
        diff = list(unified_diff(was, is_now, lineterm="", n=2))[2:]
        if diff:
            yield page, diff


def pages_of(folder: Path) -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in folder.rglob("*.txt"))


def seen_lines(text: str, *, spaces: bool) -> list[str]:
    return [line for line in text.splitlines() if spaces or line != GAP]


def is_change(line: str) -> bool:
    return line.startswith(("+", "-"))


def is_meant(page: str, line: str, meant: list[Meant]) -> bool:
    """A changed line that one of the expressions names; the first is counted."""
    if is_change(line):
        for one in meant:
            if one.pattern.search(f"{page} {line}"):
                one.seen += 1
                return True
    return False


def run(old: str, new: str, meant: str | None, *, spaces: bool) -> None:
    """Says the differences and ends with 1 where there are any."""
    for folder in (old, new):
        if not any(pages_of(Path(folder))):
            sys.exit(f"{folder} holds no recording.")
    listed = read_meant(Path(meant) if meant else None)
    sys.exit(1 if compare(Path(old), Path(new), meant=listed, spaces=spaces) else 0)
