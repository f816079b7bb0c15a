from importlib import import_module

from django.db import migrations

FIRST = import_module("portfolio.migrations.0021_correct_and_return")
EARLIER = import_module("portfolio.migrations.0073_in_place")
KNOWN = [*EARLIER.KNOWN, ("completed", "stopped"), ("stopped", "completed")]


class Migration(migrations.Migration):
    """What is completed and costs more than it brings may stop, and a correction takes that back."""

    dependencies = [("portfolio", "0077_run_costs")]

    operations = [
        migrations.RunSQL(
            [FIRST.UNKNOWN, FIRST.known(KNOWN)],
            [FIRST.UNKNOWN, FIRST.known(EARLIER.KNOWN)],
        ),
    ]
