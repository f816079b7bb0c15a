"""What must not get worse: its KPI, its limit and its values."""

from datetime import date
from uuid import UUID

from msgspec import UNSET, UnsetType

from governance.api.operations import act, operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from portfolio.guards.models import GuardRail, GuardReading
from portfolio.guards.selectors import guard_of
from portfolio.guards.services import GuardInput, drop_guard, set_guard, tell_guard
from portfolio.objectives.choices import Direction
from portfolio.objectives.services.told import ToldBody
from tenants.shapes import LocalTime, Shape, all_shaped


class GuardAnswer(Shape, frozen=True, kw_only=True):
    """A KPI and its limit, in `unit`; better is less (*down*) or more (*up*) than the limit.

    `first_limit` is the one it had before anybody moved it.
    """

    id: UUID
    version: int
    initiative_id: UUID
    kpi: str
    unit: str
    direction: Direction
    limit: float
    first_limit: float
    cadence_days: int
    set_on: date


class GuardValueAnswer(Shape, frozen=True, kw_only=True):
    """Its value on one day; `part` of `whole` what was counted, where it was told so."""

    id: UUID
    on: date
    value: float
    part: float | None
    whole: float | None
    by_link: bool
    recorded_at: LocalTime


class GuardValueBody(ToldBody, frozen=True, kw_only=True):
    """A value, of today unless said otherwise."""

    on: date | UnsetType = UNSET


class InitiativeGuard(ApiView):
    @operation("What must not get worse", GuardAnswer, name="get_guard", writes_version=True)
    def get(self, initiative_id: UUID) -> GuardRail:
        """The guard rail of one initiative; 404 where none is set."""
        return guard_of(initiative_id)

    @operation(
        "Set what must not get worse",
        GuardAnswer,
        name="set_guard",
        body=GuardInput,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: GuardInput, initiative_id: UUID) -> GuardRail:
        """It is as given; once a value was told, only its limit and cadence change. If-Match."""
        return self.perform(
            set_guard,
            initiative_id=initiative_id,
            given=body,
            expected_version=self.expected_version(),
        )

    delete = act(drop_guard, "Take the guard rail away", None, status=204, writes_version=False)


class InitiativeGuardValues(ApiView):
    @operation("Values of the guard rail", Page[GuardValueAnswer], name="list_guard_values")
    def get(self, initiative_id: UUID) -> Page[GuardValueAnswer]:
        """What was told of it, the oldest first."""
        rows = guard_of(initiative_id).readings.order_by("on")
        return whole(tuple(all_shaped(GuardValueAnswer)(rows)))

    @operation(
        "Tell a value of the guard rail",
        GuardValueAnswer,
        name="tell_guard",
        body=GuardValueBody,
        status=201,
    )
    def post(self, body: GuardValueBody, initiative_id: UUID) -> GuardReading:
        """Its value of that day; told again, it is corrected."""
        on = self.act.today if body.on is UNSET else body.on
        return self.perform(tell_guard, initiative_id=initiative_id, value=body.needed(), on=on)
