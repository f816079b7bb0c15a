from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from governance.decisions.models import Decision
from governance.members.models import Member
from portfolio.cap.models import Slot
from portfolio.life.choices import Again, State
from tenants.amounts import AmountField
from tenants.ids import uuid7


class Initiative(models.Model):
    """One AI project or use, in one state, with at most one slot.

    Estimates are yearly value in euros, effort in person-days and cost in euros, each as
    low / likely / high (P10, P50, P90); budgets are whole euros, `promised_budget` the first one.
    `left_cash` and `left_days` are what its captain says is left, `used_days` the internal days
    used so far; `monthly_running` is what it costs a month once it runs, `exit_cost` what stopping
    costs (below zero: what it brings); `run_…` say that by kind, euros or days a year, and then
    take its place; metered use has a ceiling a month; `stays_in_use` is whether what runs stays if
    it stops. On `gain_withdrawn_on` whoever runs it said that the gain is no longer there.
    A contract that still ran when it was taken over ends on `contract_until` and costs
    `contract_cost` euros a year until then, whatever is decided: nobody voted it here.
    Time and gains count from `live_on`, until then expected on `live_expected_on`;
    `live_promised_on` is what was expected at the first start.
    Once closed, `gained` is what it brought, `kept` what stays in use, run by `runs_on`, `lesson`
    what was learned, `again` whether one would do it again.
    `situation` is how things are today, in the proposer's words. Who has no account proposes by the
    company's public address: `proposed_by` is empty then, `proposed_name` and `proposed_email`
    what was typed, the address until the answer has left. It is answered by `answer_by`.
    `changed_on` is when somebody worked on it last in the pool, `archive_noticed_on` when its
    archiving was announced.
    New spending is frozen from `spending_frozen_on`. `decision_number` is the number of the
    decision that put it in its state; the database refuses a state without one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=160)
    external_ref = models.CharField(max_length=80, blank=True, default="", db_default="")
    summary = models.TextField(blank=True)
    use_case = models.CharField(max_length=8, blank=True)
    benefit = models.CharField(max_length=12, blank=True)
    situation = models.CharField(max_length=200, blank=True, default="", db_default="")
    proposed_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="proposals"
    )
    proposed_name = models.CharField(max_length=60, blank=True, default="", db_default="")
    proposed_email = models.CharField(max_length=254, blank=True, default="", db_default="")
    answer_by = models.DateField(null=True)
    captain = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="initiatives"
    )
    captain_since = models.DateField(null=True)
    beneficiaries = models.CharField(max_length=160, blank=True)

    state = models.CharField(max_length=10, default=State.PROPOSED)
    state_since = models.DateField()
    changed_on = models.DateField(null=True)
    archive_noticed_on = models.DateField(null=True)
    decision_number = models.PositiveIntegerField(null=True)
    slot = models.OneToOneField(
        Slot, null=True, on_delete=models.PROTECT, related_name="initiative", db_column="slot"
    )
    started_on = models.DateField(null=True)
    restart_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    succeeded = models.BooleanField(null=True)
    lesson = models.TextField(blank=True)
    kept = models.TextField(blank=True)
    gained = models.CharField(max_length=600, blank=True, default="", db_default="")
    again = models.CharField(max_length=9, blank=True, default="", db_default="")
    runs_on = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    value_tap = models.CharField(max_length=6, blank=True)
    effort_tap = models.CharField(max_length=6, blank=True)
    cost_tap = models.CharField(max_length=6, blank=True)
    value_low = models.PositiveIntegerField(null=True)
    value_likely = models.PositiveIntegerField(null=True)
    value_high = models.PositiveIntegerField(null=True)
    days_low = models.PositiveIntegerField(null=True)
    days_likely = models.PositiveIntegerField(null=True)
    days_high = models.PositiveIntegerField(null=True)
    cost_low = models.PositiveIntegerField(null=True)
    cost_likely = models.PositiveIntegerField(null=True)
    cost_high = models.PositiveIntegerField(null=True)
    success_chance = models.DecimalField(max_digits=3, decimal_places=2, default="0.45")

    budget = AmountField(null=True)
    promised_budget = AmountField(null=True)
    spending_frozen_on = models.DateField(null=True)
    left_cash = AmountField(null=True)
    left_days = models.PositiveIntegerField(null=True)
    used_days = models.PositiveIntegerField(null=True)
    gain_withdrawn_on = models.DateField(null=True)
    monthly_running = AmountField(default=0, db_default=0)
    run_licences = AmountField(null=True)
    run_maintenance = AmountField(null=True)
    run_metered = AmountField(null=True)
    run_days = models.PositiveIntegerField(null=True)
    metered_ceiling = AmountField(null=True)
    exit_cost = AmountField(signed=True, default=0, db_default=0)
    stays_in_use = models.BooleanField(default=True, db_default=True)
    contract_until = models.DateField(null=True)
    contract_cost = AmountField(null=True)
    live_expected_on = models.DateField(null=True)
    live_promised_on = models.DateField(null=True)
    live_on = models.DateField(null=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    next_step_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_ref"],
                condition=~Q(external_ref=""),
                name="initiative_external_ref_once",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                name="initiative_budget_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state="active", slot__isnull=False)
                | (~Q(state="active") & Q(slot__isnull=True)),
                name="initiative_active_holds_slot",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decision_number__isnull=False),
                name="initiative_state_has_decision",
            ),
            models.CheckConstraint(
                condition=Q(state="paused", restart_on__isnull=False)
                | (~Q(state="paused") & Q(restart_on__isnull=True)),
                name="initiative_pause_has_restart",
            ),
            models.CheckConstraint(
                condition=Q(state__regex=f"^({'|'.join(State)})$"),
                name="initiative_state_known",
            ),
            models.CheckConstraint(
                condition=Q(contract_until__isnull=True, contract_cost__isnull=True)
                | Q(contract_until__isnull=False, contract_cost__gte=0),
                name="initiative_contract_whole",
            ),
            models.CheckConstraint(
                condition=Q(value_low__isnull=True)
                | Q(value_low__lte=F("value_likely"), value_likely__lte=F("value_high")),
                name="initiative_value_ordered",
            ),
            models.CheckConstraint(
                condition=Q(again__regex=f"^({'|'.join(Again)})?$"), name="initiative_again_known"
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True) | Q(proposed_name="", proposed_email=""),
                name="initiative_proposed_by_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state"], name="initiative_by_state"),
            models.Index(
                fields=["use_case"], condition=~Q(use_case=""), name="initiative_by_use_case"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class InitiativeDecision(models.Model):
    """Ties a decision of the log to the initiative it is about and to the state it led to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="decisions")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="initiative")
    number = models.PositiveIntegerField()
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["initiative", "number", "to_state"], name="initiative_decision_numbered"
            ),
            models.UniqueConstraint(
                fields=["initiative", "number"], name="initiative_decision_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.number} of {self.initiative_id}"
