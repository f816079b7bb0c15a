"""PostgreSQL with a search path per company, failing closed.

The stock backend swallows an error of `SET search_path`; the next query then reads the previous
company's rows. Here such an error closes the connection and is raised.
"""

from typing import Any

from django.db.utils import OperationalError
from django_tenants.postgresql_backend import base
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Reads in the company that was chosen, or not at all."""

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
