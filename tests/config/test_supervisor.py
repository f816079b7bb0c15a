"""One command starts everything, and nothing outlives it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.children import Addresses, environment
from config.embedded.servers import EmbeddedServers
from config.processes import CannotStart, Child
from config.startup import GOOD, SOME_APART, SOME_WAIT, check_build, demo_logins
from config.watching import KeepsDying, WatchedProcess
from tests.leash import leashed

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORT")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the servers' own user may enter, so that root's tests stay in one place."""
    path = Path(tempfile.mkdtemp(prefix="capitaine-up-"))
    path.chmod(0o755)
    yield path
    EmbeddedServers(path / "var").delete()
    shutil.rmtree(path)


def start(folder: Path, **extra: str) -> "subprocess.Popen[str]":
    surroundings = {name: value for name, value in os.environ.items() if name not in NAMES}
    surroundings |= {"PORT": str(free_port()), **extra}
    return leashed(
        [sys.executable, "-m", "tests.config.standin", str(folder)],
        cwd=ROOT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_ready(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C stops" in line:
            return "".join(lines)
    raise AssertionError("".join(lines) + (process.stderr.read() if process.stderr else ""))


def descendants(pid: int) -> set[int]:
    """Every living process below that one."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields[0] != "Z":
            parents[int(stat.parent.name)] = int(fields[1])
    found: set[int] = set()
    while True:
        more = {child for child, parent in parents.items() if parent in {pid, *found}} - found
        if not more:
            return found
        found |= more


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists() and command(pid)}


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def wait_until_gone(pids: set[int]) -> set[int]:
    end = time.monotonic() + 15
    while alive(pids) and time.monotonic() < end:
        time.sleep(0.05)
    return alive(pids)


def test_a_kill_of_the_supervisor_leaves_no_orphan_and_the_next_start_stops_in_order(
    folder: Path,
) -> None:
    first = start(folder)
    printed = wait_for_ready(first)
    below = descendants(first.pid)
    assert "PostgreSQL" in printed
    assert "Redis server" in printed
    assert len(below) >= 4
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert wait_until_gone(below) == set()

    second = start(folder)
    wait_for_ready(second)
    third = start(folder)
    _, sentence = third.communicate(timeout=20)
    assert third.returncode == 2
    assert sentence.startswith(f"Capitaine already runs from {folder}/var (process {second.pid})")
    below = descendants(second.pid)
    second.send_signal(signal.SIGINT)
    rest, _ = second.communicate(timeout=30)
    assert second.returncode == 0
    assert "Stopped in" in rest
    assert alive(below) == set()


KINDS = {
    "web": b"time.sleep(600)\0web",
    "PostgreSQL": b"bin/postgres",
    "The Redis server": b"valkey-server",
}


def kill_one(supervisor: "subprocess.Popen[str]", words: bytes) -> None:
    """The first process of that kind below the supervisor is killed."""
    children = sorted(pid for pid in children_of(supervisor.pid) if words in command(pid))
    os.kill(children[0], signal.SIGKILL)


def children_of(pid: int) -> set[int]:
    found = set()
    for one in descendants(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        found |= {one} if int(fields[1]) == pid else set()
    return found


def read_until(supervisor: "subprocess.Popen[str]", words: str) -> str:
    assert supervisor.stdout is not None
    lines = []
    for line in supervisor.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def test_a_process_that_dies_runs_again_and_one_that_keeps_dying_stops_all(folder: Path) -> None:
    supervisor = start(folder)
    wait_for_ready(supervisor)
    for name, words in KINDS.items():
        count = len(children_of(supervisor.pid))
        kill_one(supervisor, words)
        said = read_until(supervisor, f"{name} runs again.")
        assert f"{name} stopped by itself (exit code -9)" in said
        assert len(children_of(supervisor.pid)) == count
    for _ in range(3):
        kill_one(supervisor, KINDS["web"])
        read_until(supervisor, "web runs again.")
    below = descendants(supervisor.pid)
    kill_one(supervisor, KINDS["web"])
    rest, _ = supervisor.communicate(timeout=30)
    assert supervisor.returncode == 1
    assert "web stopped by itself 5 times within a minute (last exit code -9)" in rest
    assert wait_until_gone(below) == set()


def test_nothing_is_said_of_upgrades_where_every_company_is_at_this_version(folder: Path) -> None:
    supervisor = start(folder)
    assert "upgraded" not in wait_for_ready(supervisor)
    supervisor.send_signal(signal.SIGTERM)
    rest, _ = supervisor.communicate(timeout=30)
    assert "upgrade" not in rest


@pytest.mark.parametrize(
    ("prepared", "upgraded", "said", "then"),
    [
        (GOOD + SOME_WAIT, 0, "Serving is safe meanwhile", "Every company is upgraded."),
        (GOOD + SOME_WAIT, 1, "Serving is safe meanwhile", "The upgrade of the other companies st"),
        (GOOD + SOME_APART, 0, "is set apart", "Ctrl-C stops everything"),
    ],
)
def test_it_serves_while_other_companies_are_upgraded_and_says_so(
    folder: Path, prepared: int, upgraded: int, said: str, then: str
) -> None:
    supervisor = start(folder, STANDIN_PREPARED=str(prepared), STANDIN_UPGRADED=str(upgraded))
    assert "Capitaine is ready" in read_until(supervisor, "Capitaine is ready")
    read_until(supervisor, said)
    read_until(supervisor, then)
    assert supervisor.poll() is None
    supervisor.send_signal(signal.SIGTERM)
    supervisor.communicate(timeout=30)
    assert supervisor.returncode == 0


def test_what_cannot_be_prepared_is_not_served(folder: Path) -> None:
    supervisor = start(folder, STANDIN_PREPARED="1")
    out, said = supervisor.communicate(timeout=60)
    assert supervisor.returncode == 2
    assert "manage.py prepare failed (exit code 1)" in said
    assert "is ready" not in out


def test_it_starts_again_a_little_later_each_time_and_forgets_old_deaths(tmp_path: Path) -> None:
    def dead() -> Child:
        process = subprocess.Popen(["/bin/false"], start_new_session=True)
        process.wait()
        return Child("it", process, tmp_path / "log", signal.SIGTERM)

    kept, now, waits = WatchedProcess(dead(), dead), 100.0, []
    for _ in range(4):
        kept.look(now)
        assert kept.back_at is not None
        waits.append(kept.back_at - now)
        assert kept.look(now) is None
        now = kept.back_at
        assert kept.look(now) == "it runs again."
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    with pytest.raises(KeepsDying, match="it stopped by itself 5 times within a minute"):
        kept.look(now)
    kept.deaths = kept.deaths[:-1]
    kept.look(now + 61)
    assert len(kept.deaths) == 1


def test_what_a_killed_program_started_goes_with_it() -> None:
    """A worker of the tests, whose own program is killed without a word."""
    code = (
        "import sys, time; from tests.leash import leashed; "
        "leashed([sys.executable, '-c', 'import time; time.sleep(600)']); time.sleep(600)"
    )
    parent = leashed([sys.executable, "-c", code], cwd=ROOT)
    end = time.monotonic() + 30
    while not (below := descendants(parent.pid)) and time.monotonic() < end:
        time.sleep(0.05)
    assert below
    parent.kill()
    parent.wait()
    assert wait_until_gone(below) == set()


def test_a_taken_port_is_named_with_another_to_choose(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(folder, PORT=str(port))
        printed, sentence = process.communicate(timeout=20)
    assert process.returncode == 2
    assert printed == ""
    assert sentence == (
        f"Port {port} is taken by another program: stop that one, "
        "or choose another port with PORT=8000 make up.\n"
    )


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """A checkout with one migration, and a data folder that has had it."""
    made = tmp_path / "app" / "migrations"
    made.mkdir(parents=True)
    (made / "0001_initial.py").write_text("A = 1")
    (tmp_path / "var").mkdir()
    check_build(data_dir=tmp_path / "var", base_dir=tmp_path)
    (tmp_path / "var" / "servers").mkdir()
    return made


def test_the_data_of_an_earlier_build_are_upgraded(migrations: Path, tmp_path: Path) -> None:
    check_build(data_dir=tmp_path / "var", base_dir=tmp_path)
    (migrations / "0002_more.py").write_text("B = 1")
    check_build(data_dir=tmp_path / "var", base_dir=tmp_path)


def later(migrations: Path) -> None:
    (migrations / "0002_more.py").write_text("B = 1")
    check_build(data_dir=migrations.parent.parent / "var", base_dir=migrations.parent.parent)
    (migrations / "0002_more.py").unlink()


def changed(migrations: Path) -> None:
    (migrations / "0001_initial.py").write_text("A = 2")


def unstamped(migrations: Path) -> None:
    (migrations.parent.parent / "var" / "build").unlink()


@pytest.mark.parametrize("make", [later, changed, unstamped])
def test_the_data_of_another_build_are_refused_with_the_remedy(
    migrations: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(migrations)
    before = list((tmp_path / "var").glob("build"))
    with pytest.raises(CannotStart, match=r"another build of Capitaine.*make reset"):
        check_build(data_dir=tmp_path / "var", base_dir=tmp_path)
    assert list((tmp_path / "var").glob("build")) == before


def test_the_owners_address_reaches_only_those_who_own() -> None:
    addresses = Addresses(database="app", owner="owner", redis="queue")
    base = {"DATABASE_OWNER_URL": "owner", "DATABASE_OWNER_URL_FILE": "/file", "HTTPS": "1"}
    extra = {"HTTPS": "0", "SECRET_KEY": "key"}
    plain = environment(base, addresses, extra=extra, is_owner=False)
    assert "owner" not in plain.values()
    assert "/file" not in plain.values()
    assert (plain["DATABASE_URL"], plain["REDIS_URL"]) == ("app", "queue")
    assert (plain["HTTPS"], plain["SECRET_KEY"]) == ("1", "key")
    owning = environment(base, addresses, extra=extra, is_owner=True)
    assert owning["DATABASE_OWNER_URL"] == "owner"


def test_the_demo_log_ins_are_printed_as_a_table(tmp_path: Path) -> None:
    assert demo_logins(tmp_path) == ""
    (tmp_path / "demo-logins.json").write_text(
        '[{"role": "executive", "email": "a@b.example"}, {"role": "captain", "email": "c@d"}]'
    )
    assert demo_logins(tmp_path) == "  executive   a@b.example\n  captain     c@d"
