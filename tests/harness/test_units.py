"""Every process starts as its unit starts it, watched by nobody, and ends in order."""

import configparser
import os
import secrets
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from config.celery import app
from config.children import OWNER_NAMES, roles
from config.startup import read_sizes
from tests.committed import CommittedDatabase
from tests.config.test_supervisor import free_port

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "deploy" / "systemd"
INSTALLED = "/srv/capitaine/.venv/bin/python"
NAMES = [role.log_name for role in roles(read_sizes())]
WORKERS = {
    "worker": {"celery"},
    "sweeper": {"sweep"},
    "courier": {"mail"},
    "messenger": {"webhooks"},
    "provisioner": {"provision"},
}


def unit(path: Path) -> configparser.SectionProxy:
    """The service's part of a unit; of what is said twice, the last."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text())
    return parser["Service"]


def values(path: Path) -> dict[str, str]:
    """What an environment file sets."""
    pairs = [line.partition("=") for line in path.read_text().splitlines()]
    return {name: value for name, mark, value in pairs if mark and not name.startswith("#")}


@pytest.fixture
def environment(committed_database: CommittedDatabase, tmp_path: Path) -> dict[str, str]:
    """The example's variables, led to the servers of the suite."""
    return values(ROOT / "deploy" / "capitaine.env.example") | {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATABASE_URL": committed_database.app_url,
        "REDIS_URL": os.environ["REDIS_URL"],
        "CAPITAINE_VAR": str(tmp_path / "var"),
        "PUBLIC_HOST": "localhost",
        "PORT": str(free_port()),
    }


@pytest.fixture
def running(
    environment: dict[str, str], committed_database: CommittedDatabase, tmp_path: Path
) -> Iterator[dict[str, "subprocess.Popen[bytes]"]]:
    """Each process, started with the words of its unit and the variables it names."""
    found = {}
    for name in NAMES:
        path = UNITS / f"capitaine-{name}.service"
        own = environment | (
            {"DATABASE_OWNER_URL": committed_database.owner_url}
            if "owner.env" in path.read_text()
            else {}
        )
        words = shlex.split(unit(path)["ExecStart"].replace(INSTALLED, sys.executable))
        with (tmp_path / name).open("wb") as log:
            found[name] = subprocess.Popen(
                words, cwd=ROOT, env=own, stdout=log, stderr=log, start_new_session=True
            )
    try:
        yield found
    finally:
        for process in found.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answers(port: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return int(answer.status)
    except (OSError, urllib.error.HTTPError):
        return 0


def queues() -> dict[str, set[str]]:
    """What each worker that answers takes its jobs from."""
    told = app.control.inspect(timeout=2).active_queues() or {}
    return {name.split("@")[0]: {one["name"] for one in found} for name, found in told.items()}


def wait_for(ask, seconds: float = 90) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ask():
            return True
        time.sleep(0.5)
    return False


def test_there_is_a_unit_for_each_process_and_only_the_provisioner_has_the_owner() -> None:
    for name in NAMES:
        text = (UNITS / f"capitaine-{name}.service").read_text()
        assert f"manage.py run {name}\n" in text
        assert ("owner.env" in text) == (name == "provisioner")
        assert f"capitaine-{name}.service" in (UNITS / "capitaine.target").read_text()
        assert f"[run, {name}]" in (ROOT / "deploy" / "compose.yaml").read_text()


def test_the_processes_run_as_the_units_start_them(
    running: dict[str, "subprocess.Popen[bytes]"], environment: dict[str, str], tmp_path: Path
) -> None:
    def logs() -> str:
        return "\n".join((tmp_path / name).read_text()[-600:] for name in NAMES)

    assert wait_for(lambda: answers(environment["PORT"]) == 200), logs()
    assert wait_for(lambda: queues() == WORKERS), logs()
    assert wait_for(lambda: "beat: Starting" in (tmp_path / "scheduler").read_text()), logs()
    for process in running.values():
        process.terminate()
    ended = {name: process.wait(40) for name, process in running.items()}
    assert set(ended.values()) <= {0, -signal.SIGTERM}, ended


def test_a_process_says_what_it_lacks(environment: dict[str, str]) -> None:
    for name, missing in (("web", "REDIS_URL"), ("provisioner", "DATABASE_OWNER_URL")):
        done = subprocess.run(
            [sys.executable, "manage.py", "run", name],
            cwd=ROOT,
            env={key: value for key, value in environment.items() if key != missing},
            capture_output=True,
            check=False,
        )
        assert f"{missing} is not set".encode() in done.stderr
        assert done.returncode == 1


@pytest.mark.parametrize("name", NAMES)
def test_only_the_provisioner_hands_the_owners_address_on(
    name: str, environment: dict[str, str], monkeypatch
) -> None:
    became: list[dict[str, str]] = []
    for key, value in {**environment, "DATABASE_OWNER_URL": "postgresql://owner@x/y"}.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setattr(os, "execve", lambda path, words, given: became.append(given))
    monkeypatch.setattr(os, "nice", lambda by: 0)
    call_command("run", name)
    assert [OWNER_NAMES[0] in given for given in became] == [name == "provisioner"]
