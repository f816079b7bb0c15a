"""Child processes that never outlive their parent, and clear sentences when one fails."""

import fcntl
import os
import select
import signal
import subprocess
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO

from config.private_files import LOG, open_private
from tenants.leash import follow_parent

PATIENCE = 12.0
LOG_BYTES = 5_000_000


class CannotStart(Exception):
    """One sentence for the person who typed the command, with the remedy."""


@dataclass(frozen=True)
class SystemUser:
    """A user of this machine under which a server runs."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Child:
    """A running process, its log, and the signal that ends it in good order."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    stop_signal: signal.Signals


def interrupt_on_signals() -> None:
    """INT, TERM and HUP all raise KeyboardInterrupt here, even where a shell had INT ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def spawn(
    command: Sequence[str | Path],
    *,
    name: str,
    log: Path,
    environment: Mapping[str, str],
    folder: Path,
    user: SystemUser | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
    death_signal: signal.Signals = signal.SIGKILL,
    niceness: int = 0,
) -> Child:
    """The command runs in a session of its own (Ctrl-C reaches the parent only) and logs to `log`.

    To be called from the main thread: the kernel watches the thread that spawns.
    """
    parent = os.getpid()

    def before_exec() -> None:
        # After the change of user, which would clear the wish.
        follow_parent(death_signal, parent=parent)
        os.nice(niceness)

    _trim(log)
    with open_private(log, mode=LOG) as out:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=before_exec,
            user=None if user is None else user.uid,
            group=None if user is None else user.gid,
            extra_groups=None if user is None else [],
        )
    return Child(name=name, process=process, log=log, stop_signal=stop_signal)


def succeeds_as(user: SystemUser | None, command: Sequence[str | Path]) -> bool:
    """The command can be run by that user and answers success."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            cwd="/",
            check=False,
            user=None if user is None else user.uid,
            group=None if user is None else user.gid,
            extra_groups=None if user is None else [],
        )
    except OSError:
        return False
    return done.returncode == 0


def _trim(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(log.suffix + ".1"))


def finish(child: Child, *, good: Collection[int] = (0,)) -> int:
    """The child's work is done, with one of the `good` exit codes.

    A failure gives one sentence and the last lines of its log.
    """
    code = child.process.wait()
    if code not in good:
        raise CannotStart(f"{child.name} failed (exit code {code}).{last_lines(child.log)}")
    return code


def wait_until(ready: Callable[[], bool], *, child: Child, seconds: float) -> None:
    """`ready` answers true and the child lives; otherwise one sentence."""
    end = monotonic() + seconds
    while not ready():
        if child.process.poll() is not None:
            raise CannotStart(
                f"{child.name} stopped while starting "
                f"(exit code {child.process.returncode}).{last_lines(child.log)}"
            )
        if monotonic() > end:
            raise CannotStart(
                f"{child.name} is not ready after {seconds:.0f} seconds.{last_lines(child.log)}"
            )
        pause(0.03)


def pause(seconds: float) -> None:
    """Some time has passed."""
    select.select([], [], [], seconds)


def stop(child: Child, *, patience: float = PATIENCE) -> bool:
    """The child and its whole session are gone; False when it had to be killed."""
    in_order = True
    if child.process.poll() is None:
        child.process.send_signal(child.stop_signal)
        try:
            child.process.wait(patience)
        except subprocess.TimeoutExpired:
            in_order = False
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()
    return in_order


def last_lines(log: Path, *, count: int = 12) -> str:
    """The end of a log, indented, ready to follow a sentence."""
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace").splitlines()[-count:]
    return "".join(f"\n    {line}" for line in [f"Last lines of {log}:", *lines])


def hold(lock: Path, *, busy: str) -> IO[str]:
    """The lock file, held until it is closed or the process ends; `busy` is said if it is taken."""
    file = lock.open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = file.read().strip() or "unknown"
        file.close()
        raise CannotStart(busy.format(holder=holder)) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file
