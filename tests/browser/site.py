"""The product as it runs, for the browser: own database, own queue, web server and worker."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from celery import Celery

from config.celery import app
from config.children import Sizes, roles
from config.embedded.servers import EmbeddedServers
from config.processes import Child, pause, spawn, stop, wait_until
from tests import databases

HOST, SECONDS = "127.0.0.1", 20.0
Found = TypeVar("Found")


def eventually(find: Callable[[], Found | None], *, what: str) -> Found:
    """What `find` gives, as soon as it gives something; fails after twenty seconds."""
    for _ in range(int(SECONDS / 0.05)):
        found = find()
        if found:
            return found
        pause(0.05)
    raise AssertionError(f"after {SECONDS:.0f} seconds: {what}")


@dataclass(frozen=True)
class Site:
    """A running Capitaine of its own."""

    database: str
    redis_url: str
    port: int
    folder: Path

    def url(self, path: str = "/", *, host: str = "localhost") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def environment(self) -> dict[str, str]:
        """For every process of this site; without the owner's rights."""
        return {
            **{name: value for name, value in os.environ.items() if name != "OWNER_URL"},
            "DATABASE_URL": databases.with_database(os.environ["DATABASE_URL"], self.database),
            "REDIS_URL": self.redis_url,
            "CAPITAINE_VAR": str(self.folder),
            "CAPITAINE_DEMO": "1",
            "PUBLIC_HOST": "localhost",
            "PUBLIC_PORT": str(self.port),
            "HTTPS": "0",
            "PYTHONUNBUFFERED": "1",
        }

    def send(self, task: str) -> None:
        """The job stands in this site's queue."""
        sender = Celery("the scheduler", broker=self.redis_url)
        sender.conf.broker_transport_options = app.conf.broker_transport_options
        sender.send_task(task)
        sender.close()

    def letters(self, recipient: str) -> list[EmailMessage]:
        """What was mailed to that address, oldest first."""
        files = (self.folder / "mail").glob("*.log")
        found = [
            message_from_bytes(part, _class=EmailMessage, policy=policy.default)
            for path in sorted(files, key=lambda path: path.stat().st_mtime_ns)
            for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
        ]
        return [letter for letter in found if recipient in str(letter["To"] or "")]

    def letter(self, recipient: str, *, about: str = "", after: int = 0) -> str:
        """The plain text of the newest mail to that address whose text holds `about`.

        `after`: so many mails were there before and do not count.
        """

        def find() -> str | None:
            texts = [_plain(letter) for letter in self.letters(recipient)[after:]]
            return next((text for text in reversed(texts) if about in text), None)

        return eventually(find, what=f"no mail to {recipient} that says {about!r}")

    def run(self, *words: str) -> str:
        """What a command of the project prints, working on this site."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=databases.ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def call(self, module: str, expression: str) -> str:
        """JSON of what the expression gives, with that module's names, in a process of its own."""
        code = f"import json; from {module} import *; print(json.dumps({expression}))"
        return self.run("manage.py", "shell", "--no-imports", "-c", code)


def _plain(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return "" if body is None else str(body.get_content())


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """The site answers; whatever happens, nothing of it is left behind."""
    with ExitStack() as after:
        template, name = databases.ensure_template(), f"{databases.run_name()}_site"
        after.callback(databases.drop, name)
        databases.copy_template(template, name)
        _give_to_owner(name)
        servers = EmbeddedServers(folder / "queue", durable=False)
        after.callback(servers.delete)
        servers.start_redis()
        (folder / "logs").mkdir()
        site = Site(name, servers.redis_url, _free_port(), folder)
        children: list[Child] = []
        after.callback(_stop, children)
        _start(site, children)
        yield site


def _give_to_owner(name: str) -> None:
    owner = urlsplit(os.environ["OWNER_URL"]).username
    with databases.admin() as admin:
        admin.execute(f'ALTER DATABASE "{name}" OWNER TO "{owner}"')


def _start(site: Site, children: list[Child]) -> None:
    """The web and all that works run, as by the one command; the scheduler is the test."""
    for role in roles(Sizes(address=HOST, port=site.port, web_workers=1, job_processes=1))[:4]:
        child = spawn(
            role.command,
            name=role.name,
            log=site.folder / "logs" / f"{role.log_name}.log",
            environment=site.environment,
            folder=databases.ROOT,
        )
        children.append(child)
    wait_until(lambda: _answers(site.port), child=children[0], seconds=60)


def _stop(children: list[Child]) -> None:
    for child in reversed(children):
        stop(child)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
