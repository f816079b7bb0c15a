"""How skills, plans and literacy measures are written as JSON."""

from typing import Any

from rest_framework import serializers

from assessments.skills.choices import Mastery, PlanWay
from assessments.skills.models import SkillPlan
from governance.access.choices import Role
from governance.api.serializers import StrictSerializer
from governance.literacy.choices import LiteracyFactor, MeasureKind
from governance.literacy.models import LiteracyMeasure
from portfolio.api.outputs import PersonOut

MOST_PEOPLE = 1000


class MemberOut(PersonOut):
    name = serializers.CharField(source="display_name")


class ProposalOut(serializers.Serializer):
    way = serializers.ChoiceField(choices=PlanWay.values)
    why = serializers.CharField()


class PlanOut(serializers.ModelSerializer):
    """`measure_id` is the literacy measure that a training was, once it is done."""

    owner = MemberOut()
    measure_id = serializers.UUIDField(allow_null=True)

    class Meta:
        model = SkillPlan
        fields = (
            *("id", "skill", "way", "owner", "by_on", "note"),
            *("done_on", "measure_id", "version"),
        )


class SkillOut(serializers.Serializer):
    """`able` is at least so many people, by the diagnostic or by name, the larger of both."""

    id = serializers.CharField()
    name = serializers.CharField()
    declared = serializers.CharField(help_text="How many, as answered: 0, 1, 2–3, 4–9, 10+.")
    named = serializers.IntegerField(source="standing.named")
    learning = serializers.IntegerField(source="standing.learning")
    able = serializers.IntegerField(source="standing.able")
    gap = serializers.ChoiceField(
        choices=["unknown", "nobody", "one", "enough"], source="standing.gap"
    )
    needed_by_active = serializers.ListField(
        child=serializers.CharField(), source="standing.active"
    )
    needed_by_waiting = serializers.ListField(
        child=serializers.CharField(), source="standing.waiting"
    )
    proposal = ProposalOut(source="standing.proposal", allow_null=True)


class PersonLevelsOut(serializers.Serializer):
    """Skill → none, learning, able, teacher, or an empty text where nothing is said yet."""

    member = MemberOut()
    levels = serializers.DictField(child=serializers.CharField(allow_blank=True))
    version = serializers.IntegerField()


class CoverageOut(serializers.Serializer):
    reached = serializers.SerializerMethodField()
    members = serializers.IntegerField()
    share = serializers.FloatField()
    roles_met = serializers.IntegerField()
    roles_all = serializers.IntegerField()

    def get_reached(self, coverage: Any) -> int:
        return len(coverage.reached)


class SkillsOut(serializers.Serializer):
    """The whole picture; `people` holds everybody's line, or only one's own."""

    declared_at = serializers.DateTimeField(source="picture.declared_at", allow_null=True)
    map_is_done = serializers.BooleanField(source="picture.is_done")
    skills = SkillOut(source="picture.lines", many=True)
    people = PersonLevelsOut(many=True)
    plans = PlanOut(source="picture.open_plans", many=True)
    done_plans = PlanOut(source="picture.done_plans", many=True)
    literacy = CoverageOut(source="coverage")


class LiteracyMeasureOut(serializers.ModelSerializer):
    """`people` counts who is named; `persons` are their ids, for who records measures."""

    people = serializers.SerializerMethodField()
    persons = serializers.SerializerMethodField()
    recorded_by = MemberOut()

    class Meta:
        model = LiteracyMeasure
        fields = (
            *("id", "kind", "held_on", "duration_min", "audience", "people", "persons"),
            *("factors_considered", "evidence", "recorded_by", "recorded_at"),
        )

    def get_people(self, measure: LiteracyMeasure) -> int:
        return len(measure.persons)

    def get_persons(self, measure: LiteracyMeasure) -> list[str]:
        return [str(one) for one in measure.persons] if self.context["names"] else []


class SkillsQuery(StrictSerializer):
    language = serializers.ChoiceField(choices=["fr", "en"], required=False)


class LevelsIn(StrictSerializer):
    levels = serializers.DictField(child=serializers.ChoiceField(choices=Mastery.values))


class PlanIn(StrictSerializer):
    skill = serializers.CharField(max_length=12)
    way = serializers.ChoiceField(choices=PlanWay.values)
    owner = serializers.UUIDField()
    by_on = serializers.DateField()
    note = serializers.CharField(max_length=600, required=False, allow_blank=True)


class Persons(serializers.ListField):
    child = serializers.UUIDField()


class CompletionIn(StrictSerializer):
    done_on = serializers.DateField()
    persons = Persons(required=False, max_length=MOST_PEOPLE)
    duration_min = serializers.IntegerField(min_value=1, max_value=6000, required=False)
    evidence = serializers.CharField(max_length=600, required=False, allow_blank=True)
    raises = serializers.BooleanField(required=False)


class LiteracyMeasureIn(StrictSerializer):
    kind = serializers.ChoiceField(choices=MeasureKind.values)
    held_on = serializers.DateField()
    audience = serializers.ListField(
        child=serializers.ChoiceField(choices=Role.values), required=False, max_length=10
    )
    persons = Persons(required=False, max_length=MOST_PEOPLE)
    duration_min = serializers.IntegerField(min_value=1, max_value=6000, required=False)
    factors_considered = serializers.ListField(
        child=serializers.ChoiceField(choices=LiteracyFactor.values), required=False, max_length=10
    )
    evidence = serializers.CharField(max_length=600, required=False, allow_blank=True)
