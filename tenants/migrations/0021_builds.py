from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0020_public_mail")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="build",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.AddField(
            model_name="organization",
            name="witness",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddField(
            model_name="organization",
            name="drift",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
