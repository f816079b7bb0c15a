import tenants.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0089_guard_rails_and_counts'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoardPaper',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('month', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('facts', models.TextField()),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('month',), name='board_paper_once_a_month'),
                    models.CheckConstraint(condition=models.Q(('month__day', 1)), name='board_paper_month_is_its_first_day'),
                ],
            },
        ),
    ]
