"""The two embedded servers as one object: start, addresses, stop."""

import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

import redis

from config.embedded import cluster, places
from config.embedded.passwords import secret
from config.processes import Child, hold, spawn, stop, wait_until
from config.watching import WatchedProcess

RUNNING = (
    "The embedded servers of {folder} already run (process {{holder}}): "
    "stop that one first with Ctrl-C in its terminal."
)
CONTENTS = ("servers", "secrets", "logs", "mail", "static", "build", "demo-logins.json")


class EmbeddedServers:
    """PostgreSQL and a Redis-compatible server on unix sockets, their files under `data_dir`.

    Durable by default; `durable=False` is for throw-away data and does not wait for the disk.
    Raises CannotStart with one clear sentence.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir.resolve()
        self.durable = durable
        self.kept: list[WatchedProcess] = []
        self._place: places.ServerPlaces | None = None
        self._lock: IO[str] | None = None

    @property
    def place(self) -> places.ServerPlaces:
        """The servers' folders, user and programs; prepared and locked at the first call."""
        if self._place is None:
            places.ensure_writable(self.data_dir)
            self._hold()
            place = places.prepare(self.data_dir, throw_away=not self.durable)
            (self.data_dir / "logs").mkdir(mode=0o750, exist_ok=True)
            self._place = place
        return self._place

    def _hold(self) -> None:
        busy = RUNNING.format(folder=self.data_dir)
        self._lock = hold(self.data_dir / "servers.lock", busy=busy)

    @property
    def home(self) -> Path | None:
        """Where the running servers keep their files; None while none runs."""
        return self._place.home if self._place is not None else None

    @property
    def secrets_dir(self) -> Path:
        return self.data_dir / "secrets"

    @property
    def database_url(self) -> str:
        """The address for web, worker and scheduler: may read and write rows, owns nothing."""
        return self._url(cluster.APP, "app-password", cluster.DATABASE)

    @property
    def database_owner_url(self) -> str:
        """The address for migrations and the provisioner: owns the database and its tables."""
        return self._url(cluster.OWNER, "owner-password", cluster.DATABASE)

    @property
    def database_admin_url(self) -> str:
        """The superuser's address, for roles, test databases and restores."""
        return self._url(cluster.ADMIN, "admin-password", "postgres")

    @property
    def redis_url(self) -> str:
        """The Redis server as the job queue writes it; see environment.cache_url for redis-py."""
        return f"redis+socket://{self._redis_socket}"

    @property
    def _redis_socket(self) -> Path:
        return self.place.run / "redis.sock"

    def _url(self, role: str, password: str, database: str) -> str:
        secret_text = quote(secret(self.secrets_dir, password), safe="")
        return f"postgresql://{role}:{secret_text}@/{database}?host={quote(str(self.place.run))}"

    def start_postgresql(self) -> None:
        """PostgreSQL accepts connections; its files are made at the first start."""
        log = self.data_dir / "logs" / "postgresql.log"
        place = self.place
        password = secret(self.secrets_dir, "admin-password")
        cluster.create(place, password=password, log=log, durable=self.durable)
        child = self._keep(lambda: cluster.start(place, log=log, durable=self.durable))
        wait_until(lambda: cluster.accepts(self.database_admin_url), child=child, seconds=120)

    def ensure_roles(self) -> None:
        """The owner, the app and the database exist, with the passwords of the secrets folder."""
        cluster.ensure_roles(
            self.database_admin_url,
            owner_password=secret(self.secrets_dir, "owner-password"),
            app_password=secret(self.secrets_dir, "app-password"),
        )

    def _keep(self, start: Callable[[], Child]) -> Child:
        kept = WatchedProcess(start(), start)
        self.kept.append(kept)
        return kept.child

    def start_redis(self) -> None:
        """The Redis-compatible server answers; durable means an append-only file."""
        child = self._keep(self._spawn_redis)
        wait_until(self._redis_answers, child=child, seconds=60)

    def _spawn_redis(self) -> Child:
        place, socket = self.place, self._redis_socket
        folder = place.home / "redis"
        if not folder.exists():
            places.own_folder(folder, place.user)
        command: list[str | Path] = [
            place.programs.redis_server,
            "--port",
            "0",
            "--unixsocket",
            socket,
        ]
        command += ["--unixsocketperm", "700", "--dir", folder, "--save", ""]
        command += ["--appendonly", "yes" if self.durable else "no"]
        command += ["--maxmemory-policy", "noeviction", "--daemonize", "no"]
        socket.unlink(missing_ok=True)
        return spawn(
            command,
            name="The Redis server",
            log=self.data_dir / "logs" / "redis.log",
            environment=cluster.SURROUNDINGS,
            folder=folder,
            user=place.user,
            death_signal=signal.SIGTERM,
        )

    def _redis_answers(self) -> bool:
        with redis.Redis(unix_socket_path=str(self._redis_socket)) as client:
            try:
                return bool(client.ping())
            except (redis.ConnectionError, redis.TimeoutError):
                return False

    def start(self) -> Self:
        """Both servers answer and the roles exist; nothing is left running when that fails."""
        try:
            self.start_postgresql()
            self.start_redis()
            self.ensure_roles()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Both servers have ended in good order, last started first."""
        while self.kept:
            stop(self.kept[-1].child)
            self.kept.pop()
        if self._lock is not None:
            self._lock.close()
        if self._place is not None and self._place.run.parent != self._place.home:
            with suppress(OSError):
                self._place.run.rmdir()
        self._place = self._lock = None

    def delete(self) -> None:
        """Stopped, and all data are gone: the data folder's, and the servers' where they lie."""
        self.stop()
        if not self.data_dir.exists():
            return
        self._hold()
        link = self.data_dir / "servers"
        if link.exists():
            shutil.rmtree(link.resolve())
        for name in CONTENTS:
            path = self.data_dir / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        self.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
