from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from portfolio.objectives.rules import Ratio, Told
from tenants.amounts import AmountField
from tenants.ids import uuid7


def counted(part: str, whole: str, *, name: str) -> models.CheckConstraint:
    """What was counted is said whole or not at all, and among something."""
    both = Q(**{f"{part}__gte": 0, f"{whole}__gt": 0})
    neither = Q(**{f"{part}__isnull": True, f"{whole}__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=name)


def ratio_of(part: Decimal | None, whole: Decimal | None) -> Ratio | None:
    """The two as one, None where nothing was counted."""
    return None if part is None or whole is None else Ratio(part=part, whole=whole)


class Objective(models.Model):
    """What an initiative should change, for whom, by when, and how it is measured.

    `promised_*` keep the first promise for ever. Without a baseline, `baseline_due` dates the
    step that will measure it. `monthly_value` is in euros per month once the target is met; freed
    time counts for its `reuse_share`, and only with a `destination`. `verification` says where a
    confirmed gain was seen, with `hours_used_for` where hours were given to something.
    `people_served` is how many the beneficiaries are; `baseline_part` of `baseline_whole` what the
    baseline counts, where it was counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField(default=1)
    external_ref = models.CharField(max_length=80, blank=True, default="", db_default="")
    benefit = models.CharField(max_length=12)
    beneficiaries = models.CharField(max_length=160)
    people_served = models.PositiveIntegerField(null=True)
    kpi = models.CharField(max_length=160)
    unit = models.CharField(max_length=20)
    direction = models.CharField(max_length=4)
    cadence_days = models.PositiveSmallIntegerField(default=30)
    baseline = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    baseline_part = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    baseline_whole = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    baseline_on = models.DateField(null=True)
    baseline_due = models.DateField(null=True)
    target = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    target_on = models.DateField(null=True)
    promised_baseline = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    promised_target = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    promised_on = models.DateField(null=True)
    monthly_value = AmountField(null=True)
    reuse_share = models.DecimalField(max_digits=3, decimal_places=2, default="0.50")
    destination = models.CharField(max_length=160, blank=True)
    verification = models.CharField(max_length=10, blank=True, default="", db_default="")
    hours_used_for = models.CharField(max_length=160, blank=True, default="", db_default="")
    verified_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "position"], name="objective_position"),
            models.UniqueConstraint(
                fields=["external_ref"],
                condition=~Q(external_ref=""),
                name="objective_external_ref_once",
            ),
            models.CheckConstraint(
                condition=Q(monthly_value__isnull=True) | Q(monthly_value__gte=0),
                name="objective_value_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True)
                | Q(target__isnull=True)
                | Q(direction="up", target__gt=models.F("baseline"))
                | Q(direction="down", target__lt=models.F("baseline")),
                name="objective_target_improves",
            ),
            counted("baseline_part", "baseline_whole", name="objective_baseline_counted"),
        ]

    def __str__(self) -> str:
        return self.kpi

    @property
    def baseline_ratio(self) -> Ratio | None:
        """What its baseline counts."""
        return ratio_of(self.baseline_part, self.baseline_whole)


class Measurement(models.Model):
    """One value of an objective's KPI on one day, in the KPI's unit.

    A wrong one stays, withdrawn with a `reason`; the right one `replaces` it.
    `document` says where it can be seen; `odd` why it was asked back, before it was confirmed;
    `by_link` that it was typed behind the link of a mail; `part` of `whole` what was counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="measurements")
    on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=3)
    part = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    whole = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    note = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=300, blank=True, default="", db_default="")
    odd = models.CharField(max_length=5, blank=True, default="", db_default="")
    by_link = models.BooleanField(default=False, db_default=False)
    recorded_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["objective", "on"],
                condition=Q(withdrawn_at__isnull=True),
                name="measurement_once_a_day",
            ),
            counted("part", "whole", name="measurement_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"

    @property
    def ratio(self) -> Ratio | None:
        """What was counted, where it was."""
        return ratio_of(self.part, self.whole)

    @property
    def told(self) -> Told:
        """The value as it was told."""
        return self.ratio or self.value
