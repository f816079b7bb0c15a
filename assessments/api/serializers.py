from typing import Any

from rest_framework import serializers

from assessments.models import Assessment
from assessments.rules.answers import Answers
from assessments.rules.branching import next_unanswered, visible_items
from assessments.rules.results import plain
from assessments.selectors import catalogue
from assessments.selectors.voices import Seat
from assessments.selectors.voices_page import stored_voices
from governance.api.serializers import StrictSerializer


class AssessmentSummarySerializer(serializers.ModelSerializer):
    level = serializers.SerializerMethodField()
    overall = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields: tuple[str, ...] = (
            "id",
            "state",
            "questionnaire_version",
            "engine_version",
            "started_by_id",
            "started_at",
            "completed_at",
            "level",
            "overall",
            "version",
        )

    def get_level(self, assessment: Assessment) -> int | None:
        return (assessment.result or {}).get("level")

    def get_overall(self, assessment: Assessment) -> float | None:
        return (assessment.result or {}).get("overall")


class VoiceGapSerializer(serializers.Serializer):
    """A question answered otherwise by the lead than by the crowd; `gap` is lead minus median."""

    item_id = serializers.CharField()
    lead = serializers.IntegerField(help_text="anchor 0 to 4 of the boss, else of the AI captain")
    crowd = serializers.ChoiceField(choices=["team", "pool", "managers"])
    anchor = serializers.IntegerField(help_text="the crowd's lower median, 0 to 4")
    gap = serializers.FloatField()
    strong = serializers.BooleanField()
    agrees = serializers.BooleanField(help_text="whether the crowd is of one mind")


class VoiceDimensionSerializer(serializers.Serializer):
    dimension = serializers.CharField()
    crowd = serializers.ChoiceField(choices=["team", "pool", "managers"])
    gap = serializers.FloatField(help_text="mean distance, in anchors")
    items = serializers.IntegerField()


class VoiceSpreadSerializer(serializers.Serializer):
    item_id = serializers.CharField()
    crowd = serializers.ChoiceField(choices=["team", "pool", "managers"])
    r_wg = serializers.FloatField()
    deviation = serializers.FloatField()
    agrees = serializers.BooleanField()


class VoicesSerializer(serializers.Serializer):
    """What several respondents show; `counts.team` is null below five."""

    counts = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    gaps = VoiceGapSerializer(many=True)
    dimensions = VoiceDimensionSerializer(many=True)
    spreads = VoiceSpreadSerializer(many=True)


class AssessmentSerializer(AssessmentSummarySerializer):
    """An assessment whole; `answers` count for the company, `own_answers` are the caller's."""

    answers = serializers.DictField()
    own_answers = serializers.DictField()
    asked = serializers.ListField(child=serializers.CharField())
    next = serializers.CharField(allow_null=True)
    result = serializers.DictField(allow_null=True)
    advice = serializers.DictField(allow_null=True)
    voices = VoicesSerializer(allow_null=True)

    class Meta(AssessmentSummarySerializer.Meta):
        fields = (
            *AssessmentSummarySerializer.Meta.fields,
            "answers",
            "own_answers",
            "asked",
            "next",
            "result",
            "advice",
            "voices",
        )


class AnswerInput(StrictSerializer):
    """An anchor 0 to 4 or "dk", an option's id, a list of them, or an object of whole numbers."""

    value = serializers.JSONField()


def assessment_document(seat: Seat, answers: Answers) -> dict[str, Any]:
    """An assessment whole: answers, what is asked next, result and advice as computed.

    While it is open, *asked* and *next* follow the caller's own answers where there are any.
    """
    assessment = seat.assessment
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    is_open = assessment.result is None
    path = seat.answers if is_open and seat.is_taken else answers
    following = next_unanswered(questionnaire, path) if is_open else None
    voices = stored_voices(assessment)
    return {
        **AssessmentSummarySerializer(assessment).data,
        "answers": plain(answers),
        "own_answers": plain(seat.answers),
        "asked": [item.id for item in visible_items(questionnaire, path)],
        "next": following.id if following else None,
        "result": assessment.result,
        "advice": assessment.advice,
        "voices": voices.as_dict() if voices else None,
    }
