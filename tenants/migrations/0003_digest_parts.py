"""Parts of a person's mail of the week, and that it has left; the app may use their rows."""

import django.db.models.deletion
import tenants.ids
from django.conf import settings
from django.db import migrations, models

APP = settings.DATABASE_APP_ROLE


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0002_protection'),
    ]

    operations = [
        migrations.CreateModel(
            name='DigestPart',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('week', models.DateField()),
                ('sealed', models.BinaryField()),
                ('leaves_by', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.organization')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'organization', 'week'), name='digest_part_once_a_week')],
            },
        ),
        migrations.CreateModel(
            name='SentDigest',
            fields=[
                ('id', models.UUIDField(default=tenants.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('week', models.DateField()),
                ('sent_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'week'), name='sent_digest_once_a_week')],
            },
        ),
        migrations.RunSQL(
            [
                f'GRANT SELECT, INSERT, UPDATE, DELETE ON tenants_digestpart TO "{APP}"',
                f'GRANT SELECT, INSERT, DELETE ON tenants_sentdigest TO "{APP}"',
            ],
            [
                f'REVOKE ALL ON tenants_digestpart FROM "{APP}"',
                f'REVOKE ALL ON tenants_sentdigest FROM "{APP}"',
            ],
        ),
    ]
