"""The one place where a transaction is opened."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date, datetime
from functools import cache
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from tenants.canary import confirm_current_company
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


class Reading:
    """The transactions in which a company's rows are read, each beginning with its canary.

    A proxy that deals out server sessions anew with each transaction thus never shows the rows of
    a schema that was not looked at.
    """

    def __init__(self) -> None:
        self._open = ExitStack()
        self.begin()

    def begin(self) -> None:
        """What is read from now on is of one transaction; whoever begins reads the canary first."""
        self._open.enter_context(transaction.atomic())
        self.is_open = True

    def hand_over(self) -> AbstractContextManager[object]:
        """The transaction, if one is open, for a use case to end; reads then begin another."""
        connection.read_on = self._go_on
        self.is_open = False
        return self._open.pop_all()

    def end(self) -> None:
        """No transaction of this reading is open any more."""
        connection.read_on = None
        self._open.close()

    def _go_on(self) -> None:
        self.begin()
        confirm_current_company()


@contextmanager
def reading() -> Iterator[None]:
    """What is read inside, of the company that was entered, comes from one transaction.

    A use case inside ends it; what is read afterwards comes from another.
    """
    connection.reading = Reading()
    try:
        yield
    finally:
        found, connection.reading = connection.reading, None
        found.end()


@contextmanager
def _own_transaction() -> Iterator[None]:
    """One transaction that has read the canary: what was being read goes on in it."""
    found = connection.reading
    if found is not None and found.is_open:
        with found.hand_over():
            yield
        return
    with transaction.atomic(durable=True):
        confirm_current_company()
        yield


@contextmanager
def use_case() -> Iterator[None]:
    """Everything inside is written together or not at all, and what it touched is followed up.

    The outermost use case is durable: its commit is on disk when the block ends. One that is
    called inside another joins it; there are no savepoints. It begins with the canary of the
    schema it writes, and never changes company: the database backend refuses it.
    """
    if connection.use_case_schema is not None:
        if connection.use_case_schema != connection.schema_name:
            raise RuntimeError("a use case cannot change company")
        yield
        return
    with _own_transaction():
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
        confirm_current_company()
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
