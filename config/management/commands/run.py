import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, CommandError, CommandParser

from config.children import OWNER_NAMES, roles
from config.environment import env_secret
from config.startup import read_sizes


class Command(BaseCommand):
    help = "Become one process of the product, for who watches processes without `up`."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", choices=[role.log_name for role in roles(read_sizes())])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            wanted = {role.log_name: role for role in roles(read_sizes())}[options["role"]]
            needed = ["DATABASE_URL", "REDIS_URL", *["DATABASE_OWNER_URL"][: wanted.is_owner]]
            missing = [name for name in needed if not env_secret(name)]
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        if missing:
            raise CommandError(f"{missing[0]} is not set: see deploy/README.md.")
        kept = {
            name: value
            for name, value in os.environ.items()
            if wanted.is_owner or name not in OWNER_NAMES
        }
        os.nice(wanted.niceness)
        os.execve(wanted.command[0], [*wanted.command], kept)
