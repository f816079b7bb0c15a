from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from tenants.ids import uuid7


class ProposalQuestion(models.Model):
    """What whoever answers a proposal wants to know first; one is open at a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="questions")
    question = models.CharField(max_length=600)
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["initiative"],
                condition=Q(answered_at__isnull=True),
                name="proposal_question_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="", answered_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="proposal_question_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class Interest(models.Model):
    """Somebody who would have proposed the same: told of what becomes of it.

    `words` is the title that was typed, empty where none was.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="interests")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=160, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "member"], name="interest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.initiative_id}"
