"""Uses of the register have duties of the law as well; what their checks ask already becomes tasks."""

import django.db.models.deletion
from django.db import migrations, models

from governance.law.rules.triage import evaluate
from governance.law.selectors import law
from portfolio.obligations.rules import ELSEWHERE_OF_ENTRY, tasks_of


def begin(apps, schema_editor):
    """A check under the law of today gives its tasks; one under a former law is asked again."""
    entries = apps.get_model("governance", "RegisterEntry").objects
    tasks = apps.get_model("portfolio", "LegalTask").objects
    now = law()
    for row in entries.filter(law_version=now.version).exclude(law_class=""):
        found = evaluate(law=now, answers=row.law_answers, as_of=row.classified_on)
        for one in tasks_of(found.obligations, elsewhere=ELSEWHERE_OF_ENTRY):
            tasks.create(entry=row, code=one.id, article=one.article, from_on=one.from_date)
    # The index that is made at the end waits for no check of these rows.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def end(apps, _schema_editor):
    apps.get_model("portfolio", "LegalTask").objects.exclude(entry=None).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0002_protection'),
        ('portfolio', '0003_trial_ratings'),
    ]

    operations = [
        migrations.AddField(
            model_name='legaltask',
            name='entry',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='governance.registerentry'),
        ),
        migrations.AlterField(
            model_name='legaltask',
            name='initiative',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portfolio.initiative'),
        ),
        migrations.AddConstraint(
            model_name='legaltask',
            constraint=models.UniqueConstraint(fields=('entry', 'code'), name='legal_task_once_of_entry'),
        ),
        migrations.AddConstraint(
            model_name='legaltask',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entry__isnull', False), ('initiative', None)), models.Q(('entry', None), ('initiative__isnull', False)), _connector='OR'), name='legal_task_of_one_use'),
        ),
        migrations.RunPython(begin, end),
    ]
