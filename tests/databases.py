"""One template database for each state of the migrations, copied for each run."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    "*/migrations/*.py",
    "tenants/provisioning/**/*.py",
    "tests/databases.py",
    "tests/cast.py",
]


def with_database(url: str, name: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def fingerprint() -> str:
    """Changes whenever the template database must be built anew."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def admin() -> psycopg.Connection:
    return psycopg.connect(os.environ["TEST_DATABASE_ADMIN_URL"], autocommit=True)


def ensure_template() -> str:
    """The name of a database with the public schema, the template, spares and the two companies."""
    name = f"template_{fingerprint()}"
    with admin() as connection:
        connection.execute("SELECT pg_advisory_lock(7203116)")
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            building = f"{name}_building"
            connection.execute(f'DROP DATABASE IF EXISTS "{building}" WITH (FORCE)')
            owner = urlsplit(os.environ["OWNER_URL"]).username
            connection.execute(f'CREATE DATABASE "{building}" OWNER "{owner}"')
            _fill(building)
            connection.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def _fill(name: str) -> None:
    owner = {"DATABASE_OWNER_URL": with_database(os.environ["OWNER_URL"], name)}
    app = {"DATABASE_URL": with_database(os.environ["DATABASE_URL"], name)}
    run = [sys.executable, "manage.py"]
    for command, extra in [
        ([*run, "migrate_all"], app | owner),
        ([*run, "spares", "--keep", "9"], app | owner),
        ([sys.executable, "-m", "tests.cast"], app),
    ]:
        subprocess.run(command, cwd=ROOT, env={**os.environ, **extra}, check=True)


def copy_template(template: str, name: str) -> None:
    with admin() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY wal_log')


def drop(name: str) -> None:
    with admin() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def run_name() -> str:
    """This run's own database; parallel runs and worktrees do not meet."""
    return f"test_{os.getpid()}"


def database_name() -> str:
    return str(settings.DATABASES["default"]["NAME"])
