from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from governance.register.models import RegisterEntry
from tenants.ids import uuid7


class VendorInquiry(models.Model):
    """Six questions on a tool of the register, answered once by link by whoever sells it.

    `answers` maps a question to its text; a later inquiry closes the one before. Once somebody has
    read it, the entry says on which day its vendor was looked at.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    answered_by = models.CharField(max_length=120, blank=True)
    answered_on = models.DateField(null=True)
    read_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    read_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(closed_at__isnull=True),
                name="vendor_inquiry_open_once",
            ),
            models.CheckConstraint(
                condition=Q(read_on__isnull=True) | Q(answered_on__isnull=False),
                name="vendor_inquiry_read_once_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"questions on {self.entry_id}"
