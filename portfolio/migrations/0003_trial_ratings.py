import django.db.models.deletion
import tenants.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0002_protection'),
        ('portfolio', '0002_protection'),
    ]

    operations = [
        migrations.CreateModel(
            name='TrialRating',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('rating', models.CharField(blank=True, choices=[('useful', 'Useful'), ('mixed', 'So-so'), ('useless', 'Not useful')], max_length=10)),
                ('rated_at', models.DateTimeField(null=True)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
                ('trial', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='portfolio.trial')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('trial', 'member'), name='trial_rating_once'), models.CheckConstraint(condition=models.Q(models.Q(('rated_at', None), ('rating', '')), models.Q(models.Q(('rating', ''), _negated=True), ('rated_at__isnull', False)), _connector='OR'), name='trial_rating_has_its_time')],
            },
        ),
    ]
