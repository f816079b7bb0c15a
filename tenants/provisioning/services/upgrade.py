"""The order of an upgrade: public, template, compile, fingerprint, companies, spares.

Each step can be repeated: after a failure half-way, the same command goes on where it stopped.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.management import call_command
from django.db import transaction

from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.connections import connection
from tenants.ids import TEMPLATE_SCHEMA, new_schema_name
from tenants.provisioning.selectors.compiler import compile_schema
from tenants.provisioning.selectors.fingerprint import (
    migrations_digests,
    structural_differences,
    structure_digests,
)
from tenants.provisioning.services.lock import provisioning_lock
from tenants.provisioning.services.rights import rights_for_what_is_new
from tenants.provisioning.services.schemas import create_schema

Report = Callable[[str], None]

IN_ORDER = ([CompanyState.ACTIVE, CompanyState.SUSPENDED], [CompanyState.SPARE])


class SchemasDiffer(Exception):
    """Schemas that should be equal are not; `differences` maps a schema to what differs in it."""

    def __init__(self, differences: dict[str, list[str]]) -> None:
        super().__init__(", ".join(differences))
        self.differences = differences


def upgrade_everything(*, now: datetime, report: Report) -> None:
    """The public side, the template, every company and every spare stand at the newest migration.

    Raises SchemasDiffer before any company is touched when the compiled schema is not the
    template's equal, and at the end when a company or a spare drifted from it.
    """
    with provisioning_lock():
        report("public")
        migrate_public()
        report("template")
        migrate_template(now=now)
        prove_compiled_schema()
        for states in IN_ORDER:
            for schema in lagging(_schemas(states)):
                report(schema)
                migrate_schema(schema)
        prove_companies()


def migrate_public() -> None:
    """The public side stands at the newest migration."""
    with rights_for_what_is_new("public"):
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)


def migrate_template(*, now: datetime) -> None:
    """The template schema exists and stands at the newest migration."""
    Organization.objects.get_or_create(
        schema_name=TEMPLATE_SCHEMA,
        defaults={"state": CompanyState.TEMPLATE, "created_at": now},
    )
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{TEMPLATE_SCHEMA}"')
    migrate_schema(TEMPLATE_SCHEMA)


def migrate_schema(schema: str) -> None:
    """That one schema stands at the newest migration."""
    with rights_for_what_is_new(schema):
        call_command(
            "migrate_schemas", schema_name=schema, tenant=True, interactive=False, verbosity=0
        )


def prove_compiled_schema() -> None:
    """What the compiler makes equals the template; the trial leaves nothing behind."""
    trial = new_schema_name()
    with transaction.atomic():
        create_schema(trial, compile_schema(TEMPLATE_SCHEMA))
        found = structural_differences(TEMPLATE_SCHEMA, trial)
        transaction.set_rollback(True)
    connection.search_path_set_schemas = None
    if found:
        raise SchemasDiffer({"the compiled schema": found})


def lagging(schemas: list[str]) -> list[str]:
    """Those that have not had every migration of the template, in their order."""
    had = migrations_digests([TEMPLATE_SCHEMA, *schemas])
    return [schema for schema in schemas if had.get(schema) != had[TEMPLATE_SCHEMA]]


def prove_companies() -> None:
    """Every company and every spare has the template's structure; raises SchemasDiffer."""
    schemas = [schema for states in IN_ORDER for schema in _schemas(states)]
    digests = structure_digests([TEMPLATE_SCHEMA, *schemas])
    found = {
        schema: structural_differences(TEMPLATE_SCHEMA, schema)
        for schema in schemas
        if digests[schema] != digests[TEMPLATE_SCHEMA]
    }
    if found:
        raise SchemasDiffer(found)


def _schemas(states: list[CompanyState]) -> list[str]:
    rows = Organization.objects.filter(state__in=states).order_by("created_at", "id")
    return list(rows.values_list("schema_name", flat=True))
