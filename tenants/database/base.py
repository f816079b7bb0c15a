"""PostgreSQL with a search path per company, failing closed.

The stock backend swallows an error of `SET search_path`; the next query then reads the previous
company's rows. Here such an error closes the connection and is raised.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from time import monotonic
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db.backends.postgresql.introspection import TableInfo
from django.db.utils import DatabaseErrorWrapper, OperationalError
from django.utils.functional import cached_property
from django_tenants.postgresql_backend import base
from django_tenants.postgresql_backend.introspection import DatabaseSchemaIntrospection
from psycopg.errors import LockNotAvailable
from psycopg.pq import TransactionStatus

# A transaction that was left open in one company makes the requests of that company wait, and each
# holds a web worker. The first wait as long as they may; those after them, for a while, give up at
# once, so that the workers are there for the other companies.
BRIEF = "100ms"
SECONDS = 10.0

_until: dict[str, float] = {}


def note_held(schema: str) -> None:
    """A lock in that company was not to be had."""
    _until[schema] = monotonic() + SECONDS


def is_held(schema: str) -> bool:
    """Whether this process waited there in vain a moment ago."""
    return bool(_until) and _until.get(schema, 0.0) > monotonic()


def forget_held() -> None:
    """Every company is waited for as usual."""
    _until.clear()


class SchemaIntrospection(DatabaseSchemaIntrospection):
    """Lists the tables of one schema by its name.

    The stock query asks of every table of every company whether it is visible: with thousands of
    companies, half a second for each of the several questions a migration asks.
    """

    def get_table_list(self, cursor: Any) -> list[TableInfo]:
        """The tables and views of the connection's present schema."""
        cursor.execute(
            """
            SELECT c.relname,
                   CASE WHEN c.relispartition THEN 'p' WHEN c.relkind IN ('m', 'v') THEN 'v'
                        ELSE 't' END,
                   obj_description(c.oid, 'pg_class')
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = %s AND c.relkind IN ('f', 'm', 'p', 'r', 'v')
            """,
            [self.connection.schema_name],
        )
        return [TableInfo(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Touched:
    """What a use case wrote: the ids by kind, as of the moment of its last note."""

    now: datetime
    today: date
    ids: Mapping[str, set[UUID]] = field(default_factory=dict)


class _Errors(DatabaseErrorWrapper):
    """Django's own errors for the driver's; a lock that was waited for in vain is noted."""

    wrapper: "DatabaseWrapper"

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        if exc_type is LockNotAvailable:
            note_held(self.wrapper.schema_name)
        super().__exit__(exc_type, exc_value, traceback)


class DatabaseWrapper(base.DatabaseWrapper):
    """Reads in the company that was chosen, or not at all."""

    # The schema of the use case that is open on this connection; see `tenants.transactions`.
    use_case_schema: str | None = None
    # What that use case wrote so far.
    touched: Touched | None = None
    # Whether this connection ever waited briefly, so that it has to be told when to wait again.
    has_been_brief: bool = False
    # Where the rows of the company are read; see `tenants.transactions`.
    reading: Any = None
    # Reads of a company go on in a transaction of their own, which begins with the next statement.
    read_on: Callable[[], None] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.introspection = SchemaIntrospection(self)

    def init_connection_state(self) -> None:
        """No statement, lock or forgotten transaction of this connection holds others for long."""
        super().init_connection_state()
        self.has_been_brief = False
        limits: Mapping[str, str] = settings.DATABASE_LIMITS
        wished = ", ".join(["set_config(%s, %s, false)"] * len(limits))
        with self.wrap_database_errors:
            self.connection.execute(f"SELECT {wished}", [x for one in limits.items() for x in one])
            if not self.get_autocommit():
                self.connection.commit()

    @cached_property
    def wrap_database_errors(self) -> DatabaseErrorWrapper:
        return _Errors(self)

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """The next statement runs in that company; refused while a use case is open elsewhere."""
        if self.use_case_schema not in (None, tenant.schema_name):
            raise RuntimeError("a use case cannot change company")
        super().set_tenant(tenant, include_public)

    def is_usable(self) -> bool:
        """Whether the server answers: asked by what is to be said first anyway.

        The stock backend asks `SELECT 1`, one more statement for each request and job.
        """
        if self.connection is None or self._is_aborted:
            return False
        self.search_path_set_schemas = None
        try:
            with self.connection.cursor() as cursor:
                self._handle_search_path(cursor)
        except (psycopg.Error, OperationalError):
            return False
        return True

    @property
    def _is_aborted(self) -> bool:
        """In an aborted transaction every statement fails until the rollback: SET may fail too."""
        known = self.connection
        return known is not None and known.info.transaction_status == TransactionStatus.INERROR

    def prepared(self, statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a constant statement, planned once by the server, in the chosen company.

        For the few statements that every page and answer waits for: the ORM builds its own anew
        each time.
        """
        self.ensure_connection()
        cursor: psycopg.Cursor[tuple[Any, ...]] = psycopg.Cursor(self.connection)
        with self.wrap_database_errors:
            self._handle_search_path(cursor)
            return cursor.execute(statement, values, prepare=True).fetchall()

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path:
            return
        if self.read_on is not None and not self.in_atomic_block:
            read_on, self.read_on = self.read_on, None
            read_on()
        aborted = self._is_aborted
        is_set = bool(self.search_path_set_schemas)
        super()._handle_search_path(cursor)
        if self.search_path_set_schemas is None and not aborted:
            self.close()
            raise OperationalError("the company's search_path could not be set")
        if not (is_set or aborted):
            self._limit_waiting()

    def _limit_waiting(self) -> None:
        """Locks are waited for as usual, or briefly where one is held.

        It goes with the search_path, which is set anew for another company and after a rollback.
        """
        is_brief = is_held(self.schema_name)
        if is_brief or self.has_been_brief:
            self.has_been_brief = True
            wait = BRIEF if is_brief else settings.DATABASE_LIMITS["lock_timeout"]
            with self.wrap_database_errors:
                self.connection.execute("SELECT set_config('lock_timeout', %s, false)", [wait])
