"""What is asked of servers that are not the embedded ones, checked before anything starts."""

import psycopg
import redis
from psycopg import sql

from config.environment import cache_url, without_password
from config.processes import CannotStart

POSTGRESQL_MINIMUM = 150_000
REDIS_MINIMUM = 7


def check_database(name: str, url: str) -> None:
    """The server answers, is PostgreSQL 15 or newer, and keeps each session's search_path."""
    try:
        with (
            psycopg.connect(url, autocommit=True, connect_timeout=10) as first,
            psycopg.connect(url, autocommit=True, connect_timeout=10) as second,
        ):
            version = first.info.server_version
            faithful = _keeps_search_path(first, second)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[-1:]
        raise CannotStart(
            f"{name} ({without_password(url)}) does not answer: {' '.join(reason)}. "
            "Correct the address, or start that server."
        ) from None
    if version < POSTGRESQL_MINIMUM:
        raise CannotStart(
            f"{name} leads to PostgreSQL {version // 10000}: use PostgreSQL 15 or newer."
        )
    if not faithful:
        raise CannotStart(
            f"{name} leads through a proxy that shares sessions between transactions without "
            "keeping their search_path, so that one company could read another's rows: "
            "connect to PostgreSQL directly, use session pooling, or let the proxy track "
            "search_path (PgBouncer: track_extra_parameters = search_path)."
        )


def _keeps_search_path(
    first: psycopg.Connection[tuple[str]], second: psycopg.Connection[tuple[str]]
) -> bool:
    """Two interleaved sessions each read back what they have set."""
    sessions = {"probe_first": first, "probe_second": second}
    for _ in range(3):
        for path, connection in sessions.items():
            connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(path)))
        for path, connection in sessions.items():
            row = connection.execute("SHOW search_path").fetchone()
            if row is None or row[0] != path:
                return False
    return True


def check_redis(url: str) -> None:
    """The server answers and is Redis 7 or newer, or Valkey."""
    try:
        with redis.Redis.from_url(cache_url(url), socket_connect_timeout=10) as client:
            about = client.info("server")
    except (redis.RedisError, ValueError, TypeError, OSError) as error:
        raise CannotStart(
            f"REDIS_URL ({without_password(url)}) does not answer: {error}. "
            "Correct the address, or start that server."
        ) from None
    version = str(about.get("redis_version", "0"))
    if "valkey_version" not in about and int(version.partition(".")[0]) < REDIS_MINIMUM:
        raise CannotStart(f"REDIS_URL leads to Redis {version}: use Redis 7 or newer, or Valkey.")
