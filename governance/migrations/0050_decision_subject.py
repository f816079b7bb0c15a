"""A decision can be named together with what it is about, so that a tie cannot lie."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0010_triage_sources")]

    operations = [
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=["id", "subject_id"], name="decision_and_its_subject"
            ),
        ),
    ]
