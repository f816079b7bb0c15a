from typing import ClassVar

from django.conf import settings
from django.db import models

from tenants.ids import uuid7


class PersonCalendar(models.Model):
    """The secret address of one person's calendar, across companies; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user"], name="person_calendar_one"),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
