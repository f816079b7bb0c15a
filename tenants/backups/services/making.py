from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings

from tenants.backups.models import Backup
from tenants.backups.rules import (
    FORMAT,
    OF_THE_COMPANY,
    OF_THE_INSTALLATION,
    Manifest,
    Table,
)
from tenants.backups.services.archive import write_archive
from tenants.backups.services.rows import tables_of, write_rows
from tenants.hosts import Company
from tenants.provisioning.selectors.compiler import read_structure
from tenants.provisioning.selectors.fingerprint import migrations_of
from tenants.provisioning.services.lock import provisioning_lock
from tenants.transactions import one_moment, use_case


def back_up_company(company: Company, *, folder: Path, now: datetime) -> Backup:
    """The company, as it stood at one moment, lies in an archive of that folder.

    Raises BackupFault.
    """

    def fill(archive: ZipFile) -> Manifest:
        return Manifest(
            format=FORMAT,
            made_at=now,
            app_role=settings.DATABASE_APP_ROLE,
            organization_id=company.id,
            host=company.host,
            schema=company.schema_name,
            migrations=migrations_of(company.schema_name),
            structure=read_structure(company.schema_name),
            tables=[
                _written(archive, company.schema_name, name, columns, key)
                for name, columns, key in tables_of(company.schema_name)
            ],
            public=_public_rows(archive, OF_THE_COMPANY, f"'{company.id}'"),
        )

    # Nothing migrates meanwhile: structure and rows are of one moment.
    with provisioning_lock(), one_moment():
        path, manifest = write_archive(folder, fill)
    backup = Backup(
        organization_id=company.id,
        made_at=now,
        path=str(path.resolve()),
        size=path.stat().st_size,
        rows=manifest.rows,
    )
    with use_case():
        Backup.objects.bulk_create([backup])
    return backup


def back_up_installation(*, folder: Path, now: datetime) -> Path:
    """What belongs to no company and cannot be made again lies in an archive of that folder."""

    def fill(archive: ZipFile) -> Manifest:
        return Manifest(
            format=FORMAT,
            made_at=now,
            app_role=settings.DATABASE_APP_ROLE,
            public=_public_rows(archive, OF_THE_INSTALLATION, ""),
        )

    with one_moment():
        path, _ = write_archive(folder, fill)
    return path


def forget_backups(company: Company, *, keep: int) -> int:
    """Of the company's archives the newest `keep` are left; how many files were removed."""
    with use_case():
        old = Backup.objects.filter(organization_id=company.id).order_by("-made_at")[keep:]
        paths = [Path(one.path) for one in old]
        Backup.objects.filter(id__in=[one.id for one in old]).delete()
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def _public_rows(archive: ZipFile, wanted: Mapping[str, str], whose: str) -> list[Table]:
    known = {name: (columns, key) for name, columns, key in tables_of("public")}
    return [
        _written(archive, "public", name, *known[name], where=where.format(id=whose))
        for name, where in wanted.items()
    ]


def _written(
    archive: ZipFile,
    schema: str,
    name: str,
    columns: list[str],
    key: list[str],
    where: str = "true",
) -> Table:
    place = "public" if schema == "public" else "company"
    with archive.open(f"{place}/{name}", "w", force_zip64=True) as sink:
        return write_rows(sink, schema=schema, name=name, columns=columns, key=key, where=where)
