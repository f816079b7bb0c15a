from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from tenants.provisioning.services.upgrade import SchemasDiffer, upgrade_everything


class Command(BaseCommand):
    help = "Bring the public schema, the template, every company and every spare up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DATABASE_OWNER_URL:
            raise CommandError("Migrating needs the owner's database: set DATABASE_OWNER_URL.")
        try:
            upgrade_everything(now=timezone.now(), report=self._report(options["verbosity"]))
        except SchemasDiffer as error:
            for schema, lines in error.differences.items():
                self.stderr.write("\n".join([f"{schema} differs from the template:", *lines]))
            raise CommandError(f"These schemas differ from the template: {error}.") from error

    def _report(self, verbosity: int) -> Any:
        return self.stdout.write if verbosity > 1 else lambda line: None
