from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.models import Decision, Member
from portfolio.choices import ReviewState
from portfolio.models.initiatives import Initiative
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


class Trial(models.Model):
    """A small try that takes no slot: one question, thirty days, five days of work, 500 euros."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="trials")
    question = models.CharField(max_length=300)
    carried_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    days = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=600, blank=True)
    conclusive = models.BooleanField(null=True)
    ended_on = models.DateField(null=True)
    spent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts"), spent__lte=500, days__lte=5),
                name="trial_stays_small",
            ),
        ]

    def __str__(self) -> str:
        return self.question
