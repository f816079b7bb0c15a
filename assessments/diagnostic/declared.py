"""The shapes of what an assessment holds beside its result: contradictions and marks."""

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from assessments.answers.models import Assessment
from assessments.contradictions.rules import Pair
from assessments.contradictions.selectors import contradictory, kept_pairs
from assessments.observed.rules import Seen
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import Answers
from assessments.results.rules.results import plain


class ContradictionSerializer(serializers.Serializer[Any]):
    """Two answers that do not go together, and why in the caller's language."""

    id = serializers.CharField()
    items = serializers.ListField(child=serializers.CharField())
    why = serializers.CharField()


class MarkSerializer(serializers.Serializer[Any]):
    """An answer held against the product's rows; `seen` is the anchor they show."""

    item_id = serializers.CharField()
    status = serializers.ChoiceField(["confirmed", "contradicted", "exceeded"])
    answered = serializers.IntegerField()
    seen = serializers.IntegerField()
    code = serializers.CharField()
    at = serializers.DateTimeField()


class ObservedSerializer(serializers.Serializer[Any]):
    """What the product saw at completion; `scores` of 100 where it saw half of a dimension."""

    on = serializers.DateField()
    marks = MarkSerializer(many=True)
    scores = serializers.DictField(child=serializers.FloatField())
    proven = serializers.ListField(child=serializers.CharField())


def contradictions_of(assessment: Assessment, answers: Answers) -> list[dict[str, Any]]:
    """The pairs of an open assessment now, of a completed one as they were kept."""
    if assessment.result is None:
        questionnaire = catalogue.questionnaire(assessment.questionnaire_version)
        return [_plain(pair) for pair in contradictory(questionnaire, answers)]
    noted = assessment.advice.contradictions if assessment.advice else None
    return [_plain(pair) for pair in kept_pairs(noted)]


def observed_of(seen: Seen) -> dict[str, Any]:
    """What the product saw, its moments as they are stored."""
    kept = [{**plain(one), "at": one.at.isoformat()} for one in seen.marks]
    return {**plain(seen), "marks": kept}


def _plain(pair: Pair) -> dict[str, Any]:
    language = get_language() or "fr"
    return {"id": pair.id, "items": list(pair.items), "why": pair.name.in_language(language)}
