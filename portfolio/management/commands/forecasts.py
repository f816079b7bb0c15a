from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from portfolio.cap.selectors import company_zone
from portfolio.reliability.rules import ENOUGH, KeptChance, Reliability, reliability
from portfolio.reliability.selectors import outcomes
from tenants.jobs import do_in_each_company


class Command(BaseCommand):
    help = "Whether the chances and bands that were told came true; exit 1 where they do not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--companies", action="store_true", help="one line a company too")

    def handle(self, *args: Any, **options: Any) -> None:
        every: list[KeptChance] = []
        for company, found in do_in_each_company(_outcomes):
            every += found
            if options["companies"]:
                self.stdout.write(f"{company.host}: {_cover(reliability(found))}")
        seen = reliability(every)
        self.stdout.write("\n".join(_lines(seen)))
        if seen.fails:
            raise CommandError("The band of eight chances in ten does not hold what it says.")


def _outcomes() -> tuple[KeptChance, ...]:
    return outcomes(today=timezone.localdate(timezone.now(), company_zone()))


def _lines(seen: Reliability) -> Iterator[str]:
    """The report as plain text."""
    yield f"Band of eight chances in ten: {_cover(seen)}"
    if not seen.is_enough:
        yield f"  too few to judge ({seen.closed} of {ENOUGH} objectives whose date has come)"
    for one in seen.words:
        yield f"  {one.word:<10} told {one.told}, mean chance {one.chance:.2f}, met {one.met:.2f}"


def _cover(seen: Reliability) -> str:
    cover = "-" if seen.cover is None else f"{seen.cover:.2f}"
    return f"cover {cover} over {seen.told} chances of {seen.closed} objectives"
