"""Making and dropping company schemas. Only the database's owner can: see the provisioner."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.management import call_command
from django.db import connection, transaction

from tenants.choices import CompanyState
from tenants.ids import TEMPLATE_SCHEMA, is_company_schema, new_schema_name
from tenants.models import Organization
from tenants.provisioning.compiler import compile_schema

LOCK = 7_203_115  # any constant of ours: serialises template changes and refills


def migrate_template(*, now: datetime, verbosity: int = 0) -> None:
    """The template schema exists and stands at the newest migration."""
    _, created = Organization.objects.get_or_create(
        schema_name=TEMPLATE_SCHEMA,
        defaults={"state": CompanyState.TEMPLATE, "created_at": now},
    )
    if created:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE SCHEMA "{TEMPLATE_SCHEMA}"')
    call_command(
        "migrate_schemas",
        schema_name=TEMPLATE_SCHEMA,
        tenant=True,
        interactive=False,
        verbosity=verbosity,
    )


def migrate_companies(*, verbosity: int = 0) -> None:
    """Every company and every spare stands at the newest migration."""
    living = [CompanyState.SPARE, CompanyState.ACTIVE, CompanyState.SUSPENDED]
    for organization in Organization.objects.filter(state__in=living).order_by("created_at"):
        call_command(
            "migrate_schemas",
            schema_name=organization.schema_name,
            tenant=True,
            interactive=False,
            verbosity=verbosity,
        )


def refill_spares(*, keep: int, now: datetime) -> int:
    """At least `keep` spare companies wait to be claimed; returns how many were built."""
    built = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            missing = keep - Organization.objects.filter(state=CompanyState.SPARE).count()
            statements = compile_schema(TEMPLATE_SCHEMA) if missing > 0 else []
            for _ in range(missing):
                build_spare(statements=statements, now=now)
                built += 1
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    return built


def build_spare(*, statements: Sequence[str], now: datetime) -> Organization:
    """One more spare: a schema from compiled statements, with its canary. All or nothing."""
    with transaction.atomic():
        organization = Organization(
            schema_name=new_schema_name(), state=CompanyState.SPARE, created_at=now
        )
        organization.save()
        create_schema(organization.schema_name, statements)
        set_canary(organization.schema_name, organization.id)
    return organization


def create_schema(name: str, statements: Sequence[str]) -> None:
    """The schema holds what the statements make. Fails when a schema of that name exists."""
    if not is_company_schema(name):
        raise ValueError(f"{name} is not a company's schema name")
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA "{name}"')
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(f'SET LOCAL search_path = "{name}"')
        try:
            for statement in statements:
                cursor.execute(statement)
        finally:
            connection.search_path_set_schemas = None


def set_canary(schema: str, organization_id: UUID) -> None:
    """The schema says which company it belongs to, once and for all."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{schema}".governance_canary (id, organization_id) VALUES (1, %s)',
            [organization_id],
        )


def drop_schema(name: str) -> None:
    """The schema and all that was in it is gone; the company's row stays as a tombstone."""
    if not is_company_schema(name):
        raise ValueError(f"{name} is not a company's schema name")
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA "{name}" CASCADE')
