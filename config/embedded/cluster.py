"""The embedded PostgreSQL: files made once, roles with passwords, sockets only."""

import os
import shutil
import signal
from pathlib import Path

import psycopg
from psycopg import sql

from config.embedded.places import ServerPlaces
from config.embedded.programs import POSTGRESQL_MAJOR
from config.processes import CannotStart, Child, finish, pause, spawn

ADMIN, OWNER, APP = "capitaine_admin", "capitaine_owner", "capitaine_app"
DATABASE = "capitaine"
SURROUNDINGS = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "100",
    "max_locks_per_transaction": "1024",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # After a crash: one call for the file system instead of one for each of a company's files.
    "recovery_init_sync_method": "syncfs",
    # A statement that fails holds what a person typed, and its detail a whole row.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# For whoever signs in without settings of his own, such as a forgotten console.
APP_LIMITS = {
    "statement_timeout": "60s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def create(place: ServerPlaces, *, password: str, log: Path, durable: bool) -> None:
    """The cluster's files exist, with a superuser who signs in by password only."""
    folder = place.home / "postgresql"
    if folder.exists():
        _same_version(folder)
        return
    draft = place.home / "postgresql.new"
    shutil.rmtree(draft, ignore_errors=True)
    password_file = place.home / "initial-password"
    _write_for(place, password_file, password)
    command: list[str | Path] = [place.programs.postgresql_program("initdb"), "-D", draft]
    command += ["-U", ADMIN, "--auth=scram-sha-256", f"--pwfile={password_file}"]
    command += ["--encoding=UTF8", "--locale=C"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    try:
        finish(
            spawn(
                command if durable else [*command, "--no-sync"],
                name="PostgreSQL's initdb",
                log=log,
                environment=SURROUNDINGS,
                folder=place.home,
                user=place.user,
            )
        )
    finally:
        password_file.unlink()
    draft.rename(folder)


def _write_for(place: ServerPlaces, file: Path, text: str) -> None:
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
    if place.user is not None:
        os.chown(file, place.user.uid, place.user.gid)


def _same_version(folder: Path) -> None:
    version = (folder / "PG_VERSION").read_text().strip()
    if version != POSTGRESQL_MAJOR:
        raise CannotStart(
            f"The data in {folder} were written by PostgreSQL {version}, this is "
            f"{POSTGRESQL_MAJOR}: start the former release and export, or begin anew with "
            "make reset."
        )


def start(place: ServerPlaces, *, log: Path, durable: bool) -> Child:
    """The server process runs; it may still be recovering."""
    folder = place.home / "postgresql"
    _wait_for_former(folder)
    settings = SETTINGS if durable else {**SETTINGS, **THROW_AWAY}
    command: list[str | Path] = [place.programs.postgresql_program("postgres"), "-D", folder]
    command += ["-k", place.run]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients.
    return spawn(
        command,
        name="PostgreSQL",
        log=log,
        environment=SURROUNDINGS,
        folder=folder,
        user=place.user,
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
    )


def _wait_for_former(folder: Path) -> None:
    """No server runs on these files; a leftover process file of a dead one is removed."""
    pid_file = folder / "postmaster.pid"
    for _ in range(300):
        if not pid_file.exists():
            return
        first = pid_file.read_text().partition("\n")[0].strip()
        if first.isdigit() and not _is_postgres(int(first), folder):
            pid_file.unlink(missing_ok=True)
            return
        pause(0.05)
    raise CannotStart(
        f"A PostgreSQL server (process {first}) already runs on {folder}: "
        f"stop it with kill -INT {first}, then start again."
    )


def _is_postgres(pid: int, folder: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(folder) in words


def accepts(conninfo: str) -> bool:
    """The server lets that user in."""
    try:
        psycopg.connect(conninfo, connect_timeout=2).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise CannotStart(
                "PostgreSQL refuses the administrator's password in the secrets folder: put the "
                "former file back, or begin anew with make reset."
            ) from None
        return False
    return True


def ensure_roles(conninfo: str, *, owner_password: str, app_password: str) -> None:
    """Both roles sign in with these passwords; the owner owns the database, the app may connect."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for role, password in ((OWNER, owner_password), (APP, app_password)):
            _ensure_role(connection, role, password)
        for name, limit in APP_LIMITS.items():
            known_as = sql.Identifier(APP), sql.Identifier(name), sql.Literal(limit)
            connection.execute(sql.SQL("ALTER ROLE {} SET {} = {}").format(*known_as))
        database = sql.Identifier(DATABASE)
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            create_database = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(create_database.format(database, sql.Identifier(OWNER)))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        grant = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
        connection.execute(grant.format(database, sql.Identifier(APP)))


def _ensure_role(
    connection: psycopg.Connection[tuple[object, ...]], role: str, password: str
) -> None:
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("CREATE ROLE" if known is None else "ALTER ROLE")
    # Only the verifier travels: the password itself never reaches the server's log.
    verifier = connection.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    ).decode()
    rights = sql.SQL("LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD")
    connection.execute(
        sql.SQL("{} {} {} {}").format(verb, sql.Identifier(role), rights, sql.Literal(verifier))
    )
