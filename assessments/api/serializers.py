from typing import Any

from rest_framework import serializers

from assessments.api.declared import contradictions_of
from assessments.api.summaries import AssessmentSummarySerializer
from assessments.models import Assessment
from assessments.rules.answers import Answers
from assessments.rules.branching import visible_items
from assessments.rules.results import plain
from assessments.selectors import catalogue
from assessments.selectors.again_page import carryable, next_item
from governance.api.serializers import StrictSerializer


class AnswerInput(StrictSerializer):
    """An anchor 0 to 4 or "dk", an option's id, a list of them, or an object of whole numbers."""

    value = serializers.JSONField()


def assessment_document(assessment: Assessment, answers: Answers) -> dict[str, Any]:
    """An assessment whole: answers, what is asked next, result and advice as computed."""
    questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
    is_open = assessment.result is None
    advice = assessment.advice
    return {
        **AssessmentSummarySerializer(assessment).data,
        "answers": plain(answers),
        "asked": [item.id for item in visible_items(questionnaire, answers)],
        "next": next_item(assessment, answers) if is_open else None,
        "carryable": list(carryable(assessment, answers)) if is_open else [],
        "contradictions": contradictions_of(assessment, answers),
        "observed": (advice or {}).get("observed"),
        "result": assessment.result,
        "advice": advice,
    }
