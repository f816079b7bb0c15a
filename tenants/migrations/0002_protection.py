"""What the owner makes, the app may use: rows in tables, never their structure."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_APP_ROLE


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                f'GRANT USAGE ON SCHEMA public TO "{APP}"',
                f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{APP}"',
                f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{APP}"',
                f'REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{APP}"',
                # A company's row is made by the provisioner, names its schema for ever, and stays.
                f'REVOKE INSERT, UPDATE, DELETE ON tenants_organization FROM "{APP}"',
                "GRANT UPDATE (name, state, cell, timezone, language, is_demo, opened_at,"
                f' closed_at) ON tenants_organization TO "{APP}"',
                # The rights above give all; what is proof or frozen is held by the database.
                f'REVOKE UPDATE, DELETE ON tenants_consent FROM "{APP}"',
                f'GRANT UPDATE (withdrawn_by, withdrawn_at) ON tenants_consent TO "{APP}"',
                f'REVOKE UPDATE ON tenants_contribution FROM "{APP}"',
                f'REVOKE UPDATE, DELETE ON tenants_snapshot FROM "{APP}"',
                f'REVOKE UPDATE ON tenants_sentdigest FROM "{APP}"',
                # Where each company's log stood, day by day: the app adds, and changes nothing.
                f'REVOKE UPDATE, DELETE, TRUNCATE ON tenants_loganchor FROM "{APP}"',
            ],
            [
                f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{APP}"',
                f'REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM "{APP}"',
            ],
        ),
    ]
