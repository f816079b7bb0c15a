from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from governance.decisions.models import Decision
from governance.members.models import Member
from portfolio.money.choices import ExpenseKind, ProofKind
from tenants.amounts import AmountField
from tenants.ids import uuid7


class Tranche(models.Model):
    """A part of an initiative's budget in euros, released by a decision.

    `against_proof` where it was released though its proof was not there. `proof` is a kind of
    `ProofKind`, or as it was told; `proof_value` is in the main KPI's unit. `asked_…` is another
    proof that somebody wishes, `seen_…` who saw a told one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(
        "portfolio.Initiative", on_delete=models.CASCADE, related_name="tranches"
    )
    position = models.PositiveSmallIntegerField()
    amount = AmountField()
    proof = models.CharField(max_length=200, blank=True)
    released_by = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="tranches"
    )
    released_on = models.DateField(null=True)
    against_proof = models.BooleanField(default=False)
    proof_value = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    seen_on = models.DateField(null=True)
    seen_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    seen_note = models.CharField(max_length=300, blank=True, default="", db_default="")
    asked_proof = models.CharField(max_length=200, blank=True, default="", db_default="")
    asked_value = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    asked_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    asked_on = models.DateField(null=True)
    asked_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["initiative", "position"], name="tranche_position"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="tranche_amount_positive"),
            models.CheckConstraint(
                condition=Q(proof=ProofKind.VALUE.value, proof_value__isnull=False)
                | (~Q(proof=ProofKind.VALUE.value) & Q(proof_value__isnull=True)),
                name="tranche_value_of_its_proof",
            ),
            models.CheckConstraint(
                condition=Q(asked_on__isnull=True, asked_proof="", asked_reason="")
                | (Q(asked_on__isnull=False) & ~Q(asked_proof="") & ~Q(asked_reason="")),
                name="tranche_asked_whole",
            ),
            models.CheckConstraint(
                condition=Q(seen_on__isnull=True, seen_note="")
                | (Q(seen_on__isnull=False) & ~Q(seen_note="")),
                name="tranche_seen_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} €"

    @property
    def is_measured(self) -> bool:
        """Whether the measurements tell its proof by themselves."""
        return self.proof in ProofKind.measured()


class Expense(models.Model):
    """Money of one initiative in euros: ordered, or spent; a credit note is below zero.

    `days` are internal ones, `amount` then what they cost at the price of a day when they were
    written: they never leave the budget. `total` is what was told to be spent
    in all by then, `amount` what that adds; `external_ref` tells a line of the accounts.
    `covers_until` is the last day that was paid for ahead, as of a licence for a year.
    An order stays open until the expense that `settles` it is recorded. A wrong line stays: another
    one `reverses` it with a reason, and the right one `replaces` it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(
        "portfolio.Initiative", on_delete=models.CASCADE, related_name="expenses"
    )
    on = models.DateField()
    amount = AmountField(signed=True)
    label = models.CharField(max_length=160)
    kind = models.CharField(
        max_length=13, default=ExpenseKind.UNSORTED, db_default=ExpenseKind.UNSORTED.value
    )
    days = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    total = AmountField(null=True)
    external_ref = models.CharField(max_length=80, blank=True, default="", db_default="")
    is_commitment = models.BooleanField(default=False)
    settles = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="settled_by"
    )
    beyond_tranche = models.BooleanField(default=False)
    cancellable_until = models.DateField(null=True)
    covers_until = models.DateField(null=True)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(settles__isnull=True) | Q(is_commitment=False),
                name="expense_commitment_settles_none",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="expense_amount_not_zero"),
            models.UniqueConstraint(
                fields=["external_ref"],
                condition=~Q(external_ref=""),
                name="expense_external_ref_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__regex=f"^({'|'.join(ExpenseKind)})$"), name="expense_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=ExpenseKind.INTERNAL_DAYS, days__isnull=False, is_commitment=False)
                | (~Q(kind=ExpenseKind.INTERNAL_DAYS) & Q(days__isnull=True)),
                name="expense_days_of_their_kind",
            ),
            models.CheckConstraint(
                condition=Q(covers_until__isnull=True) | Q(covers_until__gt=F("on")),
                name="expense_covers_days_to_come",
            ),
            models.CheckConstraint(
                condition=Q(is_commitment=False) | Q(amount__gt=0) | Q(reverses__isnull=False),
                name="expense_order_positive",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reason=""),
                name="expense_reversal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.amount} €"


class YearEnvelope(models.Model):
    """What the company means to spend on AI in the fiscal year that begins that day, in euros."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    starts_on = models.DateField(unique=True)
    amount = AmountField()
    set_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="envelope_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} € from {self.starts_on}"
