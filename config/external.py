"""What is asked of servers that are not the embedded ones, checked before anything starts."""

import psycopg
import redis

from config.environment import cache_url, without_password
from config.processes import CannotStart
from tenants.database.pooling import pooling_fault

POSTGRESQL_MINIMUM = 150_000
REDIS_MINIMUM = 7


def check_database(name: str, url: str) -> None:
    """The server answers, is PostgreSQL 15 or newer, and keeps each session's search_path."""
    try:
        with _session(url) as first, _session(url) as second, _session(url) as third:
            version = first.info.server_version
            fault = pooling_fault([_AutocommitSession(one) for one in (first, second, third)])
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
    if fault is not None:
        raise CannotStart(f"{name}: {fault}")


def _session(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """Nothing is prepared: a pooler may give another server session each time."""
    return psycopg.connect(url, autocommit=True, connect_timeout=10, prepare_threshold=None)


class _AutocommitSession:
    """A connection that commits after each statement."""

    def __init__(self, connection: psycopg.Connection[tuple[object, ...]]) -> None:
        self.connection = connection

    def run(self, statement: str) -> tuple[object, ...] | None:
        answer = self.connection.execute(statement.encode())
        return answer.fetchone() if answer.description else None


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
