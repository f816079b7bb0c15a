import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.utils import timezone

from assessments.instrument.selectors import InstrumentHealth, instrument_health
from assessments.results.rules.results import plain


class Command(BaseCommand):
    help = "How healthy the questionnaire is, from what consenting companies lend."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="figures for a program")

    def handle(self, *args: Any, **options: Any) -> None:
        health = instrument_health(today=timezone.now().date())
        if options["json"]:
            self.stdout.write(json.dumps(plain(health), indent=2))
            return
        self.stdout.write("\n".join(lines(health)))


def lines(health: InstrumentHealth) -> Iterator[str]:
    """The report as plain text, one table after the other."""
    yield f"Questionnaire {health.questionnaire}: {health.companies} consenting companies"
    yield "\nInternal consistency (Cronbach's alpha, 95 % interval)"
    for one in health.alphas:
        text = f"{_few(one.complete, one.needed)} complete"
        if one.alpha is not None:
            interval = "" if one.low is None else f" [{one.low:.2f}, {one.high:.2f}]"
            text = f"{one.alpha:.2f}{interval} n={one.complete} {one.reading}"
        yield f"  {one.dimension:<8} way {one.path}, {one.items} items: {text}"
    yield "\nRepeated after 10 to 14 days (ICC, SEM and smallest detectable change in points)"
    for two in health.retests:
        text = f"{_few(two.pairs, two.needed)} pairs"
        if two.icc is not None:
            text = f"{two.icc:.2f}  SEM {two.sem:.1f}  SDC {two.sdc:.1f}  n={two.pairs}"
        yield f"  {two.measure:<8} {text}"
    yield "\nAgreement of each item with itself (kappa, quadratic weights)"
    enough = [three for three in health.kappas if three.kappa is not None]
    yield from _columns(f"{three.item}: {three.kappa:.2f} n={three.pairs}" for three in enough)
    if not enough:
        most = max(health.kappas, key=lambda three: three.pairs)
        yield f"  {_few(most.pairs, most.needed)} pairs"
    yield "\nItems to look at (over 20 % don't know, or over 80 % in one anchor)"
    for four in health.drifting:
        share = four.unknown if four.flag == "unknown" else four.most_common
        yield f"  {four.item}: {four.flag}, {share:.0%} of {four.answered}"
    if not health.drifting:
        yield "  none"


def _few(count: int, needed: int) -> str:
    return f"not enough ({count} of {needed})"


def _columns(cells: Iterable[str], *, across: int = 3) -> Iterator[str]:
    row: list[str] = []
    for cell in cells:
        row.append(f"{cell:<24}")
        if len(row) == across:
            yield "  " + "".join(row).rstrip()
            row = []
    if row:
        yield "  " + "".join(row).rstrip()
