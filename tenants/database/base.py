"""PostgreSQL with a search path per company, failing closed.

The stock backend swallows an error of `SET search_path`; the next query then reads the previous
company's rows. Here such an error closes the connection and is raised.
"""

from typing import Any

from django.db.utils import OperationalError
from django_tenants.postgresql_backend import base
from psycopg.pq import TransactionStatus

from tenants.database.introspection import SchemaIntrospection


class DatabaseWrapper(base.DatabaseWrapper):
    """Reads in the company that was chosen, or not at all."""

    # The schema of the use case that is open on this connection; see `tenants.transactions`.
    use_case_schema: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.introspection = SchemaIntrospection(self)

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """The next statement runs in that company; refused while a use case is open elsewhere."""
        if self.use_case_schema not in (None, tenant.schema_name):
            raise RuntimeError("a use case cannot change company")
        super().set_tenant(tenant, include_public)

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
