from typing import ClassVar

from django.db import models
from django.db.models import Q

from governance.members.models import Member
from portfolio.initiatives.models import Initiative
from tenants.amounts import AmountField
from tenants.ids import uuid7


class Objective(models.Model):
    """What an initiative should change, for whom, by when, and how it is measured.

    `promised_*` keep the first promise for ever. Without a baseline, `baseline_due` dates the
    step that will measure it. `monthly_value` is in euros per month once the target is met; freed
    time counts for its `reuse_share`, and only with a `destination`. `verification` says where a
    confirmed gain was seen, with `hours_used_for` where hours were given to something.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField(default=1)
    external_ref = models.CharField(max_length=80, blank=True, default="", db_default="")
    benefit = models.CharField(max_length=12)
    beneficiaries = models.CharField(max_length=160)
    kpi = models.CharField(max_length=160)
    unit = models.CharField(max_length=20)
    direction = models.CharField(max_length=4)
    cadence_days = models.PositiveSmallIntegerField(default=30)
    baseline = models.DecimalField(max_digits=14, decimal_places=3, null=True)
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
        ]

    def __str__(self) -> str:
        return self.kpi


class Measurement(models.Model):
    """One value of an objective's KPI on one day, in the KPI's unit.

    A wrong one stays, withdrawn with a `reason`; the right one `replaces` it.
    `document` says where it can be seen; `odd` why it was asked back, before it was confirmed;
    `by_link` that it was typed behind the link of a mail.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="measurements")
    on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=3)
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
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"
