
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0090_authority_requests'),
    ]

    operations = [
        migrations.AddField(
            model_name='portfolio',
            name='team_figures',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
