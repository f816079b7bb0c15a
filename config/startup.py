"""What the one command reads before it starts anything, and what it prints when all is up."""

import errno
import hashlib
import json
import os
import shutil
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.children import Sizes
from config.environment import (
    DATABASE_SCHEMES,
    REDIS_SCHEMES,
    database_url,
    env_bool,
    env_int,
    env_str,
    env_url,
)
from config.processes import CannotStart

LOGINS = "demo-logins.json"
BUILD = "build"
# Exit codes of `manage.py prepare`: all is well, and what is to be told beside it.
GOOD, SOME_WAIT, SOME_APART = 64, 1, 2
MEGABYTE = 1024 * 1024
# The embedded servers' first files take about a hundred.
LEAST_TO_BEGIN, LEAST = 200 * MEGABYTE, 20 * MEGABYTE
SPENT = 8 * MEGABYTE

FULL = (
    "The disk that holds {folder} is full ({free} MB are left): free some space there, then start "
    "again, or set CAPITAINE_VAR to a folder on another disk."
)


@dataclass(frozen=True)
class Options(Sizes):
    """The environment's wishes; an empty address of a server means the embedded one."""

    public_host: str
    with_demo: bool
    database: str
    owner: str
    redis: str


def read_sizes() -> Sizes:
    """As the environment wishes; ImproperlyConfigured with one sentence otherwise."""
    return Sizes(
        address=env_str("BIND_ADDRESS") or "127.0.0.1",
        port=env_int("PORT", 8000, minimum=1, maximum=65535),
        web_workers=env_int("WEB_WORKERS", min(2, os.cpu_count() or 1), minimum=1, maximum=64),
        job_processes=env_int("JOB_PROCESSES", 2, minimum=1, maximum=64),
    )


def read_options() -> Options:
    """Every wish read and checked; ImproperlyConfigured with one sentence otherwise."""
    database = env_url("DATABASE_URL", schemes=DATABASE_SCHEMES)
    owner = env_url("DATABASE_OWNER_URL", schemes=DATABASE_SCHEMES)
    for name, url in (("DATABASE_URL", database), ("DATABASE_OWNER_URL", owner)):
        if url:
            database_url(url, name=name)
    if bool(database) != bool(owner):
        missing = "DATABASE_OWNER_URL" if database else "DATABASE_URL"
        raise ImproperlyConfigured(
            f"{missing} is not set: DATABASE_URL (the role of the application) and "
            "DATABASE_OWNER_URL (the role that owns the tables) go together."
        )
    with_demo = env_bool("CAPITAINE_DEMO", True)
    if not with_demo and not env_str("EMAIL_HOST") and not env_str("EMAIL_BACKEND"):
        raise ImproperlyConfigured(
            "EMAIL_HOST is not set: name the server that mails leave by; only the demo keeps its "
            "mails in files."
        )
    return Options(
        **asdict(read_sizes()),
        public_host=env_str("PUBLIC_HOST") or "localhost",
        with_demo=with_demo,
        database=database,
        owner=owner,
        redis=env_url("REDIS_URL", schemes=REDIS_SCHEMES),
    )


def is_loopback(address: str) -> bool:
    """Whether only programs of this machine reach that address or name."""
    with suppress(ValueError):
        return ip_address(address.strip("[]")).is_loopback
    return address == "localhost"


def check_build(*, data_dir: Path, base_dir: Path) -> None:
    """The data folder is new, of this build or of one that this build upgrades, and says so.

    It is upgraded when this build knows every migration that the folder has had, as it was then;
    one sentence otherwise.
    """
    stamp, mine = data_dir / BUILD, build_of(base_dir)
    is_new = not stamp.exists() and not os.path.lexists(data_dir / "servers")
    if not (is_new or (stamp.exists() and {*stamp.read_text().splitlines()} <= {*mine})):
        raise CannotStart(
            f"The data in {data_dir} are of another build of Capitaine, later than this one or "
            "never released. Start that build again, or begin anew with make reset, or keep them "
            "and choose another folder with CAPITAINE_VAR."
        )
    stamp.write_text("".join(f"{line}\n" for line in mine))


def build_of(base_dir: Path) -> list[str]:
    """Each migration with a digest of its text: what the stored data look like."""
    files = sorted(base_dir.glob("*/migrations/[0-9]*.py"))
    return [f"{file.parent.parent.name} {file.stem} {_digest(file)}" for file in files]


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


def check_port(address: str, port: int) -> None:
    """The web server can listen there; one sentence otherwise."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise CannotStart(_port_sentence(address, port, error)) from None


def _port_sentence(address: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program: stop that one, "
            f"or choose another port with PORT={8001 if port == 8000 else 8000} make up."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for root: choose one above 1023, such as PORT=8000."
    return (
        f"BIND_ADDRESS is {address!r}, where this machine cannot listen ({error.strerror}): "
        "set it to 127.0.0.1 (this machine only) or 0.0.0.0 (everyone)."
    )


def demo_logins(data_dir: Path) -> str:
    """The demo's log-ins as an aligned table: a list of objects in demo-logins.json, or nothing."""
    file = data_dir / LOGINS
    if not file.exists():
        return ""
    rows = [[str(cell) for cell in row.values()] for row in json.loads(file.read_text())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append(f"  {'   '.join(cells)}".rstrip())
    return "\n".join(lines)


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
