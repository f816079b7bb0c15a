"""Embedded servers in a throw-away folder, and the two web servers that are held side by side."""

import http.client
import json
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import psycopg

from benchmarks.client import Entered
from config.children import Sizes, roles
from config.embedded.servers import EmbeddedServers
from config.processes import Child, pause, spawn, stop, wait_until
from config.startup import GOOD

HOST, ROOT = "127.0.0.1", Path(__file__).resolve().parent.parent
KEY = secrets.token_urlsafe(48)
WORLD = "import django; django.setup(); from benchmarks.world import main; main()"


class Machine:
    """The servers run inside `with`; everything is gone afterwards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.servers = EmbeddedServers(folder, durable=False)
        self.web: Child | None = None
        self.floor: Child | None = None
        self.companies: dict[str, Entered] = {}

    def __enter__(self) -> Self:
        self.servers.start()
        self.manage("prepare", "--keep", "4", is_owner=True)
        told = self.python(WORLD)
        self.companies = {name: Entered(**one) for name, one in json.loads(told).items()}
        # Else the floor's plan, and with it every ratio, hangs on when the server looks by itself.
        with psycopg.connect(self.servers.database_owner_url, autocommit=True) as owner:
            owner.execute("ANALYZE")
        self.floor = self._serve("benchmarks.floor:app", "floor")
        self.web = self._serve("config.wsgi:application", "web")
        return self

    def __exit__(self, *error: object) -> None:
        for child in (self.web, self.floor):
            if child is not None:
                stop(child, patience=5)
        self.servers.delete()

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the product finds; without the owner's rights."""
        hidden = {"DATABASE_OWNER_URL", "PYTHONDONTWRITEBYTECODE"}
        return {
            **{name: value for name, value in os.environ.items() if name not in hidden},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": self.servers.database_url,
            "REDIS_URL": self.servers.redis_url,
            "CAPITAINE_VAR": str(self.folder),
            "CAPITAINE_DEMO": "0",
            "EMAIL_HOST": "localhost",
            "PUBLIC_HOST": "localhost",
            "HTTPS": "0",
            "SECRET_KEY": KEY,
        }

    def manage(self, *words: str, is_owner: bool = False) -> str:
        """The management command has done its work; what it printed."""
        return self._run([sys.executable, "-W", "ignore", "manage.py", *words], is_owner=is_owner)

    def python(self, code: str, *, is_owner: bool = False) -> str:
        """What that program prints, with the product's environment."""
        return self._run([sys.executable, "-W", "ignore", "-c", code], is_owner=is_owner)

    def _run(self, command: list[str], *, is_owner: bool) -> str:
        owner = {"DATABASE_OWNER_URL": self.servers.database_owner_url} if is_owner else {}
        found = subprocess.run(
            command,
            cwd=ROOT,
            env={**self.environment, **owner},
            check=False,
            stdout=subprocess.PIPE,
            text=True,
        )
        if found.returncode not in (0, GOOD):
            raise RuntimeError(f"{' '.join(command[:6])} ended with {found.returncode}")
        return found.stdout

    def _serve(self, application: str, name: str) -> Child:
        """A web server of one worker and one thread answers on a port of its own."""
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            port = probe.getsockname()[1]
        web = roles(Sizes(address=HOST, port=port, web_workers=1, job_processes=1))[0]
        words = list(web.command)
        if application != "config.wsgi:application":
            words[words.index("config.web")] = "granian"
            words[words.index("config.wsgi:application")] = application
        words[words.index("--blocking-threads") + 1] = "1"
        schema = self.companies["middle"].schema
        environment = {**self.environment, "FLOOR_SCHEMA": schema}
        child = spawn(
            words,
            name=name,
            log=self.folder / "logs" / f"{name}.log",
            environment=environment,
            folder=ROOT,
        )
        setattr(self, f"{name}_port", port)
        wait_until(lambda: _answers(port), child=child, seconds=60)
        return child

    def restart_web(self) -> None:
        """A web server that has answered nothing yet."""
        if self.web is not None:
            stop(self.web, patience=5)
        self.web = self._serve("config.wsgi:application", "web")

    def port(self, name: str) -> int:
        """Where *web* or *floor* listens."""
        return int(getattr(self, f"{name}_port"))

    def backends(self) -> list[int]:
        """The processes of PostgreSQL that serve somebody else than us."""
        with psycopg.connect(self.servers.database_admin_url) as admin:
            rows = admin.execute(
                "SELECT pid FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return [row[0] for row in rows.fetchall()]

    def statements(self, ask: Any, *, warm: Any) -> int:
        """How many statements reach PostgreSQL while `ask` is called once, by its own log.

        `warm` is called just before: the host's company is known for five seconds.
        """
        log = self.folder / "logs" / "postgresql.log"
        with psycopg.connect(self.servers.database_admin_url, autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET log_statement = 'all'")
            admin.execute("SELECT pg_reload_conf()")
            pause(0.5)
            warm()
            start = log.stat().st_size
            ask()
            pause(0.2)
            text = log.read_bytes()[start:].decode(errors="replace")
            admin.execute("ALTER SYSTEM RESET log_statement")
            admin.execute("SELECT pg_reload_conf()")
        return sum(_is_counted(line) for line in text.splitlines())


def _is_counted(line: str) -> bool:
    """Every statement but the frame of a transaction and the measuring itself."""
    for mark in ("statement: ", "execute "):
        if mark in line:
            words = line.partition(mark)[2].partition(": ")[2] if mark == "execute " else ""
            first = (words or line.partition(mark)[2]).strip().upper()
            return not first.startswith(("BEGIN", "COMMIT", "ALTER SYSTEM", "SELECT PG_RELOAD"))
    return False


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
