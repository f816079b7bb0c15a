import lzma
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from config.embedded.programs import installed
from tests import databases

FOLDER = Path(__file__).resolve().parent
# The role that the files' grants name: the embedded servers'.
APP = "capitaine_app"


def version() -> str:
    """This version, as pyproject.toml says it."""
    project = tomllib.loads((databases.ROOT / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def files() -> list[Path]:
    """A file a release, by name."""
    return sorted(FOLDER.glob("*.sql.xz"))


def keep() -> Path:
    """The file of this version: its public side, its template and the sample companies."""
    name = f"release_{os.getpid()}"
    begin(name)
    try:
        _play(name)
        dumped = subprocess.run(
            [_program("pg_dump"), "--no-owner", "--dbname", _owner(name)],
            check=True,
            stdout=subprocess.PIPE,
        ).stdout
    finally:
        databases.drop(name)
    file = FOLDER / f"{version()}.sql.xz"
    file.write_bytes(lzma.compress(dumped, preset=9 | lzma.PRESET_EXTREME))
    return file


def begin(name: str) -> None:
    """An empty database that the owner's role owns."""
    databases.drop(name)
    with databases.admin() as admin:
        owner = urlsplit(os.environ["OWNER_URL"]).username
        admin.execute(f'CREATE DATABASE "{name}" OWNER "{owner}"')


def load(file: Path, name: str) -> None:
    """That database holds what the release left."""
    begin(name)
    told = lzma.decompress(file.read_bytes()).decode()
    subprocess.run(
        [_program("psql"), "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", _owner(name)],
        input=told.replace(APP, settings.DATABASE_APP_ROLE),
        check=True,
        stdout=subprocess.DEVNULL,
        text=True,
    )


def _play(name: str) -> None:
    app = databases.with_database(os.environ["DATABASE_URL"], name)
    with tempfile.TemporaryDirectory(prefix="capitaine-release-") as folder:
        known = {"DATABASE_URL": app, "CAPITAINE_DEMO": "1", "CAPITAINE_VAR": folder}
        owning = {"DATABASE_OWNER_URL": _owner(name)}
        for words, extra in [
            (["migrate_all"], owning),
            (["spares", "--keep", "2"], owning),
            (["demo"], {}),
        ]:
            subprocess.run(
                [sys.executable, "manage.py", *words],
                cwd=databases.ROOT,
                env={**os.environ, **known, **extra},
                check=True,
            )


def _owner(name: str) -> str:
    return databases.with_database(os.environ["OWNER_URL"], name)


def _program(name: str) -> Path:
    return installed().postgresql_program(name)
