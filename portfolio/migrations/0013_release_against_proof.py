from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0012_day_price'),
    ]

    operations = [
        migrations.AddField(
            model_name='tranche',
            name='against_proof',
            field=models.BooleanField(default=False),
        ),
    ]
