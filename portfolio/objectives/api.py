from datetime import date
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from governance.api.codec import Body, PageQuery, given
from governance.api.operations import operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from portfolio.forecast.choices import Oddity
from portfolio.initiatives.selectors.pages import get_initiative, objective_of
from portfolio.objectives.choices import Verification
from portfolio.objectives.models import Measurement, Objective
from portfolio.objectives.selectors import measurement_of
from portfolio.objectives.services.bulk import Entry, add_measurements
from portfolio.objectives.services.measurements import (
    add_measurement,
    delete_measurement,
    edit_measurement,
    reverse_measurement,
)
from portfolio.objectives.services.objectives import ObjectiveInput, set_objective, verify_gain
from portfolio.objectives.services.told import ToldBody
from portfolio.standing.selectors.details import ObjectiveEntry
from tenants.bounds import one_of, text
from tenants.shapes import LocalTime, Shape, all_shaped

Note = Annotated[str, text(300, shortest=0)]


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


class VerificationBody(Body, frozen=True, kw_only=True):
    """Where the confirmed gain was seen; hours say what they were given to."""

    verification: Verification
    hours_used_for: Annotated[str, text(160, shortest=0)] = ""


class ObjectiveVerification(ApiView):
    @operation(
        "Say where a gain was seen",
        ObjectiveEntry,
        name="verify_gain",
        body=VerificationBody,
        status=201,
    )
    def post(self, body: VerificationBody, objective_id: UUID) -> Objective:
        """Only what was seen in the accounts or as hours enters the net gain."""
        return self.perform(verify_gain, objective_id=objective_id, **given(body))


class MeasurementAnswer(Shape, frozen=True, kw_only=True):
    """One value of a KPI on one day, in the KPI's unit.

    A wrong one stays, `withdrawn_at` some time for its `reason`, and counts no more; the right one
    `replaces_id` it. `odd` says why it was asked back and kept, `by_link` that it was typed behind
    the link of a mail; `part` of `whole` what was counted, where the value was told so.
    """

    id: UUID
    version: int
    objective_id: UUID
    on: date
    value: float
    part: float | None
    whole: float | None
    note: str
    document: str
    odd: Annotated[str, one_of(Oddity, [""])]
    by_link: bool
    recorded_at: LocalTime
    withdrawn_at: LocalTime | None
    reason: str
    replaces_id: UUID | None


def telling(body: ToldBody) -> dict[str, Any]:
    """What was given, its figure as it was told."""
    found = {name: one for name, one in given(body).items() if name not in ("part", "whole")}
    return found | {"value": body.needed()}


class MeasurementBody(ToldBody, frozen=True, kw_only=True):
    """A value of a KPI, of today unless said otherwise; what was asked back may be `confirmed`."""

    objective_id: UUID
    on: date | UnsetType = UNSET
    note: Note | UnsetType = UNSET
    document: Note | UnsetType = UNSET
    confirmed: bool = False


class MeasurementQuery(PageQuery, frozen=True, kw_only=True):
    """A page of what counts, or of everything where what was `withdrawn` is asked for too.

    `since` and `until` are the first and the last day, `objective` the one of that id.
    """

    withdrawn: bool = False
    objective: UUID | UnsetType = UNSET
    since: date | UnsetType = UNSET
    until: date | UnsetType = UNSET

    @property
    def wanted(self) -> dict[str, Any]:
        """The filters of the rows that are asked for."""
        asked = {
            "objective_id": self.objective,
            "on__gte": self.since,
            "on__lte": self.until,
            "withdrawn_at": UNSET if self.withdrawn else None,
        }
        return {name: one for name, one in asked.items() if one is not UNSET}


class ValueBody(ToldBody, frozen=True, kw_only=True):
    """What the measurement says from now on."""

    on: date
    note: Note = ""
    document: Note = ""
    confirmed: bool = False


class WithdrawalBody(ToldBody, frozen=True, kw_only=True):
    """Why the value is withdrawn, and the right one where it is known."""

    reason: Annotated[str, text(300)]
    on: date | None = None
    confirmed: bool = False


class InitiativeMeasurements(ApiView):
    @operation(
        "Measurements, newest first",
        Page[MeasurementAnswer],
        name="list_measurements",
        query=MeasurementQuery,
    )
    def get(self, query: MeasurementQuery, initiative_id: UUID) -> Page[MeasurementAnswer]:
        """The measurements of one initiative that count; with `withdrawn`, all of them."""
        row = get_initiative(initiative_id)
        rows = Measurement.objects.filter(objective__initiative=row, **query.wanted)
        return self.page(rows, all_shaped(MeasurementAnswer), ordering=("-on", "-id"))

    @operation(
        "Add a measurement",
        MeasurementAnswer,
        name="add_measurement",
        body=MeasurementBody,
        status=201,
    )
    def post(self, body: MeasurementBody, initiative_id: UUID) -> Measurement:
        """The KPI has this value on that day (today by default)."""
        told = {"on": self.today, **telling(body)}
        return self.perform(add_measurement, initiative_id=initiative_id, **told)


class BulkEntry(ToldBody, frozen=True, kw_only=True):
    """One value, of the objective of that id or of that own reference."""

    objective_id: UUID | UnsetType = UNSET
    objective_ref: Annotated[str, text(80)] | UnsetType = UNSET
    on: date | UnsetType = UNSET
    note: Note = ""
    document: Note = ""
    confirmed: bool = False


class BulkBody(Body, frozen=True, kw_only=True):
    """At most two hundred values."""

    measurements: Annotated[tuple[BulkEntry, ...], Meta(min_length=1, max_length=200)]


class BulkAnswer(Shape, frozen=True, kw_only=True):
    """What stands recorded now, in the order of what was sent."""

    results: tuple[MeasurementAnswer, ...]


class Measurements(ApiView):
    @operation(
        "Add many measurements, all or none",
        BulkAnswer,
        name="add_measurements",
        body=BulkBody,
        status=201,
    )
    def post(self, body: BulkBody) -> BulkAnswer:
        """Every KPI has its value on its day; sent again, nothing changes."""
        entries = [
            Entry(
                objective_id=one.objective_id or None,
                objective_ref=(one.objective_ref or "").strip(),
                value=one.needed(),
                on=one.on or self.today,
                note=one.note,
                document=one.document,
                confirmed=one.confirmed,
            )
            for one in body.measurements
        ]
        rows = self.perform(add_measurements, entries=entries)
        return BulkAnswer(results=tuple(all_shaped(MeasurementAnswer)(rows)))


class MeasurementDetail(ApiView):
    @operation("One measurement", MeasurementAnswer, name="get_measurement", writes_version=True)
    def get(self, measurement_id: UUID) -> Measurement:
        """One measurement, withdrawn or not."""
        return measurement_of(measurement_id)

    @operation(
        "Change a measurement",
        MeasurementAnswer,
        name="change_measurement",
        body=ValueBody,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: ValueBody, measurement_id: UUID) -> Measurement:
        """It is as given, as long as no review and no decision has relied on it. If-Match."""
        return self.perform(
            edit_measurement,
            measurement_id=measurement_id,
            expected_version=self.expected_version(),
            **telling(body),
        )

    @operation("Delete a measurement", None, name="delete_measurement", status=204)
    def delete(self, measurement_id: UUID) -> None:
        """It is gone, as long as no review and no decision has relied on it."""
        self.perform(delete_measurement, measurement_id=measurement_id)


class MeasurementReversal(ApiView):
    @operation(
        "Withdraw a measurement",
        MeasurementAnswer,
        name="reverse_measurement",
        body=WithdrawalBody,
        status=201,
    )
    def post(self, body: WithdrawalBody, measurement_id: UUID) -> Measurement:
        """The wrong value stays withdrawn with its reason, then the right one counts."""
        return self.perform(
            reverse_measurement,
            measurement_id=measurement_id,
            reason=body.reason,
            value=body.told(),
            on=body.on,
            confirmed=body.confirmed,
        )
