"""The one command: servers, schema, demo and processes, kept running until a signal."""

import http.client
import os
import sys
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from time import monotonic
from typing import IO, TextIO

from config import external, messages
from config.children import Addresses, ProcessRole, environment, roles
from config.embedded.passwords import secret
from config.embedded.places import ensure_writable
from config.embedded.servers import EmbeddedServers
from config.processes import (
    PATIENCE,
    CannotStart,
    Child,
    finish,
    hold,
    interrupt_on_signals,
    last_lines,
    pause,
    spawn,
    stop,
    wait_until,
)
from config.startup import (
    GOOD,
    LEAST,
    LEAST_TO_BEGIN,
    LOGINS,
    SOME_APART,
    SOME_WAIT,
    Options,
    check_build,
    check_port,
    check_room,
    demo_logins,
    full_disk,
    is_loopback,
    refused_by_system,
)
from config.watching import KeepsDying, WatchedProcess

RUNNING = (
    "Capitaine already runs from {folder} (process {{holder}}): stop it with Ctrl-C in its "
    "terminal, or set CAPITAINE_VAR to another folder and PORT to another port."
)
APART = (
    "A company whose schema was changed by hand is set apart: it answers 503, all others are "
    "served. manage.py check_tenancy says which, and what differs."
)
OTHERS_WAIT = (
    "Other companies are still being upgraded. Serving is safe meanwhile: each of them answers 503 "
    "until it is done, and all others are served."
)
OTHERS_DONE = "Every company is upgraded."
OTHERS_STAY = (
    "The upgrade of the other companies stopped; those that it did not reach answer 503, all "
    "others are served.{last}"
)


class Supervisor:
    """Starts everything in order, watches it, stops it in reverse order.

    Raises CannotStart with one sentence when something refuses to start.
    """

    def __init__(self, *, base_dir: Path, data_dir: Path, options: Options, out: TextIO) -> None:
        self.base_dir, self.data_dir = base_dir, data_dir.resolve()
        self.options, self.out = options, out
        self.servers = EmbeddedServers(self.data_dir)
        self.kept: list[WatchedProcess] = []
        self.working: Child | None = None
        self.some_wait = self.some_apart = False
        self.began = monotonic()
        self._lock: IO[str] | None = None

    def run(self) -> int:
        """The product ran until a signal (0) or until a process kept dying (1)."""
        interrupt_on_signals()
        try:
            self._claim()
            for title, work in self._steps():
                self._step(title, work)
            self._announce()
            return self._watch()
        except KeyboardInterrupt:
            return 0
        except OSError as error:
            raise refused_by_system(error, self.data_dir) from None
        except CannotStart as error:
            raise CannotStart(f"{self._full_disk()}{error}") from None
        finally:
            self._stop()

    def _claim(self) -> None:
        """The data folder is ours alone and the port is free."""
        ensure_writable(self.data_dir)
        self._lock = hold(self.data_dir / "up.lock", busy=RUNNING.format(folder=self.data_dir))
        is_first = not (self.options.database or os.path.lexists(self.data_dir / "servers"))
        check_room(self.data_dir, least=LEAST_TO_BEGIN if is_first else LEAST)
        check_port(self.options.address, self.options.port)
        if not self.options.database:
            check_build(data_dir=self.data_dir, base_dir=self.base_dir)
        (self.data_dir / "logs").mkdir(mode=0o750, exist_ok=True)

    def _steps(self) -> list[tuple[str, Callable[[], None]]]:
        """What happens, in order; a server given by its address is checked instead of started."""
        steps: list[tuple[str, Callable[[], None]]] = [("Messages", self._compile_messages)]
        if self.options.database:
            steps.append(("Your PostgreSQL", self._check_databases))
        else:
            steps.append(("PostgreSQL", self.servers.start_postgresql))
            steps.append(("Roles", self.servers.ensure_roles))
        if self.options.redis:
            steps.append(("Your Redis server", partial(external.check_redis, self.options.redis)))
        else:
            steps.append(("Redis server", self.servers.start_redis))
        steps.append(("Schemas and spares", self._prepare))
        if self.options.with_demo and not self._has_demo():
            steps.append(("Demo", self._fill_demo))
        return [*steps, ("Web, jobs, schedule", self._start_roles)]

    def _has_demo(self) -> bool:
        """The embedded database holds the demo since an earlier start."""
        return not self.options.database and (self.data_dir / LOGINS).exists()

    def _step(self, title: str, work: Callable[[], None]) -> None:
        begin = monotonic()
        self.out.write(f"  {title} ".ljust(24, "."))
        self.out.flush()
        try:
            work()
        except BaseException:
            self._say("")
            raise
        self._say(f" {monotonic() - begin:5.1f} s")

    def _say(self, text: str) -> None:
        self.out.write(f"{text}\n")
        self.out.flush()

    def _compile_messages(self) -> None:
        messages.compile_all(self.base_dir / "locale")

    def _check_databases(self) -> None:
        external.check_database("DATABASE_URL", self.options.database)
        external.check_database("DATABASE_OWNER_URL", self.options.owner)

    # --- processes -----------------------------------------------------------------------------

    def _environment(self, *, is_owner: bool) -> dict[str, str]:
        given, servers = self.options, self.servers
        addresses = Addresses(
            database=given.database or servers.database_url,
            owner=given.owner or servers.database_owner_url,
            redis=given.redis or servers.redis_url,
        )
        extra = {
            "CAPITAINE_VAR": str(self.data_dir),
            "CAPITAINE_DEMO": "1" if given.with_demo else "0",
            "CAPITAINE_DEMO_MAIL": "1" if is_loopback(given.address) else "0",
            "HTTPS": "0",
            "PUBLIC_PORT": str(given.port),
            "SECRET_KEY": secret(self.data_dir / "secrets", "secret-key"),
        }
        return environment(os.environ, addresses, extra=extra, is_owner=is_owner)

    def _spawn(self, role: ProcessRole) -> Child:
        return spawn(
            role.command,
            name=role.name,
            log=self.data_dir / "logs" / f"{role.log_name}.log",
            environment=self._environment(is_owner=role.is_owner),
            folder=self.base_dir,
            niceness=role.niceness,
        )

    def _keep(self, role: ProcessRole) -> Child:
        """The process runs, and again when it dies."""
        kept = WatchedProcess(self._spawn(role), partial(self._spawn, role))
        self.kept.append(kept)
        return kept.child

    def _manage(self, *words: str, is_owner: bool = False, good: Collection[int] = (0,)) -> int:
        """The management command has done its work; its exit code."""
        self.working = self._spawn(_command(*words, is_owner=is_owner))
        code = finish(self.working, good=good)
        self.working = None
        return code

    def _prepare(self) -> None:
        """Whoever is served first can be; the other companies' upgrade goes on meanwhile."""
        words = ("prepare", "--keep", "3")
        code = self._manage(*words, is_owner=True, good=range(GOOD, GOOD + 4))
        self.some_wait, self.some_apart = bool(code & SOME_WAIT), bool(code & SOME_APART)

    def _fill_demo(self) -> None:
        self._manage("demo")

    def _upgrade_others(self) -> None:
        self.working = self._spawn(_command("migrate_all", is_owner=True, niceness=5))
        self._say(OTHERS_WAIT)

    def _look_at_upgrade(self) -> None:
        if self.working is not None and (code := self.working.process.poll()) is not None:
            log, self.working = self.working.log, None
            self._say(OTHERS_STAY.format(last=last_lines(log)) if code else OTHERS_DONE)

    def _start_roles(self) -> None:
        """The processes run and the web server answers; the jobs' may still be loading."""
        web, *others = roles(self.options)
        serving = self._keep(web)
        for role in others:
            self._keep(role)
        wait_until(self._web_answers, child=serving, seconds=120)

    def _web_answers(self) -> bool:
        address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.options.address)
        connection = http.client.HTTPConnection(
            address or self.options.address, self.options.port, timeout=10
        )
        try:
            connection.request("GET", "/healthz", headers={"Host": self.options.public_host})
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def _full_disk(self) -> str:
        """What a failure may come from, before what it shows itself as."""
        told = full_disk(self.data_dir, self.servers.home or self.data_dir)
        return f"{told}\n" if told else ""

    # --- watching and stopping -----------------------------------------------------------------

    def _announce(self) -> None:
        address = f"http://{self.options.public_host}:{self.options.port}/"
        self._say(f"\nCapitaine is ready after {monotonic() - self.began:.1f} s: {address}")
        logins = demo_logins(self.data_dir) if self.options.with_demo else ""
        if logins:
            self._say(f"\n{logins}\n\n{self._where_mails_are(address)}\n")
        home = self.servers.home
        if home is not None and not home.is_relative_to(self.data_dir):
            self._say(f"Data: {home} (root's folder is closed to the database's own user).")
        if self.some_apart:
            self._say(APART)
        if self.some_wait:
            self._upgrade_others()
        self._say(f"Logs: {self.data_dir / 'logs'}. Ctrl-C stops everything.")

    def _where_mails_are(self, address: str) -> str:
        if is_loopback(self.options.address):
            return f"No mail leaves this demo; read it at {address}demo/mail/"
        return (
            f"No mail leaves this demo, and {address}demo/mail/ is not served: others can reach "
            f"{self.options.address}, and would read everybody's sign-in codes there. "
            f"The mails are in {self.data_dir / 'mail'}."
        )

    def _watch(self) -> int:
        while True:
            self._look_at_upgrade()
            for one in [*self.servers.kept, *self.kept]:
                try:
                    said = one.look(monotonic())
                except KeepsDying as error:
                    self._say(f"{self._full_disk()}{error}")
                    return 1
                if said is not None:
                    self._say(said)
            pause(0.1)

    def _stop(self) -> None:
        """Nothing of ours runs any more; a second Ctrl-C makes it quick."""
        begin, patience = monotonic(), PATIENCE
        had_any = bool(self.kept or self.servers.kept)
        while self.working or self.kept or self.servers.kept:
            try:
                if self.working is not None:
                    stop(self.working, patience=patience)
                    self.working = None
                while self.kept:
                    stop(self.kept[-1].child, patience=patience)
                    self.kept.pop()
                self.servers.stop()
            except KeyboardInterrupt:
                patience = 0.5
        if self._lock is not None:
            self._lock.close()
        if had_any:
            self._say(f"Stopped in {monotonic() - begin:.1f} s.")


def _command(*words: str, is_owner: bool, niceness: int = 0) -> ProcessRole:
    command = (sys.executable, "manage.py", *words)
    return ProcessRole(
        f"manage.py {words[0]}", command, words[0], is_owner=is_owner, niceness=niceness
    )


def up(*, base_dir: Path, data_dir: Path, options: Options, out: TextIO) -> int:
    """The exit code of a whole run: 0 after a signal, 1 when a process kept dying."""
    try:
        return Supervisor(base_dir=base_dir, data_dir=data_dir, options=options, out=out).run()
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2
