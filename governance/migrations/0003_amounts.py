from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0002_protection'),
    ]

    operations = [
        migrations.AlterField(
            model_name='mandate',
            name='ceiling_per_decision',
            field=models.DecimalField(decimal_places=2, max_digits=12),
        ),
        migrations.AlterField(
            model_name='mandate',
            name='ceiling_total',
            field=models.DecimalField(decimal_places=2, max_digits=12),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('ceiling_per_decision__gte', 0), ('ceiling_total__gte', 0)), name='mandate_ceilings_not_negative'),
        ),
    ]
