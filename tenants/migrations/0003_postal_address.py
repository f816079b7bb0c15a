"""The postal address of a company, which the application may change."""

from django.conf import settings
from django.db import migrations, models

APP = settings.DATABASE_APP_ROLE


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0002_protection'),
    ]

    operations = [
        migrations.AddField(
            model_name='organization',
            name='postal_address',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.RunSQL(
            f'GRANT UPDATE (postal_address) ON tenants_organization TO "{APP}"',
            f'REVOKE UPDATE (postal_address) ON tenants_organization FROM "{APP}"',
        ),
    ]
