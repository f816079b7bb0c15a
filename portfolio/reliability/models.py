from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tenants.ids import uuid7


class ToldChance(models.Model):
    """What was told of an objective in a month, to be held against what happened.

    `month` is its first day; `chance` from 0 to 1; `low` to `high` is the band of eight chances in
    ten at the date `target_on`, in the KPI's unit as `target` is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    objective = models.ForeignKey(
        "portfolio.Objective", on_delete=models.CASCADE, related_name="told_chances"
    )
    month = models.DateField()
    word = models.CharField(max_length=10)
    chance = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    target = models.FloatField()
    target_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["objective", "month"], name="told_chance_once_a_month"),
            models.CheckConstraint(
                condition=Q(chance__gte=0, chance__lte=1), name="told_chance_is_a_share"
            ),
            models.CheckConstraint(condition=Q(low__lte=F("high")), name="told_chance_band"),
        ]

    def __str__(self) -> str:
        return f"{self.word} told in {self.month:%Y-%m}"
