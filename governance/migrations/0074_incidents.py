
import django.db.models.deletion
import tenants.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0073_team_page'),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='subject_kind',
            field=models.CharField(choices=[('initiative', 'Initiative'), ('portfolio', 'Portfolio'), ('mandate', 'Mandate'), ('member', 'Member'), ('key', 'API key'), ('decision', 'Decision'), ('charter', 'Charter'), ('incident', 'Incident')], max_length=12),
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(max_length=600)),
                ('tool', models.CharField(blank=True, max_length=120)),
                ('affects', models.CharField(blank=True, max_length=300)),
                ('done', models.CharField(blank=True, max_length=600)),
                ('severity', models.CharField(choices=[('low', 'Low'), ('medium', 'Medium'), ('high', 'High')], default='medium', max_length=6)),
                ('personal_data', models.BooleanField(default=False)),
                ('known_at', models.DateTimeField()),
                ('reported_at', models.DateTimeField()),
                ('authority', models.CharField(blank=True, choices=[('', 'Not settled yet'), ('told', 'The CNIL was told'), ('no_risk', 'No risk to anybody, because…')], max_length=7)),
                ('authority_at', models.DateTimeField(null=True)),
                ('authority_note', models.CharField(blank=True, max_length=600)),
                ('lesson', models.CharField(blank=True, max_length=600)),
                ('closed_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='governance.registerentry')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member')),
            ],
            options={
                'indexes': [models.Index(fields=['-reported_at'], name='incident_newest_first')],
                'constraints': [models.CheckConstraint(condition=models.Q(('severity__regex', '^(low|medium|high)$')), name='incident_severity_known'), models.CheckConstraint(condition=models.Q(models.Q(('authority', ''), ('authority_at__isnull', True)), models.Q(models.Q(('authority', ''), _negated=True), ('authority_at__isnull', False), models.Q(('authority_note', ''), _negated=True)), _connector='OR'), name='incident_authority_answer_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), models.Q(('lesson', ''), _negated=True)), _connector='OR'), name='incident_closed_with_its_lesson'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), ('personal_data', False), models.Q(('authority', ''), _negated=True), _connector='OR'), name='incident_closed_once_authority_settled')],
            },
        ),
    ]
