from importlib import import_module

from django.db import migrations

EARLIER = import_module("portfolio.migrations.0021_correct_and_return")
ADOPTED = import_module("portfolio.migrations.0066_adopted_step")
KNOWN = [*ADOPTED.KNOWN, ("proposed", "archived"), ("archived", "proposed")]


class Migration(migrations.Migration):
    """A proposal whose trial led to a use in place is archived by the system, and revived."""

    dependencies = [("portfolio", "0072_notes")]

    operations = [
        migrations.RunSQL(
            [EARLIER.UNKNOWN, EARLIER.known(KNOWN)],
            [EARLIER.UNKNOWN, EARLIER.known(ADOPTED.KNOWN)],
        ),
    ]
