"""What the owner makes, the app may use: rows in tables, never their structure."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_APP_ROLE


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                f'ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO "{APP}"',
                "ALTER DEFAULT PRIVILEGES"
                f' GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{APP}"',
                f'ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO "{APP}"',
                f'GRANT USAGE ON SCHEMA public TO "{APP}"',
                f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{APP}"',
                f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{APP}"',
                f'REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{APP}"',
                # A company's row is made by the provisioner, names its schema for ever, and stays.
                f'REVOKE INSERT, UPDATE, DELETE ON tenants_organization FROM "{APP}"',
                "GRANT UPDATE (name, state, cell, timezone, language, is_demo, opened_at,"
                f' closed_at) ON tenants_organization TO "{APP}"',
            ],
            [
                f'ALTER DEFAULT PRIVILEGES REVOKE USAGE ON SCHEMAS FROM "{APP}"',
                "ALTER DEFAULT PRIVILEGES"
                f' REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM "{APP}"',
                f'ALTER DEFAULT PRIVILEGES REVOKE USAGE, SELECT ON SEQUENCES FROM "{APP}"',
            ],
        ),
        migrations.RunSQL(
            [
                # The default rights give all; what is proof or frozen is held by the database.
                f'REVOKE UPDATE, DELETE ON tenants_consent FROM "{APP}"',
                f'GRANT UPDATE (withdrawn_by, withdrawn_at) ON tenants_consent TO "{APP}"',
                f'REVOKE UPDATE ON tenants_contribution FROM "{APP}"',
                f'REVOKE UPDATE, DELETE ON tenants_snapshot FROM "{APP}"',
            ],
            [
                f'GRANT UPDATE, DELETE ON tenants_snapshot TO "{APP}"',
                f'GRANT UPDATE ON tenants_contribution TO "{APP}"',
                f'GRANT UPDATE, DELETE ON tenants_consent TO "{APP}"',
            ],
        ),
    ]
