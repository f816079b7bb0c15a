from datetime import datetime
from pathlib import Path

from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from tenants.backups.models import Backup
from tenants.backups.rules import OWN_ARCHIVE
from tenants.companies.selectors import LIVING


def newest_backups() -> QuerySet[Backup]:
    """The newest backup of each company that is there, those not tried for longest first."""

    def newest(column: str) -> Subquery:
        own = Backup.objects.filter(organization=OuterRef("organization")).order_by()
        return Subquery(own.values("organization").annotate(at=Max(column)).values("at"))

    return (
        Backup.objects.filter(organization__state__in=LIVING)
        .annotate(newest=newest("made_at"), tried=newest("rehearsed_at"))
        .filter(made_at=F("newest"))
        .order_by(F("tried").asc(nulls_first=True), "made_at")
    )


def last_rehearsal() -> datetime | None:
    """When a backup was last restored for trial."""
    last: datetime | None = Backup.objects.aggregate(at=Max("rehearsed_at"))["at"]
    return last


def archives_in(folder: Path) -> list[Path]:
    """The newest archive of each company in that folder, the installation's own first."""
    newest = {path.name.rsplit("-", 1)[0]: path for path in sorted(folder.glob("*-*Z.zip"))}
    return sorted(newest.values(), key=lambda path: not path.name.startswith(OWN_ARCHIVE))
