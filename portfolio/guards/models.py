from typing import ClassVar

from django.db import models

from governance.members.models import Member
from portfolio.objectives.models import counted, ratio_of
from portfolio.objectives.rules import Ratio
from tenants.ids import uuid7


class GuardRail(models.Model):
    """What an initiative must not make worse: a KPI and its limit, in `unit`.

    `direction` is which way the KPI is better: less than the limit, or more. `first_limit` stays
    for ever, so that a limit that was moved is seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.OneToOneField(
        "portfolio.Initiative", on_delete=models.CASCADE, related_name="guard"
    )
    kpi = models.CharField(max_length=160)
    unit = models.CharField(max_length=20)
    direction = models.CharField(max_length=4)
    limit = models.DecimalField(max_digits=14, decimal_places=3)
    first_limit = models.DecimalField(max_digits=14, decimal_places=3)
    cadence_days = models.PositiveSmallIntegerField(default=30)
    set_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.kpi


class GuardReading(models.Model):
    """The value of a guard rail on one day; told anew, a day keeps the last word."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    guard = models.ForeignKey(GuardRail, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=3)
    part = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    whole = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    by_link = models.BooleanField(default=False, db_default=False)
    recorded_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("on",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["guard", "on"], name="guard_once_a_day"),
            counted("part", "whole", name="guard_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"

    @property
    def ratio(self) -> Ratio | None:
        """What was counted, where it was."""
        return ratio_of(self.part, self.whole)
