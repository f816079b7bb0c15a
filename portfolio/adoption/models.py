from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from governance.members.models import Member
from tenants.ids import uuid7


class AdoptionReading(models.Model):
    """How many of the people concerned used it on one day; told anew, a day keeps the last word."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(
        "portfolio.Initiative", on_delete=models.CASCADE, related_name="adoption"
    )
    on = models.DateField()
    using = models.PositiveIntegerField()
    concerned = models.PositiveIntegerField()
    by_link = models.BooleanField(default=False, db_default=False)
    recorded_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("on",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "on"], name="adoption_once_a_day"),
            models.CheckConstraint(
                condition=Q(concerned__gt=0, using__lte=F("concerned")),
                name="adoption_within_people_concerned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.using} of {self.concerned} on {self.on}"

    @property
    def share(self) -> float:
        """The share of the people concerned who use it, in 0–1."""
        return self.using / self.concerned
