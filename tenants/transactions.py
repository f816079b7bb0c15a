"""The one place where a transaction is opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from tenants.connections import connection


@contextmanager
def use_case() -> Iterator[None]:
    """Everything inside is written together or not at all.

    The outermost use case is durable: its commit is on disk when the block ends. One that is
    called inside another joins it; there are no savepoints. A use case never changes company:
    the database backend refuses it.
    """
    if connection.use_case_schema is not None:
        if connection.use_case_schema != connection.schema_name:
            raise RuntimeError("a use case cannot change company")
        yield
        return
    with transaction.atomic(durable=True):
        connection.use_case_schema = connection.schema_name
        try:
            yield
        finally:
            # Before the commit: what runs after it may open use cases of its own.
            connection.use_case_schema = None


@contextmanager
def read_only() -> Iterator[None]:
    """Everything inside is read as of one moment; the database refuses to write."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


def after_commit(action: Callable[[], None]) -> None:
    """Runs `action` in the same company once the use case is committed; never if it is not."""
    schema = connection.schema_name

    def run() -> None:
        if connection.schema_name != schema:
            raise RuntimeError("the company changed before the commit")
        action()

    transaction.on_commit(run)
