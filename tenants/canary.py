"""Each company's schema holds one row that says whose it is."""

from uuid import UUID

from django.core.exceptions import ImproperlyConfigured

from tenants.connections import connection

TABLE = "governance_canary"


def confirm_company(*, organization_id: UUID) -> None:
    """The current schema is that company's; raises ImproperlyConfigured when it is not."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT organization_id FROM {TABLE} WHERE id = 1")
        row = cursor.fetchone()
    if row is None or row[0] != organization_id:
        raise ImproperlyConfigured(f"schema {connection.schema_name} is not its company's")


def set_canary(*, schema: str, organization_id: UUID) -> None:
    """The schema says which company it belongs to, once and for all (only the owner can)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{schema}".{TABLE} (id, organization_id) VALUES (1, %s)',
            [organization_id],
        )
