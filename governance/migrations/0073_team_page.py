
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0072_charter'),
    ]

    operations = [
        migrations.AddField(
            model_name='member',
            name='on_team_page',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
