from collections.abc import Iterator
from contextlib import contextmanager

from tenants.connections import connection

KEY = 7_203_115  # any constant of ours


@contextmanager
def provisioning_lock() -> Iterator[None]:
    """Only one process at a time changes the template or copies it.

    The lock is held on a connection of its own: migrating closes the usual one, and with it goes
    every lock it holds. A killed process frees it.
    """
    holder = connection.copy()
    holder.set_schema_to_public()
    try:
        with holder.cursor() as cursor:
            # The other's upgrade may take its time.
            cursor.execute("SET lock_timeout = 0")
            cursor.execute("SELECT pg_advisory_lock(%s)", [KEY])
            yield
    finally:
        holder.close()
