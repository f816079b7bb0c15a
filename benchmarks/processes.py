"""What processes of ours have used: processor time and memory, from the kernel's own accounts."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """That process and everything below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (parent := _parent(entry)) is not None:
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def cpu_ms(pids: list[int]) -> float:
    """Milliseconds on a processor of all threads of these processes, from nanoseconds."""
    total = 0
    for pid in pids:
        for task in _listed(Path(f"/proc/{pid}/task")):
            text = _read(task / "schedstat")
            total += int(text.split()[0]) if text else 0
    return total / 1e6


def memory_mb(pid: int) -> float:
    """Megabytes that are this process's share of all memory (PSS)."""
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _parent(entry: Path) -> int | None:
    text = _read(entry / "stat")
    return int(text.rpartition(")")[2].split()[1]) if text else None


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
