from typing import ClassVar

from django.db import models

from governance.members.models import Member
from tenants.ids import uuid7


class WeeklyMail(models.Model):
    """The one mail that a person has in a week, and the link in it.

    `week` is its Monday. Behind the link numbers and ticks are entered without signing in: it opens
    until `valid_until` and takes one sending, `used_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    week = models.DateField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    valid_until = models.DateField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "week"], name="weekly_mail_once_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.week:%Y-%m-%d}"
