from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from tenants.backups.rules import BackupFault
from tenants.backups.selectors import archives_in
from tenants.backups.services import restore


class Command(BaseCommand):
    help = "Take a company back from its archive, or all from the newest archives of a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="an archive, or a folder of them")
        parser.add_argument(
            "--replace", action="store_true", help="even where the company is there: it is lost"
        )
        parser.add_argument(
            "--unsealed", action="store_true", help="even if made with another SECRET_KEY"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DATABASE_OWNER_URL:
            raise CommandError("Restoring needs the owner's database: set DATABASE_OWNER_URL.")
        found: Path = options["archive"]
        paths = archives_in(found) if found.is_dir() else [found]
        if not paths:
            raise CommandError(f"There is no archive in {found}.")
        failed = [path.name for path in paths if not self._restore(path, options)]
        if failed:
            raise CommandError(f"Not restored: {', '.join(failed)}.")

    def _restore(self, path: Path, options: dict[str, Any]) -> bool:
        try:
            manifest = restore(path, replace=options["replace"], unsealed=options["unsealed"])
        except BackupFault as error:
            self.stderr.write(f"{path.name}: {error}")
            return False
        whose = manifest.host or "the installation"
        self.stdout.write(
            f"{whose}: as of {manifest.made_at:%Y-%m-%d %H:%M} UTC, {manifest.rows} rows"
        )
        return True
