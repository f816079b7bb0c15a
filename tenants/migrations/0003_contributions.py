"""What companies lend: consents stay as proof, contributions come and go, snapshots are frozen."""

import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models

APP = settings.DATABASE_APP_ROLE


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0002_grants'),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.SlugField(db_index=False, max_length=20)),
                ('period', models.CharField(max_length=6)),
                ('document', models.JSONField()),
                ('basis', models.JSONField()),
                ('frozen_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'period'), name='snapshot_once'), models.CheckConstraint(condition=models.Q(('period__regex', '^[0-9]{4}Q[1-4]$')), name='snapshot_of_a_quarter')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.SlugField(db_index=False, max_length=20)),
                ('given_by', models.UUIDField()),
                ('given_at', models.DateTimeField()),
                ('withdrawn_by', models.UUIDField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('organization', 'kind'), name='consent_one_stands'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='consent_withdrawn_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.SlugField(db_index=False, max_length=20)),
                ('source', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('document', models.JSONField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.organization')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'at'], name='contribution_by_date')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'kind', 'source'), name='contribution_once')],
            },
        ),
        migrations.RunSQL(
            [
                # The default rights give all; what is proof or frozen is held by the database.
                f'REVOKE UPDATE, DELETE ON tenants_consent FROM "{APP}"',
                f'GRANT UPDATE (withdrawn_by, withdrawn_at) ON tenants_consent TO "{APP}"',
                f'REVOKE UPDATE ON tenants_contribution FROM "{APP}"',
                f'REVOKE UPDATE, DELETE ON tenants_snapshot FROM "{APP}"',
            ],
            [
                f'GRANT UPDATE, DELETE ON tenants_snapshot TO "{APP}"',
                f'GRANT UPDATE ON tenants_contribution TO "{APP}"',
                f'GRANT UPDATE, DELETE ON tenants_consent TO "{APP}"',
            ],
        ),
    ]
