from typing import Any

from django.core.management import BaseCommand, call_command
from django.db import connection
from django.utils import timezone

from tenants.ids import TEMPLATE_SCHEMA
from tenants.models import Organization
from tenants.provisioning.fingerprint import structure_digest
from tenants.provisioning.schemas import LOCK, migrate_companies, migrate_template


class Command(BaseCommand):
    help = "Bring the public schema, the template, every company and every spare up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
        migrate_template(now=timezone.now())
        migrate_companies()
        self._compare()

    def _compare(self) -> None:
        expected = structure_digest(TEMPLATE_SCHEMA)
        companies = Organization.objects.filter(state__in=["spare", "active", "suspended"])
        drifted = [c.schema_name for c in companies if structure_digest(c.schema_name) != expected]
        if drifted:
            self.stderr.write(f"structure differs from the template: {', '.join(drifted)}")
            raise SystemExit(1)
