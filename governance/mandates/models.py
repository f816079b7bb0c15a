from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, F, Q

from governance.mandates.choices import MOST_AWAY, MandateKind
from tenants.amounts import AmountField
from tenants.ids import uuid7


class Mandate(models.Model):
    """A written authority: who may decide what alone, up to which amount, from when until when.

    Amounts are whole euros; `engaged` is what the decisions taken on it add up to, written with
    each of them. `initiative_id` names the initiative of a captain's mandate. While it waits, its
    holder may say in `remark` what to discuss first; declined, it is revoked as well. While its
    holder is away, from `away_from` until `away_until`, `stand_in` has its authority.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=MandateKind.choices)
    initiative_id = models.UUIDField(null=True)
    holder = models.ForeignKey(
        "governance.Member", on_delete=models.PROTECT, related_name="mandates"
    )
    deputy = models.ForeignKey(
        "governance.Member", null=True, on_delete=models.PROTECT, related_name="deputy_mandates"
    )
    issued_by = models.ForeignKey("governance.Member", on_delete=models.PROTECT, related_name="+")
    scope_text = models.TextField(blank=True)
    verdicts = ArrayField(models.CharField(max_length=30))
    ceiling_per_decision = AmountField(signed=True)
    ceiling_total = AmountField(signed=True)
    days_per_month = models.DecimalField(max_digits=4, decimal_places=1, default=3)
    starts = models.DateField()
    ends = models.DateField()
    issued_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=600, blank=True, default="", db_default="")
    remarked_at = models.DateTimeField(null=True)
    stand_in = models.ForeignKey(
        "governance.Member", null=True, on_delete=models.PROTECT, related_name="+"
    )
    away_from = models.DateField(null=True)
    away_until = models.DateField(null=True)
    engaged = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=MandateKind.COMPANY, initiative_id__isnull=True)
                | Q(kind=MandateKind.INITIATIVE, initiative_id__isnull=False),
                name="mandate_kind_matches_subject",
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="mandate_ends_after"),
            models.CheckConstraint(
                condition=Q(ceiling_per_decision__gte=0, ceiling_total__gte=0),
                name="mandate_ceilings_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True)
                | Q(accepted_at__isnull=True, revoked_at__isnull=False),
                name="mandate_declined_is_over",
            ),
            models.CheckConstraint(
                condition=Q(remark="", remarked_at__isnull=True)
                | (~Q(remark="") & Q(remarked_at__isnull=False)),
                name="mandate_remark_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True, away_from__isnull=True, away_until__isnull=True)
                | Q(
                    ~Q(stand_in=F("holder")),
                    stand_in__isnull=False,
                    away_from__isnull=False,
                    away_until__isnull=False,
                    away_until__gte=F("away_from"),
                    away_until__lte=ExpressionWrapper(
                        F("away_from") + MOST_AWAY, output_field=models.DateField()
                    ),
                ),
                name="mandate_stand_in_is_another_and_dated",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="company", revoked_at__isnull=True),
                name="mandate_company_one_open",
            ),
            models.UniqueConstraint(
                fields=["initiative_id"],
                condition=Q(revoked_at__isnull=True, initiative_id__isnull=False),
                name="mandate_initiative_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} mandate of {self.holder_id}"
