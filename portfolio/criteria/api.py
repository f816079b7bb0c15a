"""*We stop if…*: what is in force, what is proposed, what is to hold from now on."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.serializers import StrictSerializer
from governance.api.views import ApiView, expected_version, versioned
from portfolio.api.inputs import figure, values
from portfolio.api.outputs import CriterionOut
from portfolio.criteria.choices import Comparison, StopMetric
from portfolio.criteria.services import CriterionInput, proposed_criteria, set_criteria
from portfolio.initiatives.api import checked
from portfolio.initiatives.selectors.pages import get_initiative, initiative_page


class CriterionIn(StrictSerializer):
    """`value` is a share from 0 to 1, or whole euros for `spend`; `date` needs `by_date` only."""

    metric = serializers.ChoiceField(choices=values(StopMetric))
    comparison = serializers.ChoiceField(choices=values(Comparison))
    value = figure(required=False, allow_null=True)
    by_date = serializers.DateField(required=False, allow_null=True)


class CriteriaIn(StrictSerializer):
    criteria = CriterionIn(many=True, allow_empty=False, max_length=12)  # type: ignore[call-arg]


class CriteriaOut(serializers.Serializer):
    """What is in force, and what the service would propose: send it back to accept it."""

    criteria = CriterionOut(many=True)
    proposed = CriterionIn(many=True)


class InitiativeCriteria(ApiView):
    @extend_schema(operation_id="get_criteria", summary="Stop criteria", responses=CriteriaOut)
    def get(self, request: Request, initiative_id: UUID) -> Response:
        """The stop criteria in force, and those that are proposed; ETag is the initiative's."""
        return self._answer(request, initiative_id)

    @extend_schema(
        operation_id="set_criteria",
        summary="Set the stop criteria",
        request=CriteriaIn,
        responses=CriteriaOut,
    )
    def put(self, request: Request, initiative_id: UUID) -> Response:
        """These are in force; once started, those before stay readable as superseded."""
        door: Any = request._request
        given = checked(CriteriaIn, request.data)["criteria"]
        set_criteria(
            door.act,
            initiative_id=initiative_id,
            criteria=[criterion_input(one) for one in given],
            expected_version=expected_version(request),
        )
        return self._answer(request, initiative_id)

    def _answer(self, request: Request, initiative_id: UUID) -> Response:
        door: Any = request._request
        page = initiative_page(initiative_id=initiative_id, today=door.today, actor=self.actor)
        proposed = proposed_criteria(initiative=get_initiative(initiative_id), today=door.today)
        data = CriteriaOut({"criteria": page.criteria, "proposed": proposed}).data
        return versioned(data, page.card.version)


def criterion_input(given: dict[str, Any]) -> CriterionInput:
    """The criterion as its service takes it."""
    words = {
        "metric": StopMetric(given["metric"]),
        "comparison": Comparison(given["comparison"]),
    }
    return CriterionInput(**{**given, **words})
