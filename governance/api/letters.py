"""How a mandate is written as JSON, and what may be asked of a new one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from governance.api.serializers import StrictSerializer
from governance.api.views import versioned
from governance.choices import MandateKind
from governance.models import Mandate
from governance.rules.mandates import MOST_VERDICTS, MandateState, MandateTerms
from governance.selectors.letters import get_letter

LARGEST = 100_000_000


class PersonSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField(source="display_name")


class MandateSerializer(serializers.ModelSerializer):
    """A mandate on this day: amounts in whole euros, `ends` its last valid day."""

    initiative_id = serializers.UUIDField(allow_null=True)
    holder = PersonSerializer()
    deputy = PersonSerializer(allow_null=True)
    issued_by = PersonSerializer()
    days_per_month = serializers.FloatField()

    class Meta:
        model = Mandate
        fields = (
            "id",
            "version",
            "kind",
            "initiative_id",
            "holder",
            "deputy",
            "issued_by",
            "scope_text",
            "verdicts",
            "ceiling_per_decision",
            "ceiling_total",
            "days_per_month",
            "starts",
            "ends",
            "issued_at",
            "accepted_at",
            "revoked_at",
        )


class LetterSerializer(serializers.Serializer):
    """A mandate with where it stands: only a `running` one carries decisions."""

    state = serializers.ChoiceField(choices=[state.value for state in MandateState])
    spent = serializers.IntegerField()
    left = serializers.IntegerField()
    mandate = MandateSerializer()


class TermsInput(StrictSerializer):
    """What is not given stays as proposed: usual powers, modest ceilings, twelve months."""

    verdicts = serializers.ListField(
        child=serializers.ChoiceField(choices=MOST_VERDICTS[MandateKind.COMPANY]), required=False
    )
    ceiling_per_decision = serializers.IntegerField(min_value=0, max_value=LARGEST, required=False)
    ceiling_total = serializers.IntegerField(min_value=0, max_value=LARGEST, required=False)
    days_per_month = serializers.DecimalField(max_digits=3, decimal_places=1, required=False)
    starts = serializers.DateField(required=False)
    ends = serializers.DateField(required=False)
    deputy_id = serializers.UUIDField(required=False, allow_null=True)


class CompanyTermsInput(TermsInput):
    holder_id = serializers.UUIDField()


class RevocationInput(StrictSerializer):
    reason = serializers.CharField(max_length=2000)


def written(proposed: MandateTerms, given: Mapping[str, Any]) -> MandateTerms:
    """The proposed letter with what was given in its place."""
    changed = dict(given)
    if "verdicts" in changed:
        changed["verdicts"] = tuple(changed["verdicts"])
    if "days_per_month" in changed:
        changed["days_per_month"] = float(changed["days_per_month"])
    return replace(proposed, **changed)


def one_letter(mandate: Mandate, *, today: date, status: int = 200) -> Response:
    """The letter as it stands, its version as ETag."""
    letter = get_letter(mandate.id, today=today)
    return versioned(LetterSerializer(letter).data, letter.mandate.version, status=status)
