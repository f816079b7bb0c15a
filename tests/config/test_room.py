"""A full disk, an unreadable folder, an unknown level: one clear sentence each, no traceback."""

import errno
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import startup, supervisor
from config.processes import CannotStart
from config.startup import MEGABYTE, Options, check_room, full_disk, refused_by_system
from config.supervisor import up
from config.watching import KeepsDying
from tests.config.test_supervisor import free_port

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many bytes are free on every disk."""
    left = [1000 * MEGABYTE]
    monkeypatch.setattr(startup, "_free", lambda folder: left[0])
    monkeypatch.setattr(supervisor, "interrupt_on_signals", lambda: None)
    return left


def started(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code of a start with the embedded servers, and what it says of its failure."""
    options = Options(
        port=free_port(),
        address="127.0.0.1",
        public_host="localhost",
        with_demo=False,
        web_workers=1,
        job_processes=1,
        database="",
        owner="",
        redis="",
    )
    code = up(base_dir=ROOT, data_dir=data_dir, options=options, out=io.StringIO())
    return code, capsys.readouterr().err


def test_a_start_without_room_for_the_servers_is_refused(free, tmp_path, capsys) -> None:
    free[0] = 199 * MEGABYTE
    code, said = started(tmp_path, capsys)
    assert code == 2
    assert said == (
        f"The disk that holds {tmp_path} is full (199 MB are left): free some space there, then "
        "start again, or set CAPITAINE_VAR to a folder on another disk.\n"
    )
    assert not (tmp_path / "servers").exists()


def test_a_disk_that_fills_while_starting_is_told_before_what_failed(
    free, tmp_path, capsys, monkeypatch
) -> None:
    def fails(self: object) -> None:
        free[0] = 0
        raise CannotStart("manage.py prepare failed (exit code 1). the database is in recovery")

    monkeypatch.setattr(supervisor.Supervisor, "_compile_messages", fails)
    code, said = started(tmp_path, capsys)
    assert code == 2
    assert said.startswith(f"The disk that holds {tmp_path} is full (0 MB are left)")
    assert "manage.py prepare failed" in said


def test_a_disk_that_fills_later_is_told_before_what_died(free, tmp_path, monkeypatch) -> None:
    class Dying:
        def look(self, now: float) -> None:
            raise KeepsDying("PostgreSQL stopped by itself 5 times within a minute")

    out = io.StringIO()
    running = supervisor.Supervisor(
        base_dir=ROOT,
        data_dir=tmp_path,
        options=None,
        out=out,  # type: ignore[arg-type]
    )
    running.kept = [Dying()]  # type: ignore[list-item]
    free[0] = 0
    assert running._watch() == 1
    assert out.getvalue().splitlines()[0].startswith(f"The disk that holds {tmp_path} is full")
    assert out.getvalue().splitlines()[1].startswith("PostgreSQL stopped by itself 5 times")
    free[0] = 1000 * MEGABYTE
    assert full_disk(tmp_path) == ""


def test_a_folder_that_cannot_be_used_is_named_with_the_remedy(free, tmp_path, capsys) -> None:
    (tmp_path / "logs").touch()
    code, said = started(tmp_path, capsys)
    assert code == 2
    assert said == (
        f"{tmp_path}/logs cannot be used (File exists): give this user the right to read and write "
        "there, or set CAPITAINE_VAR to another folder.\n"
    )


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_what_the_system_refuses_for_lack_of_room_says_so(free, number, tmp_path) -> None:
    error = OSError(number, os.strerror(number), str(tmp_path / "logs/web.log"))
    assert "is full" in str(refused_by_system(error, tmp_path))


def test_the_room_of_a_real_disk_is_read(tmp_path) -> None:
    check_room(tmp_path, least=1)
    with pytest.raises(CannotStart, match="is full"):
        check_room(tmp_path, least=2**62)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LOG_LEVEL", "BANANA", "LOG_LEVEL is 'BANANA': set it to one of DEBUG, INFO, WARNING,"),
        ("DATABASE_PATIENCE", "none", "DATABASE_PATIENCE is 'none': set it to one of page, job."),
    ],
)
def test_an_unknown_value_is_one_sentence(name: str, value: str, said: str) -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env={**os.environ, name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith(said)
    assert len(run.stderr.splitlines()) == 1
