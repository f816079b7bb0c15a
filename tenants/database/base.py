"""PostgreSQL with a search path per company, failing closed.

The stock backend swallows an error of `SET search_path`; the next query then reads the previous
company's rows. Here such an error closes the connection and is raised.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db.utils import OperationalError
from django_tenants.postgresql_backend import base
from psycopg.pq import TransactionStatus

from tenants.database.introspection import SchemaIntrospection


@dataclass(frozen=True)
class Touched:
    """What a use case wrote: the ids by kind, as of the moment of its last note."""

    now: datetime
    today: date
    ids: Mapping[str, set[UUID]] = field(default_factory=dict)


class DatabaseWrapper(base.DatabaseWrapper):
    """Reads in the company that was chosen, or not at all."""

    # The schema of the use case that is open on this connection; see `tenants.transactions`.
    use_case_schema: str | None = None
    # What that use case wrote so far.
    touched: Touched | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.introspection = SchemaIntrospection(self)

    def init_connection_state(self) -> None:
        """No statement, lock or forgotten transaction of this connection holds others for long."""
        super().init_connection_state()
        limits: Mapping[str, str] = settings.DATABASE_LIMITS
        wished = ", ".join(["set_config(%s, %s, false)"] * len(limits))
        with self.wrap_database_errors:
            self.connection.execute(f"SELECT {wished}", [x for one in limits.items() for x in one])
            if not self.get_autocommit():
                self.connection.commit()

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """The next statement runs in that company; refused while a use case is open elsewhere."""
        if self.use_case_schema not in (None, tenant.schema_name):
            raise RuntimeError("a use case cannot change company")
        super().set_tenant(tenant, include_public)

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
        # In an aborted transaction every statement fails until the rollback: SET may fail too.
        aborted = (
            self.connection is not None
            and self.connection.info.transaction_status == TransactionStatus.INERROR
        )
        super()._handle_search_path(cursor)
        if self.search_path_set_schemas is None and not aborted:
            self.close()
            raise OperationalError("the company's search_path could not be set")
