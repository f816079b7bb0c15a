from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.trials.choices import Rating
from portfolio.trials.rules import Tally, tally
from tenants.amounts import AmountField
from tenants.ids import uuid7


class Trial(models.Model):
    """A small try that takes no slot: one question, thirty days, five days of work, 500 euros.

    `ended_because` is the code of what the law refuses, where that ended it.
    """

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
    ended_because = models.CharField(max_length=30, blank=True)
    spent = AmountField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(spent__gte=0), name="trial_spent_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts"), spent__lte=500, days__lte=5),
                name="trial_stays_small",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def users(self) -> Tally:
        """What those who try it think of it; read with its ratings."""
        return tally(one.rating for one in self.ratings.all())


class TrialRating(models.Model):
    """A member who is asked what he or she thinks of what is tried; empty until it is said."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="ratings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    rating = models.CharField(max_length=10, choices=Rating.choices, blank=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["trial", "member"], name="trial_rating_once"),
            models.CheckConstraint(
                condition=Q(rating="", rated_at=None) | (~Q(rating="") & Q(rated_at__isnull=False)),
                name="trial_rating_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rating} {self.trial_id}"
