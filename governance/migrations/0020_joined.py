from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0041_letter_discussed")]

    operations = [
        migrations.AlterField("member", "joined_at", models.DateTimeField(null=True)),
    ]
