"""Each process of the running product is killed; it serves again and no mail is lost.

Seconds until it serves again are printed (-s).
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from config.embedded.servers import EmbeddedServers
from tests import proof
from tests.config.test_supervisor import (
    NAMES,
    children_of,
    command,
    descendants,
    free_port,
    wait_for_ready,
    wait_until_gone,
)
from tests.harness.sink import Sink, sink

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = proof.size("KILL_ROUNDS")
# Words of its command line, and whether one of its own children is meant.
KINDS = {
    "web": (b"granian", False),
    "web worker": (b"granian", True),
    "worker": (b"worker@", False),
    "worker's process": (b"worker@", True),
    "sweeper": (b"sweeper@", False),
    "courier": (b"courier@", False),
    "courier's process": (b"courier@", True),
    "scheduler": (b"\0beat\0", False),
    "provisioner": (b"provisioner@", False),
    "PostgreSQL": (b"bin/postgres", False),
    "PostgreSQL's backend": (b"bin/postgres", True),
    "queue": (b"valkey-server", False),
}
PATIENCE = 90.0
UP = """
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "up", "--with-parent"])
"""
# A supervisor that looks away.
NEGLIGENT = """
from config import watching
watching.WatchedProcess.look = lambda self, now: None
"""


class Site:
    """The product as `make up` runs it, without the demo."""

    def __init__(self, folder: Path, post: Sink, *, planted: str = "") -> None:
        self.port, self.post = free_port(), post
        surroundings = {name: value for name, value in os.environ.items() if name not in NAMES}
        surroundings |= {
            "PORT": str(self.port),
            "CAPITAINE_VAR": str(folder / "var"),
            "CAPITAINE_DEMO": "0",
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(post.port),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        surroundings.pop("SECRET_KEY", None)
        self.process = subprocess.Popen(
            [sys.executable, "-c", f"{planted}\n{UP}"],
            cwd=ROOT,
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for_ready(self.process)

    def find(self, words: bytes, *, is_child: bool) -> int | None:
        """The process of that kind, or the last of its children; None while there is none."""
        try:
            found = [pid for pid in children_of(self.process.pid) if words in command(pid)]
            below = children_of(min(found)) if found and is_child else found
        except FileNotFoundError:
            return None
        return max(below, default=None)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> int:
        """The status of what a browser without a session gets; 0 when nothing answers."""
        base = f"http://localhost:{self.port}"
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        browser = urllib.request.build_opener(jar)
        try:
            answer = browser.open(base + path, timeout=30)
            if fields is not None:
                token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())
                assert token is not None
                sent = {**fields, "csrfmiddlewaretoken": token[1]}
                answer = browser.open(base + path, urlencode(sent).encode(), timeout=30)
            return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def eventually(self, holds, what: str, *, patience: float = PATIENCE) -> float:
        """Seconds until it holds."""
        begun = time.monotonic()
        while not holds():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() - begun < patience, what
            time.sleep(0.05)
        return time.monotonic() - begun


@contextmanager
def running(planted: str = "") -> Iterator[Site]:
    """The product runs; at the end its supervisor is killed, and nothing goes on."""
    folder = Path(tempfile.mkdtemp(prefix="capitaine-kills-"))
    folder.chmod(0o755)
    with sink() as post:
        site = Site(folder, post, planted=planted)
        try:
            yield site
        finally:
            below = descendants(site.process.pid)
            site.process.send_signal(signal.SIGKILL)
            site.process.wait()
            left = wait_until_gone(below)
            EmbeddedServers(folder / "var").delete()
            shutil.rmtree(folder)
        assert left == set(), "the supervisor was killed and something went on"


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as site:
        yield site


def test_a_supervisor_that_looks_away_is_caught() -> None:
    with running(NEGLIGENT) as site:
        words, is_child = KINDS["scheduler"]
        find = partial(site.find, words, is_child=is_child)
        site.eventually(lambda: find() == is_still(find), "there")
        killed = find()
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        with pytest.raises(AssertionError, match="there again"):
            site.eventually(lambda: find() not in (None, killed), "there again", patience=8)
    proof.caught("kills", "supervisor looks away")


def test_whatever_is_killed_is_there_again_and_no_mail_is_lost(site: Site) -> None:
    asked, slowest = [], 0.0
    for turn in range(ROUNDS):
        for kind, (words, is_child) in KINDS.items():
            address = f"{re.sub('[^a-z]', '', kind)}{turn}@nowhere.example"
            fields = {"email": address, "name": "New", "company": "New"}
            # No more than ten of these a minute are taken from one address.
            site.eventually(
                lambda fields=fields: site.ask("/companies/start/", fields) == 200, f"{kind}: asked"
            )
            asked.append(address)
            find = partial(site.find, words, is_child=is_child)
            site.eventually(lambda find=find: find() == is_still(find), f"{kind}: there")
            killed = find()
            assert killed is not None
            os.kill(killed, signal.SIGKILL)
            seconds = site.eventually(
                lambda: site.ask("/readyz") == site.ask("/accounts/login/") == 200,
                f"{kind}: serving again",
            )
            site.eventually(
                lambda find=find, killed=killed: find() not in (None, killed),
                f"{kind}: there again",
            )
            slowest = max(slowest, seconds)
            print(f"{kind}: serving again after {seconds:.1f} s")
    site.eventually(lambda: set(asked) <= {to for to, _ in site.post.taken}, "every mail arrives")
    ids = {(to, message_id) for to, message_id in site.post.taken}
    proof.measured(
        "kills",
        done={"KILL_ROUNDS": ROUNDS},
        figures={
            "kills": len(asked),
            "mails asked for": len(asked),
            "mails taken": len(site.post.taken),
            "slowest ms": round(slowest * 1000),
        },
    )
    assert len(ids) == len(asked), "a mail that was sent twice has one Message-ID"


def is_still(find) -> int:
    """What was found and is still there a moment later; 0 for what only came and went."""
    found = find()
    time.sleep(0.5)
    return found if found is not None and find() == found else 0
