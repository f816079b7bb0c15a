import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


TABLE = "governance_statement"
APP = settings.DATABASE_APP_ROLE
SAID = "UPDATE OF id, number, facts, made_at, made_by_id, token_hash OR DELETE"
# What was stated is never changed nor removed; its link is opened and closed.
KEPT = [
    migrations.RunSQL(
        [
            f"CREATE TRIGGER statement_never_changes BEFORE {SAID} ON {TABLE}"
            " FOR EACH ROW EXECUTE FUNCTION governance_refuse()"
        ],
        [f"DROP TRIGGER statement_never_changes ON {TABLE}"],
    ),
    migrations.RunSQL(
        [
            f"CREATE TRIGGER statement_never_empties BEFORE TRUNCATE ON {TABLE}"
            " FOR EACH STATEMENT EXECUTE FUNCTION governance_refuse()"
        ],
        [f"DROP TRIGGER statement_never_empties ON {TABLE}"],
    ),
    migrations.RunSQL(
        [f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER statement_never_changes"],
        [f"ALTER TABLE {TABLE} ENABLE TRIGGER statement_never_changes"],
    ),
    migrations.RunSQL(
        [f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER statement_never_empties"],
        [f"ALTER TABLE {TABLE} ENABLE TRIGGER statement_never_empties"],
    ),
    migrations.RunSQL(
        [f'REVOKE DELETE, TRUNCATE ON {TABLE} FROM "{APP}"'],
        [f'GRANT DELETE ON {TABLE} TO "{APP}"'],
    ),
]


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0075_literacy_uses'),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='subject_kind',
            field=models.CharField(choices=[('initiative', 'Initiative'), ('portfolio', 'Portfolio'), ('mandate', 'Mandate'), ('member', 'Member'), ('key', 'API key'), ('decision', 'Decision'), ('charter', 'Charter'), ('incident', 'Incident'), ('statement', 'Statement')], max_length=12),
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(unique=True)),
                ('facts', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('token_hash', models.BinaryField(max_length=32, unique=True)),
                ('link_opened_at', models.DateTimeField(null=True)),
                ('link_closed_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('link_closed_at__isnull', True), ('link_opened_at__isnull', False), _connector='OR'), name='statement_link_closed_after_it_was_open'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='statement_counts_from_1')],
            },
        ),
        *KEPT,
    ]
