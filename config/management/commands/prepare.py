from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command


class Command(BaseCommand):
    help = "Bring every schema up to date and keep spares ready, in one process."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep", type=int, default=3, help="how many spare schemas")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate_all", stdout=self.stdout, stderr=self.stderr)
        call_command("spares", keep=options["keep"], stdout=self.stdout, stderr=self.stderr)
