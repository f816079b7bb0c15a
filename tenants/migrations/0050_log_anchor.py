"""Where each company's log stood, day by day: the app adds, and changes nothing."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tenants.ids

APP = settings.DATABASE_APP_ROLE


class Migration(migrations.Migration):
    dependencies = [("tenants", "0003_kept_forms")]

    operations = [
        migrations.CreateModel(
            name="LogAnchor",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.ids.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("on", models.DateField()),
                ("seq", models.BigIntegerField()),
                ("hash", models.BinaryField(max_length=32)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenants.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "on"), name="log_anchor_once_a_day"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            [f'REVOKE UPDATE, DELETE, TRUNCATE ON tenants_loganchor FROM "{APP}"'],
            [f'GRANT UPDATE, DELETE ON tenants_loganchor TO "{APP}"'],
        ),
    ]
