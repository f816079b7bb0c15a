import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("governance", "0050_decision_subject")]

    operations = [
        migrations.AlterField(
            model_name="outboxmessage",
            name="recipient",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="governance.member",
            ),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="address",
            field=models.EmailField(blank=True, default="", max_length=254),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("address", ""), ("recipient__isnull", False))
                | (models.Q(("recipient__isnull", True)) & ~models.Q(("address", ""))),
                name="outbox_to_one",
            ),
        ),
    ]
