"""The processes of the product: their commands, and what each finds in its environment."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

OWNER_NAMES = ("DATABASE_OWNER_URL", "DATABASE_OWNER_URL_FILE", "DATABASE_ADMIN_URL")
CELERY = (sys.executable, "-m", "celery", "-A", "config.celery:app")
# One thread a worker: several only wait for each other, and the slowest answers get slower.
GRANIAN: tuple[str, ...] = (
    sys.executable,
    "-m",
    "config.web",
    "--interface",
    "wsgi",
    "config.wsgi:application",
)
GRANIAN += ("--blocking-threads", "1", "--no-ws", "--workers-kill-timeout", "10")
GRANIAN += ("--log-config", str(Path(__file__).with_name("granian.json")))
GRANIAN += ("--respawn-failed-workers", "--respawn-interval", "1")
WORKER = (*CELERY, "worker", "--loglevel=INFO", "--without-gossip", "--without-mingle")


@dataclass(frozen=True)
class Addresses:
    """The servers' addresses; the owner's goes to migrations and the provisioner only."""

    database: str
    owner: str
    redis: str


@dataclass(frozen=True)
class ProcessRole:
    """One process of the product."""

    name: str
    command: Sequence[str]
    log_name: str
    is_owner: bool = False
    niceness: int = 0


@dataclass(frozen=True)
class Sizes:
    """Where the web server listens, and how many processes serve pages and jobs."""

    address: str
    port: int
    web_workers: int
    job_processes: int


def roles(sizes: Sizes) -> list[ProcessRole]:
    """Web, worker, sweeper, courier, messenger, scheduler, provisioner, in order of their start.

    The queues are those of `config.celery.ROUTES`: work of companies, the sweep that hands it
    out, mail and what goes to addresses outside wait only for their own kind.
    """
    web = [*GRANIAN, "--host", sizes.address, "--port", str(sizes.port)]
    web += ["--workers", str(sizes.web_workers)]
    worker = [*WORKER, "--concurrency", str(sizes.job_processes), "--hostname", "worker@%h"]
    worker += ["--queues", "celery"]
    sweeper = [*WORKER, "--pool", "solo", "--hostname", "sweeper@%h", "--queues", "sweep"]
    courier = [*WORKER, "--concurrency", "2", "--hostname", "courier@%h", "--queues", "mail"]
    messenger = [*WORKER, "--pool", "solo", "--hostname", "messenger@%h", "--queues", "webhooks"]
    scheduler = [*CELERY, "beat", "--loglevel=INFO"]
    provisioner = [*WORKER, "--concurrency", "1", "--hostname", "provisioner@%h"]
    provisioner += ["--queues", "provision"]
    # Pages go before jobs.
    jobs = partial(ProcessRole, niceness=5)
    return [
        ProcessRole("The web server", web, "web"),
        jobs("The worker", worker, "worker"),
        jobs("The sweeper", sweeper, "sweeper"),
        jobs("The courier", courier, "courier"),
        jobs("The messenger", messenger, "messenger"),
        ProcessRole("The scheduler", scheduler, "scheduler", niceness=5),
        jobs("The provisioner", provisioner, "provisioner", is_owner=True),
    ]


def environment(
    base: Mapping[str, str], addresses: Addresses, *, extra: Mapping[str, str], is_owner: bool
) -> dict[str, str]:
    """`base` with the servers' addresses; without the owner's, unless `is_owner`."""
    # With its bytecode kept, a worker answers in a third of the time after its start.
    replaced = {
        "DATABASE_URL_FILE",
        "REDIS_URL_FILE",
        "PYTHONDONTWRITEBYTECODE",
        *OWNER_NAMES,
    }
    found = {name: value for name, value in base.items() if name not in replaced}
    found |= {"DATABASE_URL": addresses.database, "REDIS_URL": addresses.redis}
    found |= {"PYTHONUNBUFFERED": "1"}
    given = {name.removesuffix("_FILE") for name in base}
    found |= {name: value for name, value in extra.items() if name not in given}
    if is_owner:
        found["DATABASE_OWNER_URL"] = addresses.owner
    return found
