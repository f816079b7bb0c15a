"""What the owner makes, the app may use: rows in tables, never their structure."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from tenants.connections import connection

NEW = {"TABLES": "SELECT, INSERT, UPDATE, DELETE", "SEQUENCES": "USAGE, SELECT"}


@contextmanager
def rights_for_what_is_new(schema: str) -> Iterator[None]:
    """Tables that migrations make in `schema` meanwhile are the app's to use.

    No such default outlives a migration: it would soften what is restored or made by hand.
    """
    open_to_app(schema)
    _defaults(schema, "GRANT {rights} ON {kind} TO {role}")
    try:
        yield
    finally:
        _defaults(schema, "REVOKE {rights} ON {kind} FROM {role}")


def open_to_app(schema: str) -> None:
    """The app may look into the schema."""
    with connection.cursor() as cursor:
        cursor.execute(f'GRANT USAGE ON SCHEMA "{schema}" TO "{settings.DATABASE_APP_ROLE}"')


def _defaults(schema: str, change: str) -> None:
    with connection.cursor() as cursor:
        for kind, rights in NEW.items():
            told = change.format(rights=rights, kind=kind, role=f'"{settings.DATABASE_APP_ROLE}"')
            cursor.execute(f'ALTER DEFAULT PRIVILEGES IN SCHEMA "{schema}" {told}')
