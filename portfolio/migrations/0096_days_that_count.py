
import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0093_team_figures'),
    ]

    operations = [
        migrations.AddField(
            model_name='portfolio',
            name='bridge_days',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='portfolio',
            name='lost_days',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='portfolio',
            name='quiet_august',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
