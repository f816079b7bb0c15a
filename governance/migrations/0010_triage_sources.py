from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_protection")]

    operations = [
        migrations.AddField(
            model_name="triage",
            name="sources",
            field=models.JSONField(default=dict),
        ),
    ]
