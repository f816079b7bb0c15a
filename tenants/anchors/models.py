"""Where each company's log stood at the end of a day, kept outside its schema."""

from typing import ClassVar

from django.db import models

from tenants.companies.models import Organization
from tenants.ids import uuid7


class LogAnchor(models.Model):
    """That day, the entry `seq` of the company's log was the newest and had this hash.

    The app can only add; what was cut from a log afterwards is missed here.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    seq = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "on"], name="log_anchor_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.seq}"
