from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0010_founding")]

    operations = [
        migrations.AddField("membership", "joined_at", models.DateTimeField(null=True)),
        # Who was listed until now belongs to the company.
        migrations.RunSQL(
            "UPDATE tenants_membership SET joined_at = created_at",
            migrations.RunSQL.noop,
        ),
    ]
