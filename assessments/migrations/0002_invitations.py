"""Several respondents: invitations, the voices of an assessment, and a team that nobody can name.

Who answered as a member so far was never promised to stay unknown: those voices become managers'.
"""

import django.db.models.deletion
import tenants.ids
from django.db import migrations, models


NAMED = "UPDATE assessments_respondent SET role = 'manager' WHERE role = 'team'"


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0001_initial'),
        ('governance', '0002_protect_the_log'),
    ]

    operations = [
        migrations.AddField(
            model_name='assessment',
            name='voices',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='respondent',
            name='is_finished',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='respondent',
            name='token_hash',
            field=models.BinaryField(max_length=32, null=True, unique=True),
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('boss', 'Boss'), ('captain', 'Captain'), ('manager', 'Manager'), ('team', 'Team')], max_length=8)),
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
        migrations.AddField(
            model_name='respondent',
            name='invitation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='respondents', to='assessments.invitation'),
        ),
        migrations.RunSQL(NAMED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='respondent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'team'), _negated=True), models.Q(('invitation__isnull', True), ('member__isnull', True)), _connector='OR'), name='respondent_team_is_nobody'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('entered__lte', models.F('most'))), name='invitation_holds_most'),
        ),
    ]
