from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.decisions.models import Decision
from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.reviews.choices import ProposalOutcome, ReviewState
from portfolio.reviews.rules import Minutes
from tenants.ids import uuid7
from tenants.shapes import ShapeField


class Review(models.Model):
    """The periodic fifteen minutes: one per period, `period` being the local date it starts on.

    `asked_at` is when whoever leads it handed what was proposed to the executives;
    `minutes` are kept once it is closed.
    """

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
    asked_at = models.DateTimeField(null=True)
    led_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    minutes = ShapeField(Minutes, null=True)
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


class ProposedVerdict(models.Model):
    """What the room decided on one initiative, until somebody who may decides it.

    `seen` are the facts it was proposed on. One of an item waits at a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="proposals")
    verdict = models.CharField(max_length=10)
    reason = models.CharField(max_length=600)
    lesson = models.CharField(max_length=1000, blank=True, default="")
    restart_on = models.DateField(null=True)
    seen = models.JSONField()
    proposed_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=9, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(settled_at__isnull=True),
                name="proposed_verdict_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="")
                | Q(settled_at__isnull=False, outcome=ProposalOutcome.CONFIRMED)
                | Q(settled_at__isnull=False, outcome=ProposalOutcome.CHANGED)
                | Q(settled_at__isnull=False, outcome=ProposalOutcome.REPLACED),
                name="proposed_verdict_settled_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} of {self.item_id}"
