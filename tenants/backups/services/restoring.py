from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.utils.module_loading import import_string

from tenants.backups.rules import (
    OF_THE_COMPANY,
    SHARED,
    BackupFault,
    Manifest,
    Table,
    refuse_what_is_newer,
)
from tenants.backups.services.archive import read_archive
from tenants.backups.services.rows import Nowhere, read_rows, tables_of, write_rows
from tenants.companies.choices import CompanyState
from tenants.connections import connection
from tenants.hosts import Company, forget_hosts
from tenants.ids import TEMPLATE_SCHEMA
from tenants.jobs import do_in_company
from tenants.provisioning.rules import grants
from tenants.provisioning.selectors.fingerprint import migrations_of, structural_differences
from tenants.provisioning.services.lock import provisioning_lock
from tenants.provisioning.services.schemas import create_schema, drop_schema, run_inside
from tenants.provisioning.services.upgrade import lags, migrate_schema, note_found

NUMBERED = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'r' AND a.attidentity <> ''
"""
COLLISIONS = {
    "{name} answers for another company here.": (
        "SELECT d.domain FROM public.tenants_domain d JOIN kept_tenants_domain k USING (domain)"
        " WHERE d.tenant_id <> k.tenant_id"
    ),
    "{name} is another account here: a member would lose their way in.": (
        "SELECT u.email FROM public.tenants_user u JOIN kept_tenants_user k USING (email)"
        " WHERE u.id <> k.id"
    ),
}


def restore(path: Path, *, replace: bool = False, unsealed: bool = False) -> Manifest:
    """What the archive holds stands in the database again, as protected as what was provisioned.

    A company that is there already is replaced only when told to. It is one transaction, but for
    the migrations that an older archive has not had. Raises BackupFault, and then nothing changed
    unless the text says so.
    """
    with provisioning_lock(), read_archive(path, unsealed=unsealed) as (archive, manifest):
        refuse_what_is_newer(manifest, migrations_of(TEMPLATE_SCHEMA))
        try:
            with transaction.atomic(durable=True):
                _put_public(archive, manifest)
                if manifest.structure is not None:
                    if exists(manifest.schema) and not replace:
                        raise BackupFault(f"{manifest.host} is there already: --replace loses it.")
                    fill_schema(archive, manifest, manifest.schema)
        except DatabaseError as error:
            raise BackupFault(f"{path}: {error}") from error
        if manifest.structure is not None:
            catch_up(manifest.schema)
            note_found(manifest.schema, [])
    forget_hosts()
    return manifest


def fill_schema(archive: ZipFile, manifest: Manifest, schema: str) -> None:
    """A schema of that name, made anew, holds the company as it was, each row compared.

    Raises BackupFault, also when an archive of today's migrations is not the template's equal.
    """
    structure = manifest.structure
    whose = manifest.organization_id
    if structure is None or whose is None:
        raise BackupFault("This archive holds no company.")
    if exists(schema):
        drop_schema(schema)
    create_schema(schema, structure.tables)
    for table in manifest.tables:
        with archive.open(f"company/{table.name}") as source:
            read_rows(source, into=f'"{schema}"."{table.name}"', columns=table.columns)
    rights = [
        (table, settings.DATABASE_APP_ROLE if role == manifest.app_role else role, told)
        for table, role, told in structure.rights
    ]
    run_inside(schema, [*structure.guards, *grants(rights)])
    _go_on_counting(schema)
    _compare(manifest.tables, schema)
    _confirm(whose, schema)
    if not lags(schema):
        _prove(schema)


def catch_up(schema: str) -> None:
    """The schema stands at the newest migration and is the template's equal.

    Raises BackupFault when it is not; it stays as it is.
    """
    if lags(schema):
        migrate_schema(schema)
        _prove(schema)


def exists(schema: str) -> bool:
    """Whether the database has a schema of that name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [schema])
        (found,) = cursor.fetchone()
    return bool(found)


def _prove(schema: str) -> None:
    found = structural_differences(TEMPLATE_SCHEMA, schema)
    if found:
        raise BackupFault("It is not as protected as a new company is:\n" + "\n".join(found))


def _compare(tables: list[Table], schema: str) -> None:
    """Each table holds the rows that were kept; raises BackupFault."""
    keys = {name: key for name, _, key in tables_of(schema)}
    for table in tables:
        found = write_rows(
            Nowhere(),
            schema=schema,
            name=table.name,
            columns=table.columns,
            key=keys[table.name],
        )
        if found != table:
            raise BackupFault(f"{table.name} does not hold the rows that were kept.")


def _confirm(organization_id: UUID, schema: str) -> None:
    """Canary and log say that it is that company, and whole; raises BackupFault."""
    company = Company(organization_id, schema, CompanyState.ACTIVE, "", "", "UTC", "fr")
    try:
        broken = do_in_company(company, import_string(settings.LOG_CHECK))
    except ImproperlyConfigured as error:
        raise BackupFault(f"Its canary is another company's: {error}.") from error
    if broken is not None:
        raise BackupFault(f"Entry {broken} of its log is missing, moved or altered.")


def _go_on_counting(schema: str) -> None:
    """What numbers itself goes on behind the highest number there is."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBERED, [schema])
        for table, column in cursor.fetchall():
            cursor.execute(
                f"""SELECT setval(pg_get_serial_sequence('"{schema}"."{table}"', '{column}'),
                                  max("{column}")) FROM "{schema}"."{table}" """
            )


def _put_public(archive: ZipFile, manifest: Manifest) -> None:
    """The rows of the public side are there: the company's own as kept, what others share added."""
    for table in manifest.public:
        with connection.cursor() as cursor:
            cursor.execute(
                f'CREATE TEMP TABLE "kept_{table.name}" (LIKE public."{table.name}") ON COMMIT DROP'
            )
        with archive.open(f"public/{table.name}") as source:
            read_rows(source, into=f'pg_temp."kept_{table.name}"', columns=table.columns)
    if manifest.organization_id is not None:
        _refuse_collisions()
        with connection.cursor() as cursor:
            # Who ran the installation that kept it does not run this one.
            cursor.execute("UPDATE kept_tenants_user SET is_staff = false WHERE is_staff")
    for table in manifest.public:
        _put(table, manifest)


def _refuse_collisions() -> None:
    with connection.cursor() as cursor:
        for said, query in COLLISIONS.items():
            cursor.execute(query)
            for (name,) in cursor.fetchall():
                raise BackupFault(said.format(name=name))


def _put(table: Table, manifest: Manifest) -> None:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    put = f'INSERT INTO public."{table.name}" ({columns}) SELECT {columns} FROM "kept_{table.name}"'
    with connection.cursor() as cursor:
        if table.name == "tenants_organization":
            news = ", ".join(f'"{one}" = excluded."{one}"' for one in table.columns)
            cursor.execute(f"{put} ON CONFLICT (id) DO UPDATE SET {news}")
        elif manifest.organization_id is None or table.name in SHARED:
            cursor.execute(f"{put} ON CONFLICT DO NOTHING")
        else:
            whose = OF_THE_COMPANY[table.name].format(id=f"'{manifest.organization_id}'")
            cursor.execute(f'DELETE FROM public."{table.name}" WHERE {whose}')
            cursor.execute(put)
