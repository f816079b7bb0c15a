"""Where the embedded servers keep their files and sockets, and under which user they run.

PostgreSQL refuses to run as root. Started by root, the servers run under a system user of their
own; when that user may not enter the data folder (a clone under a closed home), their files lie
outside, and a symbolic link in the data folder leads there. No parent folder's rights change.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.embedded import programs
from config.embedded.programs import Programs
from config.processes import CannotStart, SystemUser, succeeds_as

USER = "capitaine-data"
OUTSIDE = (Path("/var/lib/capitaine"), Path("/var/tmp/capitaine"))
SOCKET_BYTES = 104
LONGEST_SOCKET = ".s.PGSQL.5432"


@dataclass(frozen=True)
class ServerPlaces:
    """The servers' folder, their sockets' folder, their programs, and their user (as root)."""

    home: Path
    run: Path
    programs: Programs
    user: SystemUser | None


def prepare(data_dir: Path, *, throw_away: bool = False) -> ServerPlaces:
    """Every folder exists with the right owner; the server programs can be run."""
    link = data_dir / "servers"
    user = _system_user(link) if os.geteuid() == 0 else None
    home = _home(link, user, throw_away)
    found = programs.installed()
    if not programs.runnable_by(user, found):
        found = _reachable_copy(user, found)
    return ServerPlaces(home=home, run=_run_folder(home, user), programs=found, user=user)


def ensure_writable(data_dir: Path) -> None:
    """The data folder exists and this process may write there."""
    probe = data_dir / f".probe-{os.getpid()}"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"The folder {data_dir} cannot be written ({error.strerror}): give this user the "
            "right to write there, or set CAPITAINE_VAR to another folder."
        ) from None


def _system_user(link: Path) -> SystemUser:
    """The owner of the existing files, else a system user made for this purpose, else nobody."""
    if link.exists() and link.stat().st_uid != 0:
        owner = _known_user(link.stat().st_uid)
        if owner is not None:
            return owner
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is not None and not _exists(USER):
        subprocess.run(
            [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER],
            capture_output=True,
            check=False,
        )
    entry = pwd.getpwnam(USER if _exists(USER) else "nobody")
    return SystemUser(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _known_user(uid: int) -> SystemUser | None:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return None
    return SystemUser(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _exists(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())


def _home(link: Path, user: SystemUser | None, throw_away: bool) -> Path:
    if link.is_symlink() and not link.exists():
        raise CannotStart(
            f"The servers' files should lie in {link.readlink()}, which is gone: "
            "put them back, or begin anew with make reset."
        )
    if not link.exists():
        if user is None or _enters(user, link.parent):
            own_folder(link, user)
        else:
            outside = _outside() / _outside_name(throw_away)
            own_folder(outside, user)
            link.symlink_to(outside)
    home = link.resolve()
    if user is None and home.stat().st_uid != os.geteuid():
        owner = _known_user(home.stat().st_uid)
        raise CannotStart(
            f"The folder {home} belongs to {owner.name if owner else 'another user'}: "
            "start as the user who made it, or begin anew with make reset."
        )
    return home


def own_folder(folder: Path, user: SystemUser | None) -> None:
    folder.mkdir(mode=0o700)
    if user is not None:
        os.chown(folder, user.uid, user.gid)


def _enters(user: SystemUser, folder: Path) -> bool:
    return succeeds_as(user, ["/bin/sh", "-c", 'cd -- "$1"', "sh", folder])


def _outside() -> Path:
    """A folder of root's that everyone may enter and nobody else may write."""
    for folder in OUTSIDE:
        try:
            folder.mkdir(mode=0o755, exist_ok=True)
            seen = folder.lstat()
            if folder.is_symlink() or seen.st_uid != 0 or seen.st_mode & 0o022:
                continue
            folder.chmod(0o755)
        except OSError:
            continue
        _sweep(folder)
        return folder
    raise CannotStart(
        f"PostgreSQL does not run as root, and neither {' nor '.join(map(str, OUTSIDE))} can "
        "hold its files: start as an ordinary user, or set CAPITAINE_VAR to a folder under /srv."
    )


def _outside_name(throw_away: bool) -> str:
    return (
        f"throw-away-{secrets.token_hex(4)}-{os.getpid()}" if throw_away else secrets.token_hex(4)
    )


def _sweep(folder: Path) -> None:
    """What killed test runs left behind is gone."""
    for home in folder.glob("throw-away-*"):
        if not Path("/proc", home.name.rpartition("-")[2]).exists():
            shutil.rmtree(home, ignore_errors=True)


def _reachable_copy(user: SystemUser | None, found: Programs) -> Programs:
    if user is not None:
        copy = programs.copied(found, into=_outside())
        if programs.runnable_by(user, copy):
            return copy
    raise CannotStart(
        f"The server programs in {found.postgresql} do not run here (they need Linux x86-64 "
        f"with glibc, on a file system that allows programs): {programs.ELSEWHERE}."
    )


def _run_folder(home: Path, user: SystemUser | None) -> Path:
    """The folder of the sockets: 0700, and short enough for a socket's address."""
    folder = home / "run"
    if len(os.fsencode(folder / LONGEST_SOCKET)) >= SOCKET_BYTES:
        digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:10]
        folder = Path("/tmp") / f"capitaine-{os.geteuid()}-{digest}"
    if not folder.exists():
        own_folder(folder, user)
    owner = user.uid if user is not None else os.geteuid()
    seen = folder.lstat()
    if folder.is_symlink() or seen.st_uid != owner or seen.st_mode & 0o077:
        raise CannotStart(
            f"The socket folder {folder} is not private to this user: delete it and start again."
        )
    return folder
