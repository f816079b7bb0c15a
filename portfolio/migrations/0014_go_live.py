from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0013_release_against_proof'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='live_expected_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='initiative',
            name='live_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='initiative',
            name='live_promised_on',
            field=models.DateField(null=True),
        ),
    ]
