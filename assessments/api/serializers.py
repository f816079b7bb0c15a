from typing import Any

from rest_framework import serializers

from assessments.models import Assessment
from assessments.rules.answers import Answers
from assessments.rules.branching import next_unanswered, visible_items
from assessments.rules.results import plain
from assessments.selectors import catalogue
from governance.api.serializers import StrictSerializer


class AssessmentSummarySerializer(serializers.ModelSerializer):
    level = serializers.SerializerMethodField()
    overall = serializers.SerializerMethodField()

    class Meta:
        model = Assessment
        fields = (
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


class AnswerInput(StrictSerializer):
    """An anchor 0 to 4 or "dk", an option's id, a list of them, or an object of whole numbers."""

    value = serializers.JSONField()


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
