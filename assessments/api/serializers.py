from typing import Any

from rest_framework import serializers

from assessments.api.shapes import shape
from assessments.models import Assessment
from assessments.rules.answers import Answers
from assessments.rules.branching import next_unanswered, visible_items
from assessments.rules.recommendations import Roadmap
from assessments.rules.results import Result, plain
from assessments.rules.use_cases import UseCaseAdvice
from assessments.selectors import catalogue
from assessments.selectors.answer_rows import AnswerRow
from governance.api.serializers import StrictSerializer

SUMMARY: tuple[str, ...] = (
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


class AssessmentSummarySerializer(serializers.ModelSerializer):
    level = serializers.SerializerMethodField()
    overall = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = SUMMARY

    def get_level(self, assessment: Assessment) -> int | None:
        return (assessment.result or {}).get("level")

    def get_overall(self, assessment: Assessment) -> float | None:
        return (assessment.result or {}).get("overall")


class AdviceSerializer(serializers.Serializer):
    """Recommendations and uses by id, as computed when the assessment was completed."""

    roadmap = shape(Roadmap)()
    uses = shape(UseCaseAdvice)()


class AssessmentSerializer(AssessmentSummarySerializer):
    """An assessment whole; `result` and `advice` are null until it is completed."""

    answers = serializers.DictField(child=serializers.JSONField())
    asked = serializers.ListField(child=serializers.CharField())
    next = serializers.CharField(allow_null=True)
    result = shape(Result)(allow_null=True)
    advice = AdviceSerializer(allow_null=True)

    class Meta(AssessmentSummarySerializer.Meta):
        fields = (*SUMMARY, "answers", "asked", "next", "result", "advice")


class AnswersSerializer(serializers.Serializer):
    """The firm's answers, one row per question that is asked."""

    assessment_id = serializers.UUIDField()
    questionnaire_version = serializers.CharField()
    rows = shape(AnswerRow)(many=True)


class AnswerInput(StrictSerializer):
    """An anchor 0 to 4 or "dk", an option's id, a list of them, or an object of whole numbers."""

    value = serializers.JSONField()


class MailInput(StrictSerializer):
    """Members who receive the result, each at most once a day."""

    members = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=200
    )


class MailsSerializer(serializers.Serializer):
    """How many members are told."""

    members = serializers.IntegerField()


def assessment_document(assessment: Assessment, answers: Answers) -> dict[str, Any]:
    """An assessment whole: answers, what is asked next, result and advice as computed."""
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    following = next_unanswered(questionnaire, answers) if assessment.result is None else None
    return {
        **AssessmentSummarySerializer(assessment).data,
        "answers": plain(answers),
        "asked": [item.id for item in visible_items(questionnaire, answers)],
        "next": following.id if following else None,
        "result": assessment.result,
        "advice": assessment.advice,
    }
