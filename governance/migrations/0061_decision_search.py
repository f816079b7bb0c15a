"""What an entry of the log is searched by: folded, and kept so by the database itself."""

from django.db import migrations

from tenants.texts import FOLDED


class Migration(migrations.Migration):
    dependencies = [("governance", "0060_register")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE governance_decision ADD COLUMN search_key text"
            f" GENERATED ALWAYS AS ({FOLDED.format('reason')}) STORED",
            "ALTER TABLE governance_decision DROP COLUMN search_key",
        ),
    ]
