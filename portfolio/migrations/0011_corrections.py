import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0003_amounts'),
        ('portfolio', '0010_amounts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='measurement',
            name='measurement_once_a_day',
        ),
        migrations.AddField(
            model_name='expense',
            name='cancellable_until',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='expense',
            name='reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='expense',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='portfolio.expense'),
        ),
        migrations.AddField(
            model_name='expense',
            name='reverses',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='portfolio.expense'),
        ),
        migrations.AddField(
            model_name='expense',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='measurement',
            name='reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='measurement',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='portfolio.measurement'),
        ),
        migrations.AddField(
            model_name='measurement',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='measurement',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='measurement',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.member'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(('is_commitment', False), ('amount__gt', 0), ('reverses__isnull', False), _connector='OR'), name='expense_order_positive'),
        ),
        migrations.AddConstraint(
            model_name='expense',
            constraint=models.CheckConstraint(condition=models.Q(('reverses__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='expense_reversal_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='measurement',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('objective', 'on'), name='measurement_once_a_day'),
        ),
    ]
