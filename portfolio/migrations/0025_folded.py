"""What an initiative is searched and sorted by: folded, and kept so by the database itself."""

from django.db import migrations

from tenants.texts import FOLDED

COLUMNS = {
    "title_key": "title",
    "search_key": "title || ' ' || summary || ' ' || beneficiaries",
}


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0021_correct_and_return")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE portfolio_initiative ADD COLUMN {name} text"
            f" GENERATED ALWAYS AS ({FOLDED.format(f'({said})')}) STORED",
            f"ALTER TABLE portfolio_initiative DROP COLUMN {name}",
        )
        for name, said in COLUMNS.items()
    ]
