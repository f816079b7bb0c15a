from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.initiatives.models import Initiative
from tenants.ids import uuid7


class StopCriterion(models.Model):
    """A condition written before the spending: when it is met, continuing needs a sentence.

    `metric` is a `StopMetric`; `value` is a share from 0 to 1, whole euros for `spend`, or for
    `overrun` the forecast cost as a multiple of the budget, while half of the gain is missing.
    A changed criterion is a new row; the old one keeps its `superseded_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="criteria")
    metric = models.CharField(max_length=12)
    comparison = models.CharField(max_length=5)
    value = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    by_date = models.DateField(null=True)
    set_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(metric__regex=f"^({'|'.join(StopMetric)})$")
                & Q(comparison__regex=f"^({'|'.join(PortfolioComparison)})$"),
                name="stop_criterion_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.comparison} {self.value}"
