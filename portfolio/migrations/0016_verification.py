import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0003_amounts'),
        ('portfolio', '0015_closed_months'),
    ]

    operations = [
        migrations.AddField(
            model_name='objective',
            name='verification',
            field=models.CharField(blank=True, db_default='', default='', max_length=10),
        ),
        migrations.AddField(
            model_name='objective',
            name='hours_used_for',
            field=models.CharField(blank=True, db_default='', default='', max_length=160),
        ),
        migrations.AddField(
            model_name='objective',
            name='verified_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member'),
        ),
        migrations.AddField(
            model_name='objective',
            name='verified_on',
            field=models.DateField(null=True),
        ),
    ]
