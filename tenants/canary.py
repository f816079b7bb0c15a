"""Each company's schema holds one row that says whose it is."""

from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django_tenants.utils import get_public_schema_name

from tenants.connections import connection

TABLE = "governance_canary"
CANARY = f"SELECT organization_id FROM {TABLE} WHERE id = 1"


def confirm_company(*, organization_id: UUID) -> None:
    """The current schema is that company's; raises ImproperlyConfigured when it is not."""
    with connection.cursor() as cursor:
        cursor.execute(CANARY)
        row = cursor.fetchone()
    if row is None or row[0] != organization_id:
        raise ImproperlyConfigured(f"schema {connection.schema_name} is not its company's")


def confirm_current_company() -> None:
    """The transaction that has just begun works in the schema of the company that was entered.

    On the public side, and in a schema entered by its name alone, there is nothing to look at.
    Raises ImproperlyConfigured.
    """
    entered = getattr(connection.tenant, "id", None)
    if entered is None or connection.schema_name == get_public_schema_name():
        return
    rows = connection.prepared(CANARY, {})
    if rows != [(entered,)]:
        raise ImproperlyConfigured(f"schema {connection.schema_name} is not its company's")


def set_canary(*, schema: str, organization_id: UUID) -> None:
    """The schema says which company it belongs to, once and for all (only the owner can)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{schema}".{TABLE} (id, organization_id) VALUES (1, %s)',
            [organization_id],
        )
