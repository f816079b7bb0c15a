from dataclasses import replace
from typing import Any

from rest_framework import serializers

from assessments.again.selectors import carryable, next_item
from assessments.diagnostic.api_summaries import AssessmentSummarySerializer
from assessments.diagnostic.declared import (
    ContradictionSerializer,
    ObservedSerializer,
    contradictions_of,
    observed_of,
)
from assessments.diagnostic.shapes import shape
from assessments.papers.selectors import AnswerRow
from assessments.questionnaire.rules.answers import visible_items
from assessments.results.rules.results import Result, plain
from assessments.roadmap.rules.recommendations import Roadmap
from assessments.uses.rules import UseCaseAdvice
from assessments.voices.rules.picture import Voices
from assessments.voices.selectors.voices import Seat, shared_voices
from governance.api.serializers import StrictSerializer


class AdviceSerializer(serializers.Serializer):
    """Recommendations and uses by id, as computed when the assessment was completed."""

    roadmap = shape(Roadmap)()
    uses = shape(UseCaseAdvice)()


class AssessmentSerializer(AssessmentSummarySerializer):
    """An assessment whole; `answers` count for the company, `own_answers` are the caller's.

    `carryable` items may be confirmed with their answers of before.
    `result`, `advice` and `voices` are null until it is completed, and `voices` where one person
    answered alone; in it, `counts.team` is null below five.
    """

    answers = serializers.DictField(child=serializers.JSONField())
    own_answers = serializers.DictField(child=serializers.JSONField())
    asked = serializers.ListField(child=serializers.CharField())
    next = serializers.CharField(allow_null=True)
    carryable = serializers.ListField(child=serializers.CharField())
    contradictions = ContradictionSerializer(many=True)
    observed = ObservedSerializer(allow_null=True)
    result = shape(Result)(allow_null=True)
    advice = AdviceSerializer(allow_null=True)
    voices = shape(Voices)(allow_null=True)

    class Meta(AssessmentSummarySerializer.Meta):
        fields = (
            *AssessmentSummarySerializer.Meta.fields,
            "answers",
            "own_answers",
            "asked",
            "next",
            "carryable",
            "contradictions",
            "observed",
            "result",
            "advice",
            "voices",
        )


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


def assessment_document(seat: Seat) -> dict[str, Any]:
    """An assessment whole: answers, what is asked next, result and advice as computed.

    While it is open, *asked* and *next* follow the caller's own answers where there are any.
    """
    assessment = seat.assessment
    is_open = assessment.result is None
    reader = seat if is_open and seat.is_taken else replace(seat, answers=seat.firm)
    heard = shared_voices(assessment)
    advice = assessment.advice
    return {
        **AssessmentSummarySerializer(assessment).data,
        "answers": plain(seat.firm),
        "own_answers": plain(seat.answers),
        "asked": [item.id for item in visible_items(seat.questionnaire, reader.answers)],
        "next": next_item(reader) if is_open else None,
        "carryable": list(carryable(seat)) if is_open else [],
        "contradictions": contradictions_of(assessment, seat.firm),
        "observed": observed_of(advice.observed) if advice and advice.observed else None,
        "result": plain(assessment.result),
        "advice": plain({"roadmap": advice.roadmap, "uses": advice.uses}) if advice else None,
        "voices": plain(heard.picture) if heard else None,
    }
