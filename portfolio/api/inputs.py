"""What the portfolio's endpoints accept; a field nobody asked for is refused by name."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from governance.api.serializers import StrictSerializer
from portfolio.decisions.rules import FREEING
from portfolio.estimates.choices import SizeTap
from portfolio.initiatives.selectors.answers import LIST_ORDERS
from portfolio.life.choices import State, Verdict
from portfolio.life.rules import Changes
from portfolio.objectives.choices import Benefit, Direction

SORTS = [f"{sign}{name}" for name in LIST_ORDERS for sign in ("", "-")]

LARGEST = 2_000_000_000


def whole_euros(**options: Any) -> serializers.IntegerField:
    """Whole euros that a column can hold."""
    return serializers.IntegerField(min_value=0, max_value=LARGEST, **options)


def figure(**options: Any) -> serializers.DecimalField:
    """A value of a KPI."""
    return serializers.DecimalField(max_digits=14, decimal_places=3, **options)


def values(choices: Iterable[str]) -> list[str]:
    """The stored slugs of an enumeration."""
    return [str(choice) for choice in choices]


class ListFilter(StrictSerializer):
    state = serializers.ChoiceField(choices=values(State), required=False)
    captain = serializers.UUIDField(required=False)
    benefit = serializers.ChoiceField(choices=values(Benefit), required=False)
    sort = serializers.ChoiceField(choices=values(SORTS), required=False)
    cursor = serializers.CharField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=200)


class PageFilter(StrictSerializer):
    cursor = serializers.CharField(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=200)


class ProposalIn(StrictSerializer):
    title = serializers.CharField(max_length=160)
    summary = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    benefit = serializers.ChoiceField(choices=values(Benefit), required=False)
    beneficiaries = serializers.CharField(max_length=160, required=False, allow_blank=True)


class RangeIn(serializers.ListField):
    """Low, likely, high."""

    child = serializers.IntegerField(min_value=0, max_value=LARGEST)

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=3, max_length=3, **options)


class EstimatesIn(StrictSerializer):
    value_tap = serializers.ChoiceField(choices=values(SizeTap), required=False)
    effort_tap = serializers.ChoiceField(choices=values(SizeTap), required=False)
    cost_tap = serializers.ChoiceField(choices=values(SizeTap), required=False)
    value = RangeIn(required=False)
    days = RangeIn(required=False)
    cost = RangeIn(required=False)
    success_chance = serializers.DecimalField(max_digits=3, decimal_places=2, required=False)


class NextStepIn(StrictSerializer):
    text = serializers.CharField(max_length=200, allow_blank=True)
    by = serializers.UUIDField(required=False, allow_null=True)
    on = serializers.DateField(required=False, allow_null=True)


class InitiativeIn(StrictSerializer):
    title = serializers.CharField(max_length=160, required=False)
    summary = serializers.CharField(max_length=4000, required=False, allow_blank=True)
    benefit = serializers.ChoiceField(choices=values(Benefit), required=False)
    beneficiaries = serializers.CharField(max_length=160, required=False, allow_blank=True)
    captain = serializers.UUIDField(required=False)
    estimates = EstimatesIn(required=False)
    next_step = NextStepIn(required=False)
    budget = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST)
    tranches = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST),
        required=False,
        min_length=1,
        max_length=12,
        help_text="Whole euros that add up to `budget`; as proposed when not given.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "tranches" in attrs and "budget" not in attrs:
            raise serializers.ValidationError({"budget": serializers.ErrorDetail("", "required")})
        return attrs


class ChangesIn(StrictSerializer):
    target = figure(required=False)
    target_on = serializers.DateField(required=False)
    budget = whole_euros(required=False)
    captain_id = serializers.UUIDField(required=False)
    scope = serializers.CharField(required=False, max_length=4000)
    objective_id = serializers.UUIDField(required=False)

    def to_internal_value(self, data: Any) -> Changes:
        return Changes(**super().to_internal_value(data))


class SaidIn(StrictSerializer):
    reason = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    lesson = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    kept = serializers.CharField(required=False, allow_blank=True, max_length=2000)
    restart_on = serializers.DateField(required=False)
    claims_success = serializers.BooleanField(required=False)
    runs_on_id = serializers.UUIDField(required=False)


class InsteadIn(SaidIn):
    initiative_id = serializers.UUIDField()
    verdict = serializers.ChoiceField(choices=sorted(FREEING))
    expected_version = serializers.IntegerField(required=False, min_value=1)


class VerdictIn(SaidIn):
    verdict = serializers.ChoiceField(choices=values(Verdict))
    instead_of = InsteadIn(required=False)
    changes = ChangesIn(required=False)
    review_item_id = serializers.UUIDField(required=False)


class ReviewVerdictIn(SaidIn):
    verdict = serializers.ChoiceField(choices=values(Verdict))
    changes = ChangesIn(required=False)


class ObjectiveIn(StrictSerializer):
    benefit = serializers.ChoiceField(choices=values(Benefit))
    beneficiaries = serializers.CharField(max_length=160)
    kpi = serializers.CharField(max_length=160)
    unit = serializers.CharField(max_length=20)
    direction = serializers.ChoiceField(choices=values(Direction))
    baseline = figure(required=False, allow_null=True)
    baseline_on = serializers.DateField(required=False, allow_null=True)
    target = figure(required=False, allow_null=True)
    target_on = serializers.DateField(required=False, allow_null=True)
    cadence_days = serializers.IntegerField(required=False, min_value=1, max_value=366)
    monthly_value = whole_euros(required=False, allow_null=True)
    reuse_share = serializers.DecimalField(max_digits=3, decimal_places=2, required=False)
    destination = serializers.CharField(max_length=160, required=False, allow_blank=True)


class MeasurementIn(StrictSerializer):
    objective_id = serializers.UUIDField()
    value = figure()
    on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class ExpenseIn(StrictSerializer):
    amount = serializers.IntegerField(min_value=1, max_value=LARGEST)
    label = serializers.CharField(max_length=160)  # type: ignore[assignment]
    on = serializers.DateField(required=False)
    is_commitment = serializers.BooleanField(required=False, default=False)
    settles_id = serializers.UUIDField(required=False)
