import signal
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandParser

from config.startup import read_options
from config.supervisor import up
from tenants.leash import follow_parent


class Command(BaseCommand):
    help = "Start the whole product: servers, schema, demo, web, worker, scheduler, provisioner."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--with-parent", action="store_true", help="stop when the calling process ends"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["with_parent"]:
            follow_parent(signal.SIGTERM)
        try:
            wishes = read_options()
        except ImproperlyConfigured as error:
            self.stderr.write(str(error))
            sys.exit(2)
        sys.exit(
            up(
                base_dir=settings.BASE_DIR,
                data_dir=settings.VAR_DIR,
                options=wishes,
                out=sys.stdout,
            )
        )
