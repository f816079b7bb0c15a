from typing import ClassVar

from django.db import models

from governance.members.models import Member
from tenants.ids import uuid7


class MeasuringLink(models.Model):
    """By one mail a month somebody enters what is to be measured, without signing in.

    `month` is its first day; the link opens until `valid_until` and takes one sending, `used_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    valid_until = models.DateField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "month"], name="measuring_link_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
