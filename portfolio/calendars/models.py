from typing import ClassVar

from django.db import models

from governance.members.models import Member
from tenants.ids import uuid7


class CompanyCalendar(models.Model):
    """The secret address of the company's calendar, one at most; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    is_the_one = models.BooleanField(unique=True, default=True)
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(is_the_one=True), name="company_calendar_one"
            ),
        ]

    def __str__(self) -> str:
        return "calendar of the company"
