
import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models


KEPT = ("governance_charterversion", "governance_chartersignature")
APP = settings.DATABASE_APP_ROLE


def kept(table: str) -> list[migrations.RunSQL]:
    """What was written there is never changed nor removed."""
    name = table.removeprefix("governance_")
    return [
        migrations.RunSQL(
            [
                f"CREATE TRIGGER {name}_never_changes BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION governance_refuse()"
            ],
            [f"DROP TRIGGER {name}_never_changes ON {table}"],
        ),
        migrations.RunSQL(
            [
                f"CREATE TRIGGER {name}_never_empties BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION governance_refuse()"
            ],
            [f"DROP TRIGGER {name}_never_empties ON {table}"],
        ),
        migrations.RunSQL(
            [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_never_changes"],
            [f"ALTER TABLE {table} ENABLE TRIGGER {name}_never_changes"],
        ),
        migrations.RunSQL(
            [f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_never_empties"],
            [f"ALTER TABLE {table} ENABLE TRIGGER {name}_never_empties"],
        ),
        migrations.RunSQL(
            [f'REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM "{APP}"'],
            [f'GRANT UPDATE, DELETE ON {table} TO "{APP}"'],
        ),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0069_stand_ins'),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='subject_kind',
            field=models.CharField(choices=[('initiative', 'Initiative'), ('portfolio', 'Portfolio'), ('mandate', 'Mandate'), ('member', 'Member'), ('key', 'API key'), ('decision', 'Decision'), ('charter', 'Charter')], max_length=12),
        ),
        migrations.CreateModel(
            name='CharterVersion',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(unique=True)),
                ('text', models.JSONField()),
                ('effective_from', models.DateField()),
                ('review_on', models.DateField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
            ],
        ),
        migrations.CreateModel(
            name='CharterSignature',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('folded', models.CharField(blank=True, max_length=120)),
                ('signed_at', models.DateTimeField()),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='governance.charterversion')),
            ],
        ),
        migrations.CreateModel(
            name='Charter',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('headcount', models.PositiveIntegerField(null=True)),
                ('draft', models.JSONField(null=True)),
                ('drafted_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='charter_one_row'), models.CheckConstraint(condition=models.Q(models.Q(('draft__isnull', True), ('drafted_at__isnull', True), ('drafted_by__isnull', True)), models.Q(('draft__isnull', False), ('drafted_at__isnull', False), ('drafted_by__isnull', False)), _connector='OR'), name='charter_draft_has_its_author'), models.CheckConstraint(condition=models.Q(('headcount__isnull', True), ('headcount__range', (1, 1000000)), _connector='OR'), name='charter_headcount_of_people')],
            },
        ),
        migrations.CreateModel(
            name='CharterRequest',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', models.CharField(max_length=600)),
                ('asked_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='charter_request_closed_by_somebody')],
            },
        ),
        migrations.AddConstraint(
            model_name='charterversion',
            constraint=models.CheckConstraint(condition=models.Q(('review_on__gt', models.F('effective_from'))), name='charter_version_review_after_start'),
        ),
        migrations.AddConstraint(
            model_name='charterversion',
            constraint=models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='charter_version_counts_from_1'),
        ),
        migrations.AddConstraint(
            model_name='chartersignature',
            constraint=models.UniqueConstraint(condition=models.Q(('member__isnull', False)), fields=('of', 'member'), name='charter_signed_once_by_member'),
        ),
        migrations.AddConstraint(
            model_name='chartersignature',
            constraint=models.UniqueConstraint(condition=models.Q(('member__isnull', True)), fields=('of', 'folded'), name='charter_signed_once_by_name'),
        ),
        migrations.AddConstraint(
            model_name='chartersignature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('folded', ''), ('member__isnull', False), ('name', '')), models.Q(('member__isnull', True), models.Q(('name', ''), _negated=True), models.Q(('folded', ''), _negated=True)), _connector='OR'), name='charter_signed_by_somebody'),
        ),
        *(step for table in KEPT for step in kept(table)),
    ]
