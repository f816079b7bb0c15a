
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0097_proposed_verdicts'),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='minutes',
            field=models.JSONField(null=True),
        ),
    ]
