from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0011_corrections'),
    ]

    operations = [
        migrations.AddField(
            model_name='portfolio',
            name='day_price',
            field=models.DecimalField(decimal_places=2, default=350, max_digits=12),
        ),
        migrations.AddConstraint(
            model_name='portfolio',
            constraint=models.CheckConstraint(condition=models.Q(('day_price__gt', 0)), name='portfolio_day_price_positive'),
        ),
    ]
