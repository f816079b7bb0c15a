"""How each initiative stands is stored; what is there already is read as true on no day."""

import django.db.models.deletion
import tenants.ids
from django.db import migrations, models


NEVER = "'0001-01-01', '0001-01-01', ''"
SEED = f"""
INSERT INTO portfolio_rollup
    (id, as_of, true_until, shape, badge, dashboard, portfolio, page, letters)
VALUES (1, {NEVER}, 0, '', '', '', '')
"""
STANDINGS = f"""
INSERT INTO portfolio_storedstanding
    (initiative_id, as_of, true_until, shape, state, is_engaged, health, legal_class, measured_on,
     budget, spent, committed, to_spend, card)
SELECT id, {NEVER}, state, state IN ('active', 'paused', 'completed')
    OR (state = 'stopped' AND started_on IS NOT NULL),
    '', '', (
        SELECT max(m."on") FROM portfolio_measurement m
        JOIN portfolio_objective o ON o.id = m.objective_id WHERE o.initiative_id = i.id
    ), 0, 0, 0, 0, '' FROM portfolio_initiative i
"""
DETAILS = """
INSERT INTO portfolio_standingdetail
    (initiative_id, detail, facts, aside, forecasts, sums, pending)
SELECT id, '', '', '', '', '', '' FROM portfolio_initiative
"""


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0004_mandate_engaged'),
        ('portfolio', '0002_protect_the_state'),
    ]

    operations = [
        migrations.CreateModel(
            name='StandingDetail',
            fields=[
                ('initiative', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='stored_detail', serialize=False, to='portfolio.initiative')),
                ('detail', models.TextField()),
                ('facts', models.TextField()),
                ('aside', models.TextField()),
                ('forecasts', models.TextField()),
                ('sums', models.TextField()),
                ('pending', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Rollup',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('as_of', models.DateField()),
                ('true_until', models.DateField()),
                ('shape', models.CharField(max_length=20)),
                ('badge', models.PositiveIntegerField(default=0)),
                ('dashboard', models.TextField()),
                ('portfolio', models.TextField()),
                ('page', models.TextField()),
                ('letters', models.TextField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='rollup_one_row')],
            },
        ),
        migrations.CreateModel(
            name='StoredStanding',
            fields=[
                ('initiative', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='stored', serialize=False, to='portfolio.initiative')),
                ('as_of', models.DateField()),
                ('true_until', models.DateField()),
                ('shape', models.CharField(max_length=20)),
                ('state', models.CharField(max_length=10)),
                ('is_engaged', models.BooleanField(default=False)),
                ('health', models.CharField(max_length=12)),
                ('legal_class', models.CharField(blank=True, max_length=30)),
                ('measured_on', models.DateField(null=True)),
                ('budget', models.BigIntegerField(default=0)),
                ('spent', models.BigIntegerField(default=0)),
                ('committed', models.BigIntegerField(default=0)),
                ('to_spend', models.BigIntegerField(default=0)),
                ('card', models.TextField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('is_engaged', True)), fields=['is_engaged'], name='standing_engaged'), models.Index(fields=['true_until'], name='standing_true_until'), models.Index(fields=['-measured_on'], name='standing_measured')],
            },
        ),
        migrations.CreateModel(
            name='SignalEvent',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=24)),
                ('raised_on', models.DateField()),
                ('cleared_on', models.DateField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_signals', to='governance.decision')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signal_events', to='portfolio.initiative')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('cleared_on__isnull', True)), fields=('initiative', 'code'), name='signal_event_raised_once')],
            },
        ),
        migrations.RunSQL([SEED, STANDINGS, DETAILS], migrations.RunSQL.noop),
    ]
