from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.decisions.models import Decision
from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.reviews.choices import ReviewState
from tenants.ids import uuid7


class Review(models.Model):
    """The periodic fifteen minutes: one per period, `period` being the local date it starts on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    period = models.DateField(unique=True)
    period_end = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=6)
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    led_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=ReviewState.OPEN), name="review_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.period}"


class ReviewItem(models.Model):
    """One initiative in one review: the facts frozen when it opened, then one verdict."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="items")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    facts = models.JSONField()
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="review_items"
    )
    question = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=600, blank=True)
    answered_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "initiative"], name="review_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} in {self.review_id}"
