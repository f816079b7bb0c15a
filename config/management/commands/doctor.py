import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from config.doctor import examine


class Command(BaseCommand):
    help = "Look at the whole installation and say what to mend."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        found = dict(examine())
        if options["json"]:
            self.stdout.write(json.dumps(found))
        else:
            for name, faults in found.items():
                self.stdout.write(f"{name:<10} {'; '.join(faults) or 'well'}")
        ill = [name for name, faults in found.items() if faults]
        if ill:
            raise CommandError(f"To be mended: {', '.join(ill)}.")
