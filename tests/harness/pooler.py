"""A real PgBouncer between the product and its database."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

REMEDY = (
    "No PgBouncer was found, and the promise that poolers are refused cannot be kept untested: "
    "install it (Debian: apt-get install pgbouncer)."
)
SERVERS = 4
CONFIGURATION = """
[databases]
* = {target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
default_pool_size = {size}
max_client_conn = 200
ignore_startup_parameters = extra_float_digits,options
"""


def found_program() -> str | None:
    """The path of PgBouncer, if this machine has it."""
    return shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


def main() -> None:
    """PgBouncer is here, installed if we may; its test fails otherwise, and the remedy is told."""
    if found_program() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("  Installing PgBouncer for its test, once ...", flush=True)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "pgbouncer"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    if found_program() is None:
        print(REMEDY, file=sys.stderr)


@contextmanager
def pooled(*, mode: str, size: int = SERVERS) -> Iterator[int]:
    """A pooler in that mode answers at the returned port of this machine; gone afterwards."""
    program = found_program()
    assert program is not None, REMEDY
    given, port = connections["default"].settings_dict, _free_port()
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    target = " ".join(f"{name}={given[key]}" for key, name in names.items() if given[key])
    settings = CONFIGURATION.format(target=target, port=port, mode=mode, size=size)
    with tempfile.TemporaryDirectory(prefix="pooler-") as folder:
        file = Path(folder, "pgbouncer.ini")
        file.write_text(settings)
        process = subprocess.Popen(
            [program, file],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **_as_somebody(given["HOST"], folder),
        )
        try:
            _wait(process, port)
            yield port
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def through(port: int) -> Iterator[None]:
    """Every connection that Django makes meanwhile goes to that port."""
    connections["default"].close()
    given: dict[str, Any] = connections["default"].settings_dict
    before = {key: given[key] for key in ("HOST", "PORT")}
    given.update(HOST="127.0.0.1", PORT=str(port))
    try:
        yield
    finally:
        connections["default"].close()
        given.update(before)


def pooled_url(port: int) -> str:
    """The address of the application's database by way of the pooler."""
    given = connections["default"].settings_dict
    return f"postgresql://{given['USER']}:any@127.0.0.1:{port}/{given['NAME']}"


def _as_somebody(host: str, folder: str) -> dict[str, Any]:
    """PgBouncer refuses to run as root; whoever runs it must reach the server's socket."""
    if os.geteuid() != 0:
        return {}
    found = Path(host).stat().st_uid if host.startswith("/") else 0
    user = found or 65534
    os.chown(folder, user, -1)
    return {"user": user, "group": user, "extra_groups": []}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    url = pooled_url(port)
    for _ in range(200):
        assert process.poll() is None, "PgBouncer ended at once"
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("PgBouncer does not answer")


if __name__ == "__main__":
    main()
