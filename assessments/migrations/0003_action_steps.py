import django.db.models.deletion
import tenants.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0002_invitations'),
        ('governance', '0002_protect_the_log'),
    ]

    operations = [
        migrations.CreateModel(
            name='RoadmapStep',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('action_id', models.CharField(max_length=8, unique=True)),
                ('state', models.CharField(choices=[('open', 'Open'), ('taken', 'Taken'), ('refused', 'Refused'), ('done', 'Done')], max_length=7)),
                ('due_on', models.DateField(null=True)),
                ('moves', models.JSONField(default=list)),
                ('reminded_for', models.DateField(null=True)),
                ('refused_until', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=600)),
                ('proof_text', models.CharField(blank=True, max_length=600)),
                ('proven_by_fact', models.BooleanField(default=False)),
                ('done_on', models.DateField(null=True)),
                ('decided_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roadmap_steps', to='assessments.assessment')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__regex', '^(open|taken|refused|done)$')), name='roadmap_step_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken'), _negated=True), models.Q(('due_on__isnull', False), ('owner__isnull', False)), _connector='OR'), name='roadmap_step_taken_has_owner_and_date'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refused_until__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='roadmap_step_refused_has_reason_and_date'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('done_on__isnull', False), models.Q(('proven_by_fact', True), models.Q(('proof_text', ''), _negated=True), _connector='OR')), _connector='OR'), name='roadmap_step_done_has_proof')],
            },
        ),
    ]
