from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_amounts")]

    operations = [
        migrations.AddField(
            model_name="triage",
            name="sources",
            field=models.JSONField(default=dict),
        ),
    ]
