"""A mandate says what the decisions taken on it engaged; until now the log was summed up."""

from django.db import migrations, models

FROM_THE_LOG = """
UPDATE governance_mandate m SET engaged = d.total FROM (
    SELECT mandate_id, sum((facts ->> 'amount')::numeric(14, 2)) AS total
    FROM governance_decision
    WHERE mandate_id IS NOT NULL AND facts ->> 'amount' IS NOT NULL GROUP BY mandate_id
) d WHERE d.mandate_id = m.id
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_literacy")]

    operations = [
        migrations.AddField(
            model_name="mandate",
            name="engaged",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=14),
        ),
        migrations.RunSQL([FROM_THE_LOG], migrations.RunSQL.noop),
    ]
