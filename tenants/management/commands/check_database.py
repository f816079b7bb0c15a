from typing import Any

from django.core.management import BaseCommand, CommandError

from tenants.database.apart import database_faults


class Command(BaseCommand):
    help = "Refuse a database on which companies cannot be kept apart."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = database_faults()
        if faults:
            raise CommandError("\n".join(faults))
