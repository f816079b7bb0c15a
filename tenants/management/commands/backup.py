from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from tenants.backups.rules import BackupFault
from tenants.backups.services import back_up_company, back_up_installation, forget_backups
from tenants.companies.selectors import living_companies
from tenants.hosts import Company, find_company


class Command(BaseCommand):
    help = "Put every company, or one, into an archive of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--company", help="the host name of one company; all by default")
        parser.add_argument("--into", type=Path, default=settings.BACKUPS, help="the folder")
        parser.add_argument("--keep", type=int, help="how many archives of each company are left")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] is not None and options["keep"] < 1:
            raise CommandError("--keep: one archive at least is left.")
        failed = [
            company.host
            for company in _companies(options["company"])
            if not self._back_up(company, options["into"], options["keep"])
        ]
        if options["company"] is None:
            self.stdout.write(str(_own(options["into"])))
        if failed:
            raise CommandError(f"No backup of {', '.join(failed)}.")

    def _back_up(self, company: Company, folder: Path, keep: int | None) -> bool:
        try:
            backup = back_up_company(company, folder=folder, now=timezone.now())
        except BackupFault as error:
            self.stderr.write(f"{company.host}: {error}")
            return False
        self.stdout.write(f"{backup.path}: {backup.rows} rows, {backup.size // 1024 + 1} kB")
        if keep is not None:
            forget_backups(company, keep=keep)
        return True


def _own(folder: Path) -> Path:
    try:
        return back_up_installation(folder=folder, now=timezone.now())
    except BackupFault as error:
        raise CommandError(str(error)) from error


def _companies(host: str | None) -> list[Company]:
    if host is None:
        return living_companies()
    company = find_company(host)
    if company is None:
        raise CommandError(f"No company answers under {host}.")
    return [company]
