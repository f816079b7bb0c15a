from importlib import import_module

from django.db import migrations

EARLIER = import_module("portfolio.migrations.0021_correct_and_return")
KNOWN = [*EARLIER.AFTER, ("proposed", "active"), ("active", "proposed")]


class Migration(migrations.Migration):
    """What is taken over is active at once, and a correction takes that back."""

    dependencies = [("portfolio", "0065_takeover")]

    operations = [
        migrations.RunSQL(
            [EARLIER.UNKNOWN, EARLIER.known(KNOWN)],
            [EARLIER.UNKNOWN, EARLIER.known(EARLIER.AFTER)],
        ),
    ]
