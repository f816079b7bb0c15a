from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tenants.provisioning.selectors.soundness import set_apart
from tenants.provisioning.services.parallel import HelperKilled
from tenants.provisioning.services.upgrade import (
    SchemasDiffer,
    UpgradeStopped,
    upgrade_everything,
)

SET_APART = (
    "{schema} differs from the template and is set apart: it answers 503, the others are served. "
    "Mend these lines, then run migrate_all again:\n{lines}"
)

KILLED = (
    "The upgrade stopped: one of its processes was killed from outside, by hand or for want of "
    "memory. The companies that are done are served, the others answer 503. Run migrate_all again: "
    "it goes on from there."
)


class Command(BaseCommand):
    help = "Bring the public schema, the template, every company and every spare up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--first", action="store_true", help="only the first ten companies; says who waits"
        )

    def handle(self, *args: Any, **options: Any) -> str | None:
        if not settings.DATABASE_OWNER_URL:
            raise CommandError("Migrating needs the owner's database: set DATABASE_OWNER_URL.")
        report = self.stdout.write if options["verbosity"] > 1 else _ignore
        try:
            waiting = upgrade_everything(
                now=timezone.now(), report=report, only_first=options["first"]
            )
        except SchemasDiffer as error:
            for schema, lines in error.differences.items():
                self.stderr.write("\n".join([f"{schema} differs from the template:", *lines]))
            raise CommandError(f"These schemas differ from the template: {error}.") from error
        except UpgradeStopped as error:
            raise CommandError(
                f"The upgrade stopped at {error.schema}; those before it are upgraded and served, "
                "it and those after it answer 503. Mend what follows, then run migrate_all again: "
                f"it goes on from there.\n{error.reason}"
            ) from error
        except HelperKilled as error:
            raise CommandError(KILLED) from error
        for schema, drift in set_apart().items():
            self.stderr.write(SET_APART.format(schema=schema, lines=drift))
        return str(len(waiting)) if waiting else None


def _ignore(line: str) -> None:
    """Nothing is said."""
