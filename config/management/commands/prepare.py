import sys
from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command

from config.startup import GOOD, SOME_APART, SOME_WAIT
from tenants.provisioning.selectors.soundness import set_apart


class Command(BaseCommand):
    help = (
        "Bring the public side and the first ten companies up to date and keep spares ready. "
        f"Exit code {GOOD}, plus {SOME_WAIT} when others wait for manage.py migrate_all, plus "
        f"{SOME_APART} when some are set apart."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep", type=int, default=3, help="how many spare schemas")

    def handle(self, *args: Any, **options: Any) -> None:
        out = {"stdout": self.stdout, "stderr": self.stderr}
        waiting = call_command("migrate_all", first=True, **out)
        call_command("spares", keep=options["keep"], **out)
        sys.exit(GOOD + bool(waiting) * SOME_WAIT + bool(set_apart()) * SOME_APART)
