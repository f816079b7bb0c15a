"""Making and dropping company schemas. Only the database's owner can: see the provisioner."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tenants.builds import own_build
from tenants.canary import set_canary
from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.connections import connection
from tenants.ids import REHEARSAL_SCHEMA, TEMPLATE_SCHEMA, is_company_schema, new_schema_name
from tenants.provisioning.selectors.compiler import compile_schema
from tenants.provisioning.selectors.fingerprint import catalog_witnesses
from tenants.provisioning.services.lock import provisioning_lock
from tenants.provisioning.services.rights import open_to_app


def refill_spares(*, keep: int, now: datetime) -> int:
    """At least `keep` spare companies wait to be claimed; returns how many were built."""
    with provisioning_lock():
        ready = Organization.objects.filter(state=CompanyState.SPARE, build=own_build()).count()
        missing: int = keep - ready
        statements = compile_schema(TEMPLATE_SCHEMA) if missing > 0 else []
        for _ in range(missing):
            build_spare(statements=statements, now=now)
    return max(missing, 0)


def build_spare(*, statements: Sequence[str], now: datetime) -> Organization:
    """One more spare: a schema from compiled statements, with its canary. All or nothing."""
    with transaction.atomic():
        organization = Organization(
            schema_name=new_schema_name(), state=CompanyState.SPARE, created_at=now
        )
        organization.save(force_insert=True)
        create_schema(organization.schema_name, statements)
        set_canary(schema=organization.schema_name, organization_id=organization.id)
        organization.build = own_build()
        organization.witness = catalog_witnesses([organization.schema_name])[
            organization.schema_name
        ]
        organization.save(update_fields=["build", "witness"])
    return organization


def create_schema(name: str, statements: Sequence[str]) -> None:
    """The schema holds what the statements make. Fails when a schema of that name exists.

    Raises ValueError for a name that is no company's, RuntimeError outside a transaction: there
    the statements would run wherever the connection stands.
    """
    _refuse_strangers(name)
    if not connection.in_atomic_block:
        raise RuntimeError("a schema is made in one transaction")
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{name}"')
    open_to_app(name)
    run_inside(name, statements)


def run_inside(name: str, statements: Sequence[str]) -> None:
    """The statements ran in that schema, in the transaction that is open."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(f'SET LOCAL search_path = "{name}"')
        try:
            for statement in statements:
                cursor.execute(statement)
        finally:
            connection.search_path_set_schemas = None


def drop_schema(name: str) -> None:
    """The schema and all that was in it is gone; the company's row stays as a tombstone."""
    _refuse_strangers(name)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{name}" CASCADE')


def _refuse_strangers(name: str) -> None:
    if not is_company_schema(name) and name != REHEARSAL_SCHEMA:
        raise ValueError(f"{name} is not a company's schema name")
