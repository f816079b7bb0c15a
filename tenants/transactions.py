"""The one place where a transaction is opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from tenants.connections import connection
from tenants.database.base import Touched


class Instant(Protocol):
    """When something was done: the time, and the company's day."""

    @property
    def now(self) -> datetime: ...

    @property
    def today(self) -> date: ...


@cache
def before_commit() -> Callable[[Touched], None]:
    """What follows up a use case: the one call from here to a floor above, named in settings."""
    flush: Callable[[Touched], None] = import_string(settings.BEFORE_COMMIT)
    return flush


@contextmanager
def use_case() -> Iterator[None]:
    """Everything inside is written together or not at all, and what it touched is followed up.

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
        connection.touched = None
        try:
            yield
            settle()
        finally:
            # Before the commit: what runs after it may open use cases of its own.
            connection.use_case_schema = None
            connection.touched = None


def touch(at: Instant, kind: str, *ids: UUID) -> None:
    """The running use case wrote those rows; nested ones note into the outermost."""
    if connection.use_case_schema is None:
        raise RuntimeError("what is touched belongs to a use case")
    known = {} if connection.touched is None else dict(connection.touched.ids)
    known[kind] = known.get(kind, set()) | set(ids)
    connection.touched = Touched(at.now, at.today, known)


def settle() -> None:
    """What the running use case touched so far is followed up: what is read next is true."""
    touched = connection.touched
    if touched is not None:
        connection.touched = None
        before_commit()(touched)


def is_settled() -> bool:
    """Whether nothing was touched that is still to be followed up."""
    return connection.touched is None


@contextmanager
def read_only() -> Iterator[None]:
    """Everything inside is read as of one moment; the database refuses to write."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield


@contextmanager
def one_moment() -> Iterator[None]:
    """As `read_only`, and every statement sees the database as the first one saw it."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def not_kept() -> Iterator[None]:
    """What is written inside is seen inside, and forgotten when the block ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def after_commit(action: Callable[[], None]) -> None:
    """Runs `action` in the same company once the use case is committed; never if it is not."""
    schema = connection.schema_name

    def run() -> None:
        if connection.schema_name != schema:
            raise RuntimeError("the company changed before the commit")
        action()

    transaction.on_commit(run)
