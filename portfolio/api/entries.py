"""What is entered on an initiative: objectives, measurements, expenses."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.pagination import page_of
from governance.api.views import ApiView, expected_version, versioned
from portfolio.api.inputs import ExpenseIn, MeasurementIn, ObjectiveIn, PageFilter
from portfolio.api.outputs import ExpenseOut, MeasurementOut, ObjectiveOut
from portfolio.initiatives.api import PAGING, checked
from portfolio.initiatives.selectors.pages import get_initiative, objective_of
from portfolio.money.models import Expense
from portfolio.money.services import commit_money, record_expense
from portfolio.objectives.choices import Benefit, Direction
from portfolio.objectives.models import Measurement
from portfolio.objectives.services import ObjectiveInput, add_measurement, set_objective


def objective_input(given: dict[str, Any]) -> ObjectiveInput:
    """The objective as its service takes it."""
    words = {"benefit": Benefit(given["benefit"]), "direction": Direction(given["direction"])}
    return ObjectiveInput(**{**given, **words})


class InitiativeObjectives(ApiView):
    @extend_schema(
        operation_id="list_objectives", summary="Objectives", responses=page_of(ObjectiveOut)
    )
    def get(self, request: Request, initiative_id: UUID) -> Response:
        """The objectives of one initiative, in their order."""
        rows = get_initiative(initiative_id).objectives.order_by("position")
        data = ObjectiveOut(rows, many=True).data
        return Response({"results": data, "next": None, "previous": None})

    @extend_schema(
        operation_id="add_objective",
        summary="Add an objective",
        request=ObjectiveIn,
        responses={201: ObjectiveOut},
    )
    def post(self, request: Request, initiative_id: UUID) -> Response:
        """The initiative has one more objective; without a baseline it is to be measured."""
        given = objective_input(checked(ObjectiveIn, request.data))
        door: Any = request._request
        objective = set_objective(door.act, initiative_id=initiative_id, given=given)
        return versioned(ObjectiveOut(objective).data, objective.version, status=201)


class ObjectiveDetail(ApiView):
    @extend_schema(
        operation_id="change_objective",
        summary="Change an objective",
        request=ObjectiveIn,
        responses=ObjectiveOut,
    )
    def put(self, request: Request, objective_id: UUID) -> Response:
        """The objective is as given; once started, its target changes by a decision. If-Match."""
        given = objective_input(checked(ObjectiveIn, request.data))
        door: Any = request._request
        objective = set_objective(
            door.act,
            initiative_id=objective_of(objective_id).initiative_id,
            objective_id=objective_id,
            given=given,
            expected_version=expected_version(request),
        )
        return versioned(ObjectiveOut(objective).data, objective.version)


class InitiativeMeasurements(ApiView):
    @extend_schema(
        operation_id="list_measurements",
        summary="Measurements, newest first",
        parameters=PAGING,
        responses=MeasurementOut(many=True),
    )
    def get(self, request: Request, initiative_id: UUID) -> Response:
        """The measurements of one initiative."""
        checked(PageFilter, request.query_params.dict())
        row = get_initiative(initiative_id)
        pages = self.pagination_class()
        rows = Measurement.objects.filter(objective__initiative=row)
        page = pages.paginate_queryset(rows, request, view=self)
        return pages.get_paginated_response(MeasurementOut(page, many=True).data)

    @extend_schema(
        operation_id="add_measurement",
        summary="Add a measurement",
        request=MeasurementIn,
        responses={201: MeasurementOut},
    )
    def post(self, request: Request, initiative_id: UUID) -> Response:
        """The KPI has this value on that day (today by default)."""
        given = checked(MeasurementIn, request.data)
        door: Any = request._request
        known = {"initiative_id": initiative_id, "on": door.today}
        measurement = add_measurement(door.act, **{**known, **given})
        return Response(MeasurementOut(measurement).data, status=201)


class InitiativeExpenses(ApiView):
    @extend_schema(
        operation_id="list_expenses",
        summary="Expenses and commitments, newest first",
        parameters=PAGING,
        responses=ExpenseOut(many=True),
    )
    def get(self, request: Request, initiative_id: UUID) -> Response:
        """The money of one initiative."""
        checked(PageFilter, request.query_params.dict())
        row = get_initiative(initiative_id)
        pages = self.pagination_class()
        page = pages.paginate_queryset(Expense.objects.filter(initiative=row), request, view=self)
        return pages.get_paginated_response(ExpenseOut(page, many=True).data)

    @extend_schema(
        operation_id="add_expense",
        summary="Record an expense, or commit money",
        request=ExpenseIn,
        responses={201: ExpenseOut},
    )
    def post(self, request: Request, initiative_id: UUID) -> Response:
        """An expense is a fact; a commitment beyond what is released is refused."""
        given = checked(ExpenseIn, request.data)
        door: Any = request._request
        is_commitment = given.pop("is_commitment")
        write = commit_money if is_commitment else record_expense
        expense = write(
            door.act,
            initiative_id=initiative_id,
            **{"on": door.today, **_without_settles(given, is_commitment)},
        )
        return Response(ExpenseOut(expense).data, status=201)


def _without_settles(given: dict[str, Any], is_commitment: bool) -> dict[str, Any]:
    """A commitment settles nothing."""
    return {k: v for k, v in given.items() if k != "settles_id" or not is_commitment}
