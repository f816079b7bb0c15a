from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tenants.provisioning.services.schemas import refill_spares


class Command(BaseCommand):
    help = "Keep spare company schemas ready to be claimed (needs the owner's database URL)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--keep", type=int, default=3)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DATABASE_OWNER_URL:
            raise CommandError("Making spares needs the owner's database: set DATABASE_OWNER_URL.")
        built = refill_spares(keep=options["keep"], now=timezone.now())
        self.stdout.write(f"{built} spares built")
