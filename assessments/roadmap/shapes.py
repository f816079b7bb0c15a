"""How the roadmap is written as JSON, and what its acts are given."""

from typing import Any

from rest_framework import serializers

from assessments.roadmap.rules.progress import Stage, Standing
from assessments.roadmap.selectors.live import LiveAction
from governance.api.serializers import StrictSerializer


class MoveOut(serializers.Serializer):
    """A date that gave way to another one, and the day that was decided."""

    before = serializers.DateField()
    after = serializers.DateField()
    on = serializers.DateField()


class ProofOut(serializers.Serializer):
    """The fact that proves an action; `reached` of `wanted` where it can be counted."""

    key = serializers.CharField(source="line.proof")
    standing = serializers.ChoiceField(list(Standing), source="evidence.standing")
    seen_at = serializers.DateTimeField(source="evidence.at", allow_null=True)
    reached = serializers.FloatField(source="evidence.reached", allow_null=True)
    wanted = serializers.FloatField(source="evidence.wanted", allow_null=True)


class OwnerOut(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField(source="display_name")


class ReasonOut(serializers.Serializer):
    state = serializers.CharField()
    question = serializers.CharField()
    answer = serializers.CharField()


class EffectOut(serializers.Serializer):
    """The expected effect on a dimension: small, medium or large."""

    dimension = serializers.CharField()
    size = serializers.CharField()


class RoadmapActionOut(serializers.Serializer):
    """An action where it stands today; `window` is null where the plan has none for it."""

    id = serializers.CharField()
    title = serializers.CharField(source="line.title")
    how = serializers.CharField(source="line.how")
    why = serializers.CharField(source="line.why")
    window = serializers.SerializerMethodField()
    window_before = serializers.IntegerField(allow_null=True)
    stage = serializers.ChoiceField(list(Stage))
    by_product = serializers.BooleanField(source="progress.by_product")
    owner = OwnerOut(allow_null=True)
    due_on = serializers.DateField(source="progress.due_on", allow_null=True)
    first_due_on = serializers.DateField(source="progress.first_due_on", allow_null=True)
    moves = MoveOut(many=True, source="progress.moves")
    refused_until = serializers.DateField(source="progress.refused_until", allow_null=True)
    reason = serializers.SerializerMethodField()
    done_on = serializers.SerializerMethodField()
    proof_text = serializers.SerializerMethodField()
    proof = ProofOut(source="*")
    days = serializers.FloatField(source="line.days")
    cost = serializers.FloatField(source="line.cost")
    is_foundation = serializers.BooleanField(source="line.is_foundation")
    is_duty = serializers.BooleanField(source="line.is_duty")
    over_capacity = serializers.BooleanField(source="line.over_capacity")
    effects = EffectOut(many=True, source="line.effects")
    reasons = ReasonOut(many=True, source="line.reasons")
    version = serializers.IntegerField()

    def get_window(self, action: LiveAction) -> int | None:
        return action.line.window or None

    def get_reason(self, action: LiveAction) -> str:
        return action.step.reason if action.step and action.stage == "refused" else ""

    def get_done_on(self, action: LiveAction) -> Any:
        """The day somebody or the product was found to have done it; null for what is not."""
        return action.progress.since if action.stage == "done" else None

    def get_proof_text(self, action: LiveAction) -> str:
        return action.step.proof_text if action.step and action.stage == "done" else ""


class RoadmapWindowOut(serializers.Serializer):
    """A stretch of the year: the days it takes of those there are, and what is open in it."""

    number = serializers.IntegerField()
    first_on = serializers.DateField()
    last_on = serializers.DateField()
    is_over = serializers.BooleanField()
    days = serializers.FloatField()
    capacity = serializers.FloatField()
    cost = serializers.FloatField()
    done = serializers.IntegerField()
    headlines = RoadmapActionOut(many=True)
    others = RoadmapActionOut(many=True)


class LeftOutOut(serializers.Serializer):
    """An action without a window; `waiting_for` names what it needs first."""

    action = RoadmapActionOut()
    reason = serializers.ChoiceField(
        ["no_gain", "prerequisite_out", "budget", "capacity", "refused", "done", "again"]
    )
    waiting_for = serializers.ListField(child=serializers.CharField())


class WindowMoveOut(serializers.Serializer):
    action_id = serializers.CharField()
    before = serializers.IntegerField()
    after = serializers.IntegerField()


class RoadmapChangesOut(serializers.Serializer):
    """What the newest roadmap changed against the one before."""

    moved = WindowMoveOut(many=True)
    new = serializers.ListField(child=serializers.CharField())
    gone = serializers.ListField(child=serializers.CharField())


class RoadmapCountsOut(serializers.Serializer):
    every = serializers.IntegerField()
    done = serializers.IntegerField()
    taken = serializers.IntegerField()
    late = serializers.IntegerField()
    to_choose = serializers.IntegerField()
    next = serializers.CharField(source="next.id", allow_null=True, default=None)


class RoadmapOut(serializers.Serializer):
    """The roadmap of today; `assessment_id` is null before the first assessment."""

    assessment_id = serializers.UUIDField(source="assessment.id", allow_null=True, default=None)
    counts = RoadmapCountsOut()
    windows = RoadmapWindowOut(many=True)
    beyond = RoadmapActionOut(many=True)
    done = RoadmapActionOut(many=True)
    refused = RoadmapActionOut(many=True)
    left_out = LeftOutOut(many=True)
    changes = RoadmapChangesOut(allow_null=True)
    money = serializers.FloatField()
    money_left = serializers.FloatField()


class TakeIn(StrictSerializer):
    owner_id = serializers.UUIDField()
    due_on = serializers.DateField()


class MoveIn(StrictSerializer):
    due_on = serializers.DateField(required=False)
    owner_id = serializers.UUIDField(required=False)


class RefuseIn(StrictSerializer):
    """Without `until` it is not proposed again for six months."""

    reason = serializers.CharField(max_length=600)
    until = serializers.DateField(required=False)


class DoneIn(StrictSerializer):
    """The sentence may be empty only where the product sees the proof."""

    proof_text = serializers.CharField(max_length=600, required=False, allow_blank=True)


class ReopenIn(StrictSerializer):
    """Nothing."""
