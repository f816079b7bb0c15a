from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from portfolio.cap.selectors import company_zone
from portfolio.standing.selectors.checking import Fault, faults
from portfolio.standing.services import rebuild
from tenants.hosts import Company, find_company
from tenants.jobs import do_in_company, do_in_each_company

Seen = TypeVar("Seen")


class Command(BaseCommand):
    help = "Whether what stands stored of initiatives is what is recomputed, or make it so."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="change nothing; exit 1 on a fault")
        what.add_argument("--rebuild", action="store_true", help="recompute and store everything")
        parser.add_argument("--company", help="the host name of one company; all by default")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            for company, count in _walk(_rebuilt, options["company"]):
                self.stdout.write(f"{company.host}: {count} recomputed")
            return
        is_sound = True
        for company, found in _walk(_checked, options["company"]):
            is_sound &= not found
            self.stdout.write(f"{company.host}: {len(found)} faults")
            for fault in found:
                self.stdout.write(f"  {fault}")
        if not is_sound:
            raise CommandError("What stands stored is not what is recomputed; see --rebuild.")


def _walk(act: Callable[[], Seen], host: str | None) -> Iterable[tuple[Company, Seen]]:
    """What `act` returns in that company, or in each."""
    if host is None:
        return do_in_each_company(act)
    company = find_company(host)
    if company is None:
        raise CommandError(f"No company answers under {host}.")
    return [(company, do_in_company(company, act))]


def _checked() -> list[Fault]:
    return faults(today=_today())


def _rebuilt() -> int:
    return rebuild(today=_today())


def _today() -> date:
    return timezone.localdate(timezone.now(), company_zone())
