from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management import BaseCommand, CommandError

from governance.decisions.selectors import verify_log
from tenants.anchors.rules import Anchor
from tenants.anchors.selectors import anchors_in
from tenants.hosts import find_company
from tenants.jobs import current_company_id, do_in_company, read_each_company


class Command(BaseCommand):
    help = "Whether every company's decision log is whole: chain, head and daily anchors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--company", help="the host name of one company; all by default")
        parser.add_argument(
            "--anchors", type=Path, help="also against the file that LOG_ANCHORS wrote"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        outside = _read(options["anchors"])

        def broken() -> int | None:
            return verify_log(outside=outside[current_company_id()])

        is_whole = True
        for company, entry in self._walk(broken, options["company"]):
            is_whole &= entry is None
            said = "whole" if entry is None else f"entry {entry} is missing, moved or altered"
            self.stdout.write(f"{company.host}: {said}")
        if not is_whole:
            raise CommandError("Not every log is whole. Change nothing; compare with a backup.")

    def _walk(self, read: Any, host: str | None) -> Any:
        if host is None:
            return read_each_company(read)
        company = find_company(host)
        if company is None:
            raise CommandError(f"No company answers under {host}.")
        return [(company, do_in_company(company, read))]


def _read(path: Path | None) -> dict[UUID | None, list[Anchor]]:
    """The anchors of that file by company; none without a file."""
    found: dict[UUID | None, list[Anchor]] = defaultdict(list)
    try:
        for anchor in anchors_in(path) if path else ():
            found[anchor.organization_id].append(anchor)
    except (OSError, ValueError) as error:
        raise CommandError(f"The file of anchors cannot be read: {error}") from error
    return found
