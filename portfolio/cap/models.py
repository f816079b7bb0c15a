from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from governance.decisions.models import Decision
from portfolio.estimates.choices import CompanySize
from portfolio.rhythm.choices import ReviewCadence
from portfolio.rhythm.rules import Calendar
from tenants.amounts import AmountField


class Portfolio(models.Model):
    """The one row of a company's portfolio: its cap and its rhythm. Locked before slots change.

    `pool_cap` is how many ideas wait in the pool at most. `covered_until` is the last day of the
    last review period, held or missed; the next period begins the day after. `day_price` is what a
    day of our own people costs, in euros; `company_size` is empty until somebody has told it.
    `promises_kept` of `promises_closed` first promises were kept when the month began.
    The team page shows figures where `team_figures` says so.
    Nothing is awaited in `closed_months`, 1 to 12; a fiscal year begins with `fiscal_month`.
    `bridge_days`, `quiet_august` and `lost_days` are what its `calendar` does not count.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    cap = models.PositiveSmallIntegerField(default=3)
    pool_cap = models.PositiveSmallIntegerField(default=12, db_default=12)
    company_size = models.CharField(max_length=6, blank=True, default="")
    days_per_month = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    day_price = AmountField(default=350)
    closed_months = ArrayField(models.PositiveSmallIntegerField(), default=list, db_default=[])
    rhythm = models.CharField(max_length=9, default=ReviewCadence.MONTHLY.value)
    next_rhythm = models.CharField(max_length=9, default=ReviewCadence.MONTHLY.value)
    next_review_on = models.DateField(null=True)
    covered_until = models.DateField(null=True)
    fiscal_month = models.PositiveSmallIntegerField(default=1, db_default=1)
    promises_kept = models.PositiveIntegerField(default=0, db_default=0)
    promises_closed = models.PositiveIntegerField(default=0, db_default=0)
    team_figures = models.BooleanField(default=False, db_default=False)
    silence_pauses = models.BooleanField(default=True)
    bridge_days = models.BooleanField(default=False, db_default=False)
    quiet_august = models.BooleanField(default=False, db_default=False)
    lost_days = ArrayField(models.DateField(), default=list, db_default=[])
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="portfolio_one_row"),
            models.CheckConstraint(
                condition=Q(cap__range=(1, 3)), name="portfolio_cap_one_to_three"
            ),
            models.CheckConstraint(
                condition=Q(pool_cap__range=(1, 99)), name="portfolio_pool_cap_one_to_99"
            ),
            models.CheckConstraint(
                condition=Q(day_price__gt=0), name="portfolio_day_price_positive"
            ),
            models.CheckConstraint(
                condition=Q(fiscal_month__range=(1, 12)), name="portfolio_fiscal_month"
            ),
            models.CheckConstraint(
                condition=Q(promises_kept__lte=F("promises_closed")),
                name="portfolio_promises_kept_are_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cap} priorities at most"

    @property
    def calendar(self) -> Calendar:
        """Which days count."""
        return Calendar(
            bridge_days=self.bridge_days,
            quiet_august=self.quiet_august,
            lost=frozenset(self.lost_days),
        )

    @property
    def assumed_size(self) -> CompanySize:
        """The company's size for orders of magnitude: small until it is told."""
        return CompanySize(self.company_size or CompanySize.SMALL)

    @property
    def staff_50(self) -> bool | None:
        """Whether it has 50 employees or more; None until its size is told."""
        return self.company_size == CompanySize.MEDIUM if self.company_size else None


class Slot(models.Model):
    """One seat for an active priority. Slot 4 exists only while an exception runs."""

    no = models.PositiveSmallIntegerField(primary_key=True)
    exception_until = models.DateField(null=True)
    exception_decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(no__range=(1, 3), exception_until__isnull=True)
                | Q(no=4, exception_until__isnull=False, exception_decision__isnull=False),
                name="slot_three_and_one_exception",
            ),
        ]

    def __str__(self) -> str:
        return f"slot {self.no}"
