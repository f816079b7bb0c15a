import django.db.models.deletion
import tenants.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('governance', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ObservedFact',
            fields=[
                ('key', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('value', models.JSONField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('questionnaire_version', models.CharField(max_length=12)),
                ('state', models.CharField(choices=[('open', 'Open'), ('completed', 'Completed'), ('expired', 'Expired')], max_length=10)),
                ('started_at', models.DateTimeField()),
                ('completed_at', models.DateTimeField(null=True)),
                ('engine_version', models.CharField(blank=True, max_length=12)),
                ('result', models.JSONField(null=True)),
                ('advice', models.JSONField(null=True)),
                ('voices', models.JSONField(null=True)),
                ('plan', models.JSONField(null=True)),
                ('again_from', models.DateTimeField(null=True)),
                ('again_proposed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='governance.member')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('boss', 'Executive'), ('captain', 'AI captain'), ('manager', 'Manager'), ('team', 'Team')], max_length=8)),
                ('token_hash', models.BinaryField(max_length=32, null=True, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('most', models.PositiveSmallIntegerField(default=1)),
                ('entered', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='assessments.assessment')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
            ],
        ),
        migrations.CreateModel(
            name='Respondent',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('boss', 'Executive'), ('captain', 'AI captain'), ('manager', 'Manager'), ('team', 'Team')], max_length=8)),
                ('token_hash', models.BinaryField(max_length=32, null=True, unique=True)),
                ('is_finished', models.BooleanField(default=False)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='respondents', to='assessments.assessment')),
                ('invitation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='respondents', to='assessments.invitation')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(max_length=8)),
                ('item_version', models.PositiveSmallIntegerField()),
                ('value', models.JSONField()),
                ('answered_at', models.DateTimeField()),
                ('carried', models.BooleanField(default=False)),
                ('respondent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='assessments.respondent')),
            ],
        ),
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
        ),
        migrations.CreateModel(
            name='SkillLevel',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('skill', models.CharField(max_length=12)),
                ('level', models.CharField(choices=[('none', 'Not yet'), ('learning', 'Is learning'), ('able', 'Can do it'), ('teacher', 'Can teach it')], max_length=8)),
                ('updated_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skill_levels', to='governance.member')),
            ],
        ),
        migrations.CreateModel(
            name='SkillPlan',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('skill', models.CharField(max_length=12)),
                ('way', models.CharField(choices=[('train', 'Train'), ('hire', 'Hire'), ('buy', 'Buy')], max_length=5)),
                ('by_on', models.DateField()),
                ('note', models.TextField(blank=True)),
                ('done_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('measure', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan', to='governance.literacymeasure')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skill_plans', to='governance.member')),
            ],
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('state',), name='assessment_one_open'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'completed'), _negated=True), models.Q(('completed_at__isnull', False), ('result__isnull', False)), _connector='OR'), name='assessment_completed_has_result'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('entered__lte', models.F('most'))), name='invitation_holds_most'),
        ),
        migrations.AddConstraint(
            model_name='respondent',
            constraint=models.UniqueConstraint(fields=('assessment', 'member'), name='respondent_once'),
        ),
        migrations.AddConstraint(
            model_name='respondent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'team'), _negated=True), models.Q(('invitation__isnull', True), ('member__isnull', True)), _connector='OR'), name='respondent_team_is_nobody'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('respondent', 'item'), name='answer_once'),
        ),
        migrations.AddConstraint(
            model_name='roadmapstep',
            constraint=models.CheckConstraint(condition=models.Q(('state__regex', '^(open|taken|refused|done)$')), name='roadmap_step_state_known'),
        ),
        migrations.AddConstraint(
            model_name='roadmapstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken'), _negated=True), models.Q(('due_on__isnull', False), ('owner__isnull', False)), _connector='OR'), name='roadmap_step_taken_has_owner_and_date'),
        ),
        migrations.AddConstraint(
            model_name='roadmapstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('refused_until__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='roadmap_step_refused_has_reason_and_date'),
        ),
        migrations.AddConstraint(
            model_name='roadmapstep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('done_on__isnull', False), models.Q(('proven_by_fact', True), models.Q(('proof_text', ''), _negated=True), _connector='OR')), _connector='OR'), name='roadmap_step_done_has_proof'),
        ),
        migrations.AddConstraint(
            model_name='skilllevel',
            constraint=models.UniqueConstraint(fields=('member', 'skill'), name='skill_level_once'),
        ),
        migrations.AddConstraint(
            model_name='skilllevel',
            constraint=models.CheckConstraint(condition=models.Q(('level__regex', '^(none|learning|able|teacher)$')), name='skill_level_known'),
        ),
        migrations.AddConstraint(
            model_name='skillplan',
            constraint=models.UniqueConstraint(condition=models.Q(('done_on__isnull', True)), fields=('skill',), name='skill_plan_one_open'),
        ),
        migrations.AddConstraint(
            model_name='skillplan',
            constraint=models.CheckConstraint(condition=models.Q(('way__regex', '^(train|hire|buy)$')), name='skill_plan_way_known'),
        ),
        migrations.AddConstraint(
            model_name='skillplan',
            constraint=models.CheckConstraint(condition=models.Q(('measure__isnull', True), models.Q(('done_on__isnull', False), ('way', 'train')), _connector='OR'), name='skill_plan_measure_of_training'),
        ),
    ]
