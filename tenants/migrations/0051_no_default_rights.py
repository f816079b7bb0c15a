"""No default rights in the database: they last as long as a migration (provisioning/rights.py)."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_APP_ROLE


class Migration(migrations.Migration):
    dependencies = [("tenants", "0050_log_anchor")]

    operations = [
        migrations.RunSQL(
            [
                f'ALTER DEFAULT PRIVILEGES REVOKE USAGE ON SCHEMAS FROM "{APP}"',
                "ALTER DEFAULT PRIVILEGES"
                f' REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM "{APP}"',
                f'ALTER DEFAULT PRIVILEGES REVOKE USAGE, SELECT ON SEQUENCES FROM "{APP}"',
            ],
            [
                f'ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO "{APP}"',
                "ALTER DEFAULT PRIVILEGES"
                f' GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{APP}"',
                f'ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO "{APP}"',
            ],
        )
    ]
