"""The embedded servers start from nothing, keep their data, and let only the right role do it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded import programs
from config.embedded.cluster import APP_LIMITS
from config.embedded.passwords import secret
from config.embedded.servers import EmbeddedServers
from config.environment import cache_url
from config.external import check_database, check_redis
from config.processes import CannotStart


@pytest.fixture(scope="module")
def servers() -> Iterator[EmbeddedServers]:
    """Servers of a folder whose path is too long for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="capitaine-embedded-"))
    folder.chmod(0o755)
    deep = folder / ("d" * 90)
    found = EmbeddedServers(deep, durable=False)
    with found:
        yield found
    found.delete()
    shutil.rmtree(folder)


def test_a_deep_folder_gets_a_short_private_folder_for_its_sockets(
    servers: EmbeddedServers,
) -> None:
    run = servers.place.run
    assert len(os.fsencode(run / ".s.PGSQL.5432")) < 104
    assert run.stat().st_mode & 0o777 == 0o700
    with psycopg.connect(servers.database_url) as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()
    assert row == ("",)


def test_the_app_may_connect_but_owns_and_creates_nothing(servers: EmbeddedServers) -> None:
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        for forbidden in (
            "CREATE SCHEMA mine",
            "CREATE TABLE public.mine (id int)",
            "CREATE TEMP TABLE mine (id int)",
            "SET ROLE capitaine_owner",
            "SET ROLE capitaine_admin",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)


def test_whoever_signs_in_as_the_app_is_limited_in_time(servers: EmbeddedServers) -> None:
    with psycopg.connect(servers.database_url) as connection:
        for name, limit in APP_LIMITS.items():
            shown = connection.execute(
                "SELECT current_setting(%s)::interval = %s::interval", [name, limit]
            )
            assert shown.fetchone() == (True,)


def test_the_owner_creates_schemas_but_no_roles_or_databases(servers: EmbeddedServers) -> None:
    with psycopg.connect(servers.database_owner_url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA owned")
        for forbidden in ("CREATE ROLE intruder", "CREATE DATABASE second"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)


def test_nobody_signs_in_without_the_password(servers: EmbeddedServers) -> None:
    for role in ("capitaine_admin", "capitaine_owner", "capitaine_app"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(servers.place.run), user=role, dbname="capitaine", password="")


def test_the_passwords_are_in_files_that_only_their_owner_reads(servers: EmbeddedServers) -> None:
    files = list(servers.secrets_dir.iterdir())
    assert len(files) == 3
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert servers.secrets_dir.stat().st_mode & 0o777 == 0o700


def test_the_redis_server_answers_and_both_are_new_enough(servers: EmbeddedServers) -> None:
    with redis.Redis.from_url(cache_url(servers.redis_url)) as client:
        client.set("key", "value")
        assert client.get("key") == b"value"
    check_redis(servers.redis_url)
    check_database("DATABASE_URL", servers.database_url)


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"^DATABASE_URL .*does not answer") as caught:
        check_database("DATABASE_URL", f"postgresql://app:hidden@/name?host={tmp_path}")
    assert "hidden" not in str(caught.value)
    with pytest.raises(CannotStart, match=r"^REDIS_URL .*does not answer"):
        check_redis(f"unix://{tmp_path}/none.sock")


def test_a_second_start_on_the_same_folder_is_refused_with_the_holder(
    servers: EmbeddedServers,
) -> None:
    with pytest.raises(CannotStart, match=f"already run \\(process {os.getpid()}\\)"):
        EmbeddedServers(servers.data_dir).start()


def test_data_outlive_a_restart_and_a_leftover_process_file(servers: EmbeddedServers) -> None:
    with psycopg.connect(servers.database_owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    place = servers.place
    servers.stop()
    leftover = place.home / "postgresql" / "postmaster.pid"
    leftover.write_text(f"{os.getpid()}\n{leftover.parent}\n")
    servers.start()
    with psycopg.connect(servers.database_owner_url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_data_of_another_postgresql_release_are_refused(servers: EmbeddedServers) -> None:
    version = servers.place.home / "postgresql" / "PG_VERSION"
    servers.stop()
    version.write_text("17\n")
    try:
        with pytest.raises(CannotStart, match="written by PostgreSQL 17, this is 18"):
            servers.start()
    finally:
        version.write_text("18\n")
        servers.start()


def test_a_folder_that_cannot_be_written_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match=r"cannot be written.*set CAPITAINE_VAR"):
        EmbeddedServers(tmp_path / "file" / "var").start()


def test_an_unreadable_secret_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "secrets" / "name").mkdir(parents=True)
    with pytest.raises(CannotStart, match=r"secrets/name cannot be read.*right to the folder"):
        secret(tmp_path / "secrets", "name")


def test_a_machine_without_embedded_servers_is_told_what_to_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(programs.platform, "machine", lambda: "riscv64")
    with pytest.raises(CannotStart, match="linux-riscv64: set DATABASE_URL, DATABASE_OWNER_URL"):
        programs.installed()


def test_servers_of_a_closed_folder_start_and_leave_nothing_outside() -> None:
    folder = Path(tempfile.mkdtemp(prefix="capitaine-closed-"))
    servers = EmbeddedServers(folder / "var", durable=False)
    with servers:
        home = servers.place.home
        with psycopg.connect(servers.database_url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert home.is_relative_to(folder) == (os.geteuid() != 0)
    servers.delete()
    assert not home.exists()
    shutil.rmtree(folder)
