"""The order of an upgrade: public, template, proof of the compiler, companies, spares.

A company is served by the version whose schema it was proven to have (`Organization.build`), so
that nobody waits for the others: ten go first, one after the other, then the rest in several
processes. The first failure stops the upgrade, and the same command goes on where it stopped. A
company that somebody changed by hand is set apart until it equals the template; the others go on.
"""

import os
from collections.abc import Callable
from datetime import datetime

from django.core.management import call_command
from django.db import transaction

from tenants.builds import own_build
from tenants.companies.choices import CompanyState
from tenants.companies.models import Organization
from tenants.connections import connection
from tenants.ids import TEMPLATE_SCHEMA, new_schema_name
from tenants.provisioning.selectors.compiler import compile_schema
from tenants.provisioning.selectors.fingerprint import (
    catalog_witnesses,
    migrations_digests,
    structural_differences,
    structure_digests,
)
from tenants.provisioning.services.lock import provisioning_lock
from tenants.provisioning.services.parallel import in_parallel
from tenants.provisioning.services.rights import rights_for_what_is_new
from tenants.provisioning.services.schemas import create_schema

Report = Callable[[str], None]

# Companies that are upgraded one after the other before all others.
CANARIES = 10
IN_ORDER = ([CompanyState.ACTIVE, CompanyState.SUSPENDED], [CompanyState.SPARE])


class SchemasDiffer(Exception):
    """Schemas that should be equal are not; `differences` maps a schema to what differs in it."""

    def __init__(self, differences: dict[str, list[str]]) -> None:
        super().__init__(", ".join(differences))
        self.differences = differences


class UpgradeStopped(Exception):
    """A company could not be upgraded, nor was any other after it: its schema, and why."""

    def __init__(self, schema: str, reason: str) -> None:
        super().__init__(schema, reason)
        self.schema, self.reason = schema, reason


class _StoppingAt:
    """Whatever a migration raises stops the upgrade at that company."""

    def __init__(self, schema: str) -> None:
        self.schema = schema

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, where: object) -> None:
        if isinstance(error, Exception):
            raise UpgradeStopped(self.schema, f"{type(error).__name__}: {error}") from error


def upgrade_everything(*, now: datetime, report: Report, only_first: bool = False) -> list[str]:
    """The public side, the template and every company stand at the newest migration.

    Returns the schemas that wait for their turn: none, unless `only_first` asked for the first ten
    companies alone. Raises SchemasDiffer before any company is touched when the compiled schema is
    not the template's equal, and UpgradeStopped.
    """
    with provisioning_lock():
        report("public")
        migrate_public()
        report("template")
        migrate_template(now=now)
        prove_compiled_schema()
        waiting = behind()
        first, rest = waiting[:CANARIES], waiting[CANARIES:]
        wished = structure_digests([TEMPLATE_SCHEMA])[TEMPLATE_SCHEMA] if waiting else ""
        for schema in first:
            upgrade_company(schema, wished)
            report(schema)
        if only_first:
            return rest
        work = "tenants.provisioning.services.upgrade.upgrade_company"
        for schema in in_parallel(work, rest, wished, processes=os.cpu_count() or 1):
            report(schema)
    return []


def behind() -> list[str]:
    """Who is not proven to have this version's schema, those that were set apart last.

    One statement tells it for all: whatever was not changed since its proof is not proven again.
    """
    states = [state for group in IN_ORDER for state in group]
    rows = Organization.objects.filter(state__in=states).order_by("created_at", "id")
    known = list(rows.values_list("schema_name", "state", "build", "witness", "drift"))
    seen = catalog_witnesses([row[0] for row in known])
    late = [
        (bool(drift), state == CompanyState.SPARE, schema)
        for schema, state, build, witness, drift in known
        if build != own_build() or witness != seen.get(schema)
    ]
    return [schema for *_, schema in sorted(late, key=lambda one: one[:2])]


def upgrade_company(schema: str, wished: str) -> None:
    """It has every migration and the template's structure (digest `wished`), or is set apart.

    Nobody is served there meanwhile. Raises UpgradeStopped when migrating fails, or leaves
    something else than the template in a schema that nobody had changed.
    """
    row = Organization.objects.get(schema_name=schema)
    was_sound = bool(row.witness) and row.witness == catalog_witnesses([schema]).get(schema)
    is_late = lags(schema)
    if is_late:
        Organization.objects.filter(id=row.id).update(build="")
        with _StoppingAt(schema):
            migrate_schema(schema)
    found = []
    if structure_digests([schema])[schema] != wished:
        found = structural_differences(TEMPLATE_SCHEMA, schema)
    if found and is_late and was_sound:
        raise UpgradeStopped(schema, "\n".join(found))
    note_found(schema, found)


def note_found(schema: str, found: list[str]) -> None:
    """The company of that schema is served by this version, or set apart for what was found."""
    Organization.objects.filter(schema_name=schema).update(
        build="" if found else own_build(),
        witness=catalog_witnesses([schema]).get(schema, ""),
        drift="\n".join(found),
    )


def lags(schema: str) -> bool:
    """Whether it lacks a migration that the template has had."""
    had = migrations_digests([TEMPLATE_SCHEMA, schema])
    return had.get(schema) != had[TEMPLATE_SCHEMA]


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
