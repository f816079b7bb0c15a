from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.value.choices import CheckAnswer
from tenants.ids import uuid7


class GainCheck(models.Model):
    """Whether the gain of a completed initiative is still there, `months` after it was completed.

    Due on a day, asked by mail at `asked_at`, answered once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="gain_checks")
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=9, blank=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "months"], name="gain_check_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True)
                | Q(answer__regex=f"^({'|'.join(CheckAnswer)})$", answered_on__isnull=False),
                name="gain_check_answer_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["due_on"], name="gain_check_due")]

    def __str__(self) -> str:
        return f"{self.initiative_id} after {self.months} months"
