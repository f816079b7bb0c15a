
import django.db.models.deletion
import portfolio.reviews.choices
import tenants.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0078_webhooks'),
        ('portfolio', '0096_days_that_count'),
    ]

    operations = [
        migrations.AddField(
            model_name='review',
            name='asked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='ProposedVerdict',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('verdict', models.CharField(max_length=10)),
                ('reason', models.CharField(max_length=600)),
                ('lesson', models.CharField(blank=True, default='', max_length=1000)),
                ('restart_on', models.DateField(null=True)),
                ('seen', models.JSONField()),
                ('proposed_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, default='', max_length=9)),
                ('settled_at', models.DateTimeField(null=True)),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='portfolio.reviewitem')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at__isnull', True)), fields=('item',), name='proposed_verdict_waits_once'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at__isnull', True)), models.Q(('outcome', portfolio.reviews.choices.ProposalOutcome['CONFIRMED']), ('settled_at__isnull', False)), models.Q(('outcome', portfolio.reviews.choices.ProposalOutcome['CHANGED']), ('settled_at__isnull', False)), models.Q(('outcome', portfolio.reviews.choices.ProposalOutcome['REPLACED']), ('settled_at__isnull', False)), _connector='OR'), name='proposed_verdict_settled_whole')],
            },
        ),
    ]
