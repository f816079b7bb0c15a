
import django.db.models.deletion
import tenants.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0078_webhooks'),
        ('portfolio', '0098_review_minutes'),
    ]

    operations = [
        migrations.CreateModel(
            name='QuarterPaper',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('quarter', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('facts', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('quarter',), name='quarter_paper_once_a_quarter'), models.CheckConstraint(condition=models.Q(('quarter__day', 1)), name='quarter_paper_quarter_is_its_first_day')],
            },
        ),
        migrations.CreateModel(
            name='QuarterAsk',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'No'), ('later', 'Later')], default='', max_length=5)),
                ('sentence', models.CharField(blank=True, default='', max_length=600)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='portfolio.quarterpaper')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('sentence', '')), models.Q(('answered_at__isnull', False), ('sentence__gt', ''), models.Q(('answer', 'yes'), ('answer', 'no'), ('answer', 'later'), _connector='OR')), _connector='OR'), name='quarter_ask_answered_whole')],
            },
        ),
    ]
