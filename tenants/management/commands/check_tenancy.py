from typing import Any

from django.core.management import BaseCommand, CommandError

from tenants.provisioning.selectors.soundness import tenancy_faults


class Command(BaseCommand):
    help = "Report what could make one company read another's rows."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = tenancy_faults()
        if faults:
            raise CommandError("\n".join(faults))
