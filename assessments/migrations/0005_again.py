"""A renewed assessment: its plan, its proposal, and the answers that were carried over.

The companies that have a completed assessment wait for their proposal from now on.
"""

from django.db import migrations, models

WAIT = """
INSERT INTO public.tenants_duework (id, organization_id, job, due_at, attempts)
SELECT gen_random_uuid(), canary.organization_id, 'assessments.propose',
       max(assessment.completed_at) + interval '182 days', 0
  FROM assessments_assessment AS assessment
  JOIN governance_canary AS canary ON canary.id = 1
  JOIN public.tenants_organization AS company ON company.id = canary.organization_id
 WHERE assessment.state = 'completed'
 GROUP BY canary.organization_id
    ON CONFLICT (organization_id, job) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_skills")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="carried",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="assessment",
            name="again_proposed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assessment",
            name="again_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="assessment",
            name="plan",
            field=models.JSONField(null=True),
        ),
        migrations.RunSQL(sql=WAIT, reverse_sql=migrations.RunSQL.noop),
    ]
