import tenants.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0052_backup")]

    operations = [
        migrations.CreateModel(
            name="PublicMail",
            fields=[
                ("id", models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("given_up_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(given_up_at__isnull=True),
                        fields=["not_before"],
                        name="public_mail_waiting",
                    )
                ],
            },
        ),
    ]
