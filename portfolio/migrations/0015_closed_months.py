import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0014_go_live'),
    ]

    operations = [
        migrations.AddField(
            model_name='portfolio',
            name='closed_months',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), db_default=[], default=list, size=None),
        ),
    ]
