from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.decisions.models import Decision
from governance.members.models import Member
from tenants.ids import uuid7


class Tranche(models.Model):
    """A part of an initiative's budget in whole euros, released by a decision."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(
        "portfolio.Initiative", on_delete=models.CASCADE, related_name="tranches"
    )
    position = models.PositiveSmallIntegerField()
    amount = models.PositiveIntegerField()
    proof = models.CharField(max_length=200, blank=True)
    released_by = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="tranches"
    )
    released_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "position"], name="tranche_position"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} €"


class Expense(models.Model):
    """Money of one initiative in whole euros: committed ahead, or already incurred.

    A commitment stays open until the expense that `settles` it is recorded.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(
        "portfolio.Initiative", on_delete=models.CASCADE, related_name="expenses"
    )
    on = models.DateField()
    amount = models.PositiveIntegerField()
    label = models.CharField(max_length=160)
    is_commitment = models.BooleanField(default=False)
    settles = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="settled_by"
    )
    beyond_tranche = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(settles__isnull=True) | Q(is_commitment=False),
                name="expense_commitment_settles_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.amount} €"
