import sys
from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command

# The exit code that says: all is well, and more companies have still to be upgraded.
SOME_WAIT = 3


class Command(BaseCommand):
    help = (
        "Bring the public side and the first ten companies up to date and keep spares ready. "
        f"Exit code {SOME_WAIT}: other companies wait for manage.py migrate_all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep", type=int, default=3, help="how many spare schemas")

    def handle(self, *args: Any, **options: Any) -> None:
        out = {"stdout": self.stdout, "stderr": self.stderr}
        waiting = call_command("migrate_all", first=True, **out)
        call_command("spares", keep=options["keep"], **out)
        if waiting:
            sys.exit(SOME_WAIT)
