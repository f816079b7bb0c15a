"""One line of the list of assessments."""

from rest_framework import serializers

from assessments.answers.models import Assessment


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
            "again_proposed_at",
            "level",
            "overall",
            "version",
        )

    def get_level(self, assessment: Assessment) -> int | None:
        return assessment.result.level if assessment.result else None

    def get_overall(self, assessment: Assessment) -> float | None:
        return assessment.result.overall if assessment.result else None
