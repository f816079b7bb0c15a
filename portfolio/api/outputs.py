"""How the portfolio's dataclasses are written as JSON."""

from typing import Any

import msgspec
from rest_framework import serializers

from portfolio.life.choices import State, Verdict
from portfolio.reviews.choices import ReviewState
from portfolio.standing.choices import Health
from tenants.display import named


class PersonOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()

    def to_representation(self, instance: Any) -> Any:
        shown = super().to_representation(instance)
        return {**shown, "name": named(shown["name"])}


class EvidenceOut(serializers.DictField):
    def to_representation(self, value: Any) -> dict[str, Any]:
        evidence: dict[str, Any] = msgspec.to_builtins(value)
        return evidence


class SignalOut(serializers.Serializer):
    code = serializers.CharField()
    since = serializers.DateField()
    hard = serializers.BooleanField()
    evidence = EvidenceOut()
    offers = serializers.ListField(child=serializers.CharField())


class TripleOut(serializers.Serializer):
    low = serializers.IntegerField()
    likely = serializers.IntegerField()
    high = serializers.IntegerField()


class NextStepOut(serializers.Serializer):
    text = serializers.CharField()
    by = PersonOut(allow_null=True)
    on = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField()


class KpiOut(serializers.Serializer):
    objective_id = serializers.UUIDField()
    kpi = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.CharField()
    baseline = serializers.FloatField(allow_null=True)
    target = serializers.FloatField(allow_null=True)
    target_on = serializers.DateField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    measured_on = serializers.DateField(allow_null=True)
    share = serializers.FloatField(allow_null=True)
    forecast_status = serializers.CharField(allow_null=True)
    forecast_word = serializers.CharField(allow_null=True)
    forecast_percent = serializers.IntegerField(allow_null=True)


class MoneyOut(serializers.Serializer):
    budget = serializers.IntegerField()
    released = serializers.IntegerField()
    committed = serializers.IntegerField()
    spent = serializers.IntegerField()
    free = serializers.IntegerField()
    to_spend = serializers.IntegerField()
    to_gain = serializers.IntegerField(allow_null=True)
    is_sinkhole = serializers.BooleanField()
    is_frozen = serializers.BooleanField()


class GainOut(serializers.Serializer):
    """Euros a month in three states that are never added up."""

    declared = serializers.IntegerField()
    measured = serializers.IntegerField()
    confirmed = serializers.IntegerField()


class InitiativeOut(serializers.Serializer):
    """One initiative as lists show it; amounts in whole euros, `share` of the target gain."""

    id = serializers.UUIDField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    summary = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    state_since = serializers.DateField()
    slot = serializers.IntegerField(allow_null=True)
    benefit = serializers.CharField()
    beneficiaries = serializers.CharField()
    use_case = serializers.CharField()
    captain = PersonOut(allow_null=True)
    health = serializers.ChoiceField(choices=[health.value for health in Health])
    signals = SignalOut(many=True)
    kpi = KpiOut(allow_null=True)
    money = MoneyOut()
    gain = GainOut()
    next_step = NextStepOut(allow_null=True)
    value = TripleOut(allow_null=True)
    days = TripleOut(allow_null=True)
    cost = TripleOut(allow_null=True)
    success_chance = serializers.FloatField()
    triage_class = serializers.CharField(allow_null=True)
    unmet = serializers.ListField(child=serializers.CharField())
    started_on = serializers.DateField(allow_null=True)
    restart_on = serializers.DateField(allow_null=True)
    ended_on = serializers.DateField(allow_null=True)
    succeeded = serializers.BooleanField(allow_null=True)
    lesson = serializers.CharField()
    kept = serializers.CharField()


class OptionOut(serializers.Serializer):
    """One verdict: `denial` is a missing authority, `obstacle` the rule in the way."""

    verdict = serializers.CharField()
    is_open = serializers.BooleanField()
    denial = serializers.CharField(allow_null=True)
    obstacle = serializers.CharField(allow_null=True)
    amount = serializers.IntegerField()


class LineOut(serializers.Serializer):
    code = serializers.CharField()
    met = serializers.BooleanField()
    missing = serializers.ListField(child=serializers.CharField())


class ObjectiveOut(serializers.Serializer):
    id = serializers.UUIDField()
    version = serializers.IntegerField()
    benefit = serializers.CharField()
    beneficiaries = serializers.CharField()
    kpi = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.CharField()
    cadence_days = serializers.IntegerField()
    baseline = serializers.FloatField(allow_null=True)
    baseline_on = serializers.DateField(allow_null=True)
    baseline_due = serializers.DateField(allow_null=True)
    target = serializers.FloatField(allow_null=True)
    target_on = serializers.DateField(allow_null=True)
    promised_target = serializers.FloatField(allow_null=True)
    promised_on = serializers.DateField(allow_null=True)
    monthly_value = serializers.IntegerField(allow_null=True)
    reuse_share = serializers.FloatField()
    destination = serializers.CharField()


class TrancheOut(serializers.Serializer):
    position = serializers.IntegerField()
    amount = serializers.IntegerField()
    proof = serializers.CharField()
    released_on = serializers.DateField(allow_null=True)


class CriterionOut(serializers.Serializer):
    id = serializers.UUIDField()
    metric = serializers.CharField()
    comparison = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    by_date = serializers.DateField(allow_null=True)
    is_met = serializers.BooleanField()


class InitiativeDetailOut(serializers.Serializer):
    """One initiative whole: what lists show, then what its page shows."""

    initiative = InitiativeOut(source="card")
    objectives = ObjectiveOut(many=True)
    readiness = LineOut(many=True)
    criteria = CriterionOut(many=True)
    tranches = TrancheOut(many=True)
    verdicts = OptionOut(source="options", many=True)
    review_item_id = serializers.UUIDField(allow_null=True)


class MeasurementOut(serializers.Serializer):
    id = serializers.UUIDField()
    objective_id = serializers.UUIDField()
    on = serializers.DateField()
    value = serializers.FloatField()
    note = serializers.CharField()


class ExpenseOut(serializers.Serializer):
    id = serializers.UUIDField()
    on = serializers.DateField()
    amount = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_commitment = serializers.BooleanField()
    settles_id = serializers.UUIDField(allow_null=True)
    beyond_tranche = serializers.BooleanField()


class DecidedOut(serializers.Serializer):
    """What was decided, with what gave way for it."""

    decision_id = serializers.UUIDField(source="decision.id")
    verdict = serializers.ChoiceField(
        source="decision.verdict", choices=[verdict.value for verdict in Verdict]
    )
    initiative_id = serializers.UUIDField(source="initiative.id")
    state = serializers.CharField(source="initiative.state")
    slot = serializers.IntegerField(source="initiative.slot_id", allow_null=True)
    version = serializers.IntegerField(source="initiative.version")


class VerdictAnswer(DecidedOut):
    gave_way = DecidedOut(allow_null=True)


class SlotOut(serializers.Serializer):
    no = serializers.IntegerField()
    until = serializers.DateField(allow_null=True)
    initiative = InitiativeOut(source="card", allow_null=True)


class PortfolioOut(serializers.Serializer):
    """The cap, the seats, and how many are paused."""

    cap = serializers.IntegerField(source="policy.cap")
    active_count = serializers.IntegerField(source="policy.active_count")
    paused_count = serializers.IntegerField(source="policy.paused_count")
    has_exception = serializers.BooleanField(source="policy.has_exception")
    slots = SlotOut(many=True)
    next_review_on = serializers.DateField(allow_null=True)


class PendingOut(serializers.Serializer):
    initiative_id = serializers.UUIDField()
    title = serializers.CharField()
    code = serializers.CharField()
    since = serializers.DateField()
    offers = serializers.ListField(child=serializers.CharField())
    review_item_id = serializers.UUIDField(allow_null=True)
    trial_id = serializers.UUIDField(allow_null=True)


class BlockageOut(serializers.Serializer):
    initiative_id = serializers.UUIDField()
    title = serializers.CharField()
    signal = SignalOut()
    days = serializers.IntegerField()


class MonthOut(serializers.Serializer):
    month = serializers.DateField()
    spent = serializers.IntegerField()
    gained = serializers.IntegerField()


class DashboardOut(serializers.Serializer):
    """The five answers: course, gains, cost, blockage, decisions."""

    course = serializers.DictField(child=serializers.IntegerField())
    gain = GainOut()
    budget = serializers.IntegerField()
    spent = serializers.IntegerField()
    committed = serializers.IntegerField()
    to_spend = serializers.IntegerField()
    blockage = BlockageOut(allow_null=True)
    pending = PendingOut(many=True)
    series = MonthOut(many=True)
    next_review_on = serializers.DateField(allow_null=True)


class ReviewOut(serializers.Serializer):
    id = serializers.UUIDField()
    version = serializers.IntegerField()
    period = serializers.DateField()
    period_end = serializers.DateField()
    due_on = serializers.DateField()
    state = serializers.ChoiceField(choices=[state.value for state in ReviewState])
    opened_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    items = serializers.IntegerField()
    decided = serializers.IntegerField()


class ReviewItemOut(serializers.Serializer):
    id = serializers.UUIDField()
    position = serializers.IntegerField()
    initiative = InitiativeOut(source="card")
    frozen = serializers.DictField()
    decision_id = serializers.UUIDField(source="decision.id", allow_null=True, default=None)
    verdict = serializers.CharField(source="decision.verdict", allow_null=True, default=None)
    question = serializers.CharField()
    answer = serializers.CharField()
    verdicts = OptionOut(source="options", many=True)


class ReviewDetailOut(serializers.Serializer):
    review = ReviewOut(source="line")
    items = ReviewItemOut(many=True)
