from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.decisions.models import Decision
from tenants.amounts import AmountField
from tenants.ids import uuid7


class StoredStanding(models.Model):
    """How one initiative stands on the days from `as_of` until before `true_until`, in `shape`.

    `card` is what the API answers of it in a list, as JSON text; the other columns are what lists
    filter, sort and sum by, in euros. `is_engaged` is set for what the dashboard sums.
    """

    initiative = models.OneToOneField(
        "portfolio.Initiative",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="stored",
    )
    as_of = models.DateField()
    true_until = models.DateField()
    shape = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    is_engaged = models.BooleanField(default=False)
    health = models.CharField(max_length=12)
    legal_class = models.CharField(max_length=30, blank=True)
    measured_on = models.DateField(null=True)
    budget = AmountField(default=0)
    spent = AmountField(default=0)
    committed = AmountField(default=0)
    to_spend = AmountField(default=0)
    card = models.TextField()

    class Meta:
        indexes: ClassVar = [
            # A condition on the column itself: any other prints otherwise once compiled.
            models.Index(
                fields=["is_engaged"], condition=Q(is_engaged=True), name="standing_engaged"
            ),
            models.Index(fields=["true_until"], name="standing_true_until"),
            models.Index(fields=["-measured_on"], name="standing_measured"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative_id} from {self.as_of} until {self.true_until}"


class StandingDetail(models.Model):
    """What only the pages of one initiative and the company's rollup read of its standing.

    Apart, so that the rows that lists read stay small: the database compresses larger ones.
    """

    initiative = models.OneToOneField(
        "portfolio.Initiative",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="stored_detail",
    )
    detail = models.TextField()
    facts = models.TextField()
    aside = models.TextField()
    forecasts = models.TextField()
    sums = models.TextField()
    pending = models.TextField()

    def __str__(self) -> str:
        return f"detail of {self.initiative_id}"


class Rollup(models.Model):
    """The company's portfolio in one row, on the days from `as_of` until before `true_until`.

    `dashboard` and `portfolio` are the API's answers as JSON text; `page` is what the pages show
    besides, `letters` every mandate that was not revoked with what it engaged.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    as_of = models.DateField()
    true_until = models.DateField()
    shape = models.CharField(max_length=20)
    dashboard = models.TextField()
    portfolio = models.TextField()
    page = models.TextField()
    letters = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="rollup_one_row"),
        ]

    def __str__(self) -> str:
        return f"rollup from {self.as_of} until {self.true_until}"


class SignalEvent(models.Model):
    """One signal of one initiative: raised, answered by the first decision after it, cleared."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(
        "portfolio.Initiative", on_delete=models.CASCADE, related_name="signal_events"
    )
    code = models.CharField(max_length=24)
    raised_on = models.DateField()
    answered_by = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="answered_signals"
    )
    cleared_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["initiative", "code"],
                condition=Q(cleared_on__isnull=True),
                name="signal_event_raised_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.initiative_id} since {self.raised_on}"
