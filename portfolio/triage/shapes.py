"""How the legal triage is asked and answered in JSON."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from governance.api.serializers import StrictSerializer
from governance.law.choices import Dpia as Settled
from governance.law.forms import TAPS
from governance.law.rules.laws import Gate, LawQuestion, TriageClass
from governance.law.rules.taps import Tap
from governance.law.rules.triage import Dpia, asked_questions
from governance.law.selectors import TriageFacts
from portfolio.triage.forms import public_question
from portfolio.triage.selectors import TriagePage

TAP_ANSWERS = ("no", "yes", "unsure")


class TapsIn(StrictSerializer):
    """`public` is for an idea of one's own, and asked for there."""

    people = serializers.ChoiceField(choices=TAP_ANSWERS)
    forbidden = serializers.ChoiceField(choices=TAP_ANSWERS)
    data = serializers.ChoiceField(choices=TAP_ANSWERS)  # type: ignore[assignment]
    public = serializers.ChoiceField(choices=TAP_ANSWERS, required=False)


class TriageIn(StrictSerializer):
    """`taps`, or `answers`: question id → one of the answers that it offers."""

    taps = TapsIn(required=False)
    answers = serializers.DictField(child=serializers.CharField(max_length=30), required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("taps" in attrs) == ("answers" in attrs):
            code = serializers.ErrorDetail("", "taps_or_answers")
            raise serializers.ValidationError({"answers": code})
        return attrs


class EvidenceIn(StrictSerializer):
    """Evidence code → a document, a place, a person."""

    references = serializers.DictField(
        child=serializers.CharField(max_length=300, allow_blank=True), allow_empty=False
    )


class DpiaIn(StrictSerializer):
    settled = serializers.ChoiceField(choices=[one.value for one in Settled])
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class TapOut(serializers.Serializer):
    id = serializers.CharField()
    text = serializers.CharField()
    answers = serializers.ListField(child=serializers.CharField())


class QuestionOut(TapOut):
    """`asked` says whether it is asked after the answers so far; `needs_any` after which."""

    article = serializers.CharField()
    asked = serializers.BooleanField()
    needs_any = serializers.ListField(child=serializers.CharField())


class EvidenceOut(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()
    reference = serializers.CharField()


class DutyOut(serializers.Serializer):
    id = serializers.CharField()
    text = serializers.CharField()
    article = serializers.CharField()
    from_date = serializers.DateField()
    status = serializers.CharField()


class TriageResultOut(serializers.Serializer):
    """`blockers` are the codes of what forbids a start; `missing` the evidence still awaited."""

    number = serializers.IntegerField()
    triage_class = serializers.ChoiceField(choices=[one.value for one in TriageClass])
    gate = serializers.ChoiceField(choices=[one.value for one in Gate])
    transparency = serializers.BooleanField()
    dpia = serializers.ChoiceField(choices=[one.value for one in Dpia])
    dpia_settled = serializers.ChoiceField(choices=[one.value for one in Settled])
    dpia_note = serializers.CharField()
    evidence = EvidenceOut(many=True)
    missing = serializers.ListField(child=serializers.CharField())
    blockers = serializers.ListField(child=serializers.CharField())
    obligations = DutyOut(many=True)
    needs_review = serializers.BooleanField()
    review_at = serializers.DateField()
    law_version = serializers.CharField()
    answers = serializers.DictField(child=serializers.CharField())
    answered_by_id = serializers.UUIDField()
    answered_at = serializers.DateTimeField()


class TriageOut(serializers.Serializer):
    """Three taps where they are enough, else every question; then the latest result."""

    law_version = serializers.CharField()
    disclaimer = serializers.CharField()
    taps_are_enough = serializers.BooleanField()
    taps = TapOut(many=True)
    questions = QuestionOut(many=True)
    result = TriageResultOut(allow_null=True)


def triage_document(page: TriagePage) -> dict[str, Any]:
    """The triage in the language of the request."""
    language = (get_language() or "fr")[:2]
    answers = page.latest.answers if page.latest else {}
    asked = set(asked_questions(law=page.law, answers=answers))
    return {
        "law_version": page.law.version,
        "disclaimer": page.law.disclaimer[language],
        "taps_are_enough": page.taps_are_enough,
        "taps": list(_taps(page)) if page.taps_are_enough else [],
        "questions": [
            _question(one, page, language=language, is_asked=one.id in asked)
            for one in (*page.law.questions, *page.law.gdpr)
        ],
        "result": _result(page, page.latest, language) if page.latest else None,
    }


def _taps(page: TriagePage) -> Iterator[dict[str, Any]]:
    for tap in Tap:
        yield {"id": tap.value, "text": str(TAPS[tap]), "answers": TAP_ANSWERS}
    if page.own_idea:
        yield {"id": "public", "text": str(public_question().label), "answers": TAP_ANSWERS}


def _question(
    question: LawQuestion, page: TriagePage, *, language: str, is_asked: bool
) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.text[language],
        "answers": question.options or page.law.answers,
        "article": question.article,
        "asked": is_asked,
        "needs_any": question.show_if_any,
    }


def _result(page: TriagePage, latest: TriageFacts, language: str) -> dict[str, Any]:
    names = [str(name) for name in TriageResultOut().fields]
    rules = {rule.id: rule for rule in page.law.obligations}
    return {
        **{name: getattr(latest, name) for name in names},
        "evidence": [
            {
                "code": code,
                "text": page.law.evidence[code][language],
                "reference": latest.evidence.get(code, ""),
            }
            for code in latest.needs
        ],
        "obligations": [
            {
                "id": one.id,
                "text": rules[one.id].text[language] if one.id in rules else "",
                "article": one.article,
                "from_date": one.from_date,
                "status": one.status,
            }
            for one in latest.obligations
        ],
    }
