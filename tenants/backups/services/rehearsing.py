import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.db import DatabaseError, transaction

from tenants.backups.models import Backup
from tenants.backups.rules import BackupFault
from tenants.backups.selectors import last_rehearsal, newest_backups
from tenants.backups.services.archive import read_archive
from tenants.backups.services.restoring import catch_up, exists, fill_schema
from tenants.ids import REHEARSAL_SCHEMA
from tenants.provisioning.services.lock import provisioning_lock
from tenants.provisioning.services.schemas import drop_schema
from tenants.transactions import use_case

log = logging.getLogger(__name__)

EVERY = timedelta(days=30)


def rehearse(*, now: datetime, sample: int) -> list[Backup]:
    """The newest backups of some companies, those not tried for longest, were restored for trial.

    Once in thirty days; else nothing is done and the list is empty. Each says what was wrong.
    """
    last = last_rehearsal()
    if last is not None and now - last < EVERY:
        return []
    tried = list(newest_backups()[:sample])
    for backup in tried:
        backup.rehearsed_at, backup.fault = now, _fault(Path(backup.path))
        if backup.fault:
            log.error("the backup %s cannot be restored: %s", backup.path, backup.fault)
        with use_case():
            backup.save(update_fields=["rehearsed_at", "fault"])
    return tried


def _fault(path: Path) -> str:
    """Why this archive cannot be restored; empty when it can."""
    with provisioning_lock():
        try:
            with read_archive(path) as (archive, manifest), transaction.atomic(durable=True):
                fill_schema(archive, manifest, REHEARSAL_SCHEMA)
            catch_up(REHEARSAL_SCHEMA)
        except BackupFault as error:
            return str(error)
        except DatabaseError as error:
            return _refused(error)
        finally:
            if exists(REHEARSAL_SCHEMA):
                drop_schema(REHEARSAL_SCHEMA)
    return ""


def _refused(error: DatabaseError) -> str:
    """What the database refused and where; never the row, whose text is the company's own."""
    told = getattr(error.__cause__, "diag", None)
    names = (getattr(told, part, None) for part in ("sqlstate", "table_name", "constraint_name"))
    return " ".join([type(error).__name__, *(name for name in names if name)])
