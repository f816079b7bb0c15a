from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, UnsetType

from governance.api.codec import Body, PageQuery, given
from governance.api.operations import operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from portfolio.forecast.choices import Oddity
from portfolio.initiatives.selectors.pages import get_initiative, objective_of
from portfolio.objectives.models import Measurement, Objective
from portfolio.objectives.services import ObjectiveInput, add_measurement, set_objective
from portfolio.standing.selectors.details import ObjectiveEntry
from tenants.bounds import Figure, one_of, text
from tenants.shapes import Shape, all_shaped


class InitiativeObjectives(ApiView):
    @operation("Objectives", Page[ObjectiveEntry], name="list_objectives")
    def get(self, initiative_id: UUID) -> Page[ObjectiveEntry]:
        """The objectives of one initiative, in their order."""
        rows = get_initiative(initiative_id).objectives.order_by("position")
        return whole(tuple(all_shaped(ObjectiveEntry)(rows)))

    @operation(
        "Add an objective",
        ObjectiveEntry,
        name="add_objective",
        body=ObjectiveInput,
        status=201,
        writes_version=True,
    )
    def post(self, body: ObjectiveInput, initiative_id: UUID) -> Objective:
        """The initiative has one more objective; without a baseline it is to be measured."""
        return self.perform(set_objective, initiative_id=initiative_id, given=body)


class ObjectiveDetail(ApiView):
    @operation("One objective", ObjectiveEntry, name="get_objective", writes_version=True)
    def get(self, objective_id: UUID) -> Objective:
        """One objective; what PUT takes may be this answer, changed."""
        return objective_of(objective_id)

    @operation(
        "Change an objective",
        ObjectiveEntry,
        name="change_objective",
        body=ObjectiveInput,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: ObjectiveInput, objective_id: UUID) -> Objective:
        """The objective is as given; once started, its target changes by a decision. If-Match."""
        return self.perform(
            set_objective,
            initiative_id=objective_of(objective_id).initiative_id,
            objective_id=objective_id,
            given=body,
            expected_version=self.expected_version(),
        )


class MeasurementAnswer(Shape, frozen=True, kw_only=True):
    """One value of a KPI on one day, in its unit; `odd` says why it was asked back and kept."""

    id: UUID
    objective_id: UUID
    on: date
    value: float
    note: str
    document: str
    odd: Annotated[str, one_of(Oddity, [""])]


class MeasurementBody(Body, frozen=True, kw_only=True):
    """A value of a KPI, of today unless said otherwise; `confirmed` when it was asked back."""

    objective_id: UUID
    value: Figure
    on: date | UnsetType = UNSET
    note: Annotated[str, text(300, shortest=0)] | UnsetType = UNSET
    document: Annotated[str, text(300, shortest=0)] | UnsetType = UNSET
    confirmed: bool | UnsetType = UNSET


class InitiativeMeasurements(ApiView):
    @operation(
        "Measurements, newest first",
        Page[MeasurementAnswer],
        name="list_measurements",
        query=PageQuery,
    )
    def get(self, query: PageQuery, initiative_id: UUID) -> Page[MeasurementAnswer]:
        """The measurements of one initiative."""
        row = get_initiative(initiative_id)
        rows = Measurement.objects.filter(objective__initiative=row)
        return self.page(rows, all_shaped(MeasurementAnswer))

    @operation(
        "Add a measurement",
        MeasurementAnswer,
        name="add_measurement",
        body=MeasurementBody,
        status=201,
    )
    def post(self, body: MeasurementBody, initiative_id: UUID) -> Measurement:
        """The KPI has this value on that day (today by default)."""
        told = {"on": self.today, **given(body)}
        return self.perform(add_measurement, initiative_id=initiative_id, **told)
