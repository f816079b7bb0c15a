"""What somebody has to measure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from portfolio.adoption.models import AdoptionReading
from portfolio.cap.selectors import get_portfolio
from portfolio.guards.models import GuardRail, GuardReading
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.measuring.rules import due_on
from portfolio.objectives.models import Measurement, Objective

ADOPTION_CADENCE = 30
CARRIED = (State.ACTIVE, State.PAUSED, State.COMPLETED)


@dataclass(frozen=True, kw_only=True)
class WantedValue:
    """One KPI that its captain measures; `due_on` is None before its go-live."""

    objective: Objective
    last_value: Decimal | None
    last_on: date | None
    due_on: date | None

    @property
    def id(self) -> UUID:
        """Of the objective."""
        return self.objective.id


@dataclass(frozen=True, kw_only=True)
class WantedUse:
    """One initiative whose captain says how many use it; the last reading, if there is one.

    `people_served` is the headcount of its beneficiaries, where it is said.
    """

    initiative: Initiative
    people_served: int | None
    last: AdoptionReading | None
    due_on: date | None

    @property
    def id(self) -> UUID:
        """Of the initiative."""
        return self.initiative.id


@dataclass(frozen=True, kw_only=True)
class WantedGuard:
    """What must not get worse of one initiative, which its captain measures too."""

    guard: GuardRail
    last_value: Decimal | None
    last_on: date | None
    due_on: date | None

    @property
    def id(self) -> UUID:
        """Of the guard rail."""
        return self.guard.id


Wanted = TypeVar("Wanted", WantedValue, WantedUse, WantedGuard)


@dataclass(frozen=True, kw_only=True)
class MeasuringMonth:
    """What one person measures, what is due first."""

    values: tuple[WantedValue, ...]
    guards: tuple[WantedGuard, ...]
    uses: tuple[WantedUse, ...]

    def only(self, ids: Collection[UUID | None]) -> "MeasuringMonth":
        """Of it, what those ids name."""
        return MeasuringMonth(
            values=tuple(one for one in self.values if one.id in ids),
            guards=tuple(one for one in self.guards if one.id in ids),
            uses=tuple(one for one in self.uses if one.id in ids),
        )

    def due(self, *, by: date) -> int:
        """How many of them are due by that day."""
        every: tuple[WantedValue | WantedGuard | WantedUse, ...] = (
            *self.values,
            *self.guards,
            *self.uses,
        )
        days = [one.due_on for one in every]
        return sum(day is not None and day <= by for day in days)


def month_of(member_id: UUID) -> MeasuringMonth:
    """What that member carries and measures; five statements."""
    closed = frozenset(get_portfolio().closed_months)
    carried = Initiative.objects.filter(captain_id=member_id, state__in=CARRIED)
    latest = Measurement.objects.filter(objective=OuterRef("pk"), withdrawn_at=None).order_by("-on")
    rows = (
        Objective.objects.filter(initiative__in=carried)
        .select_related("initiative")
        .annotate(
            last_value=Subquery(latest.values("value")[:1]),
            last_on=Subquery(latest.values("on")[:1]),
        )
    )
    values = [_value(one, closed) for one in rows.order_by("initiative__title", "position")]
    guards = _guards(carried, closed)
    uses = _uses(carried.filter(~Q(started_on=None)).order_by("title"), closed)
    return MeasuringMonth(
        values=_first_due(values), guards=_first_due(guards), uses=_first_due(uses)
    )


def _value(row: Objective, closed: frozenset[int]) -> WantedValue:
    last_value, last_on = row.last_value, row.last_on  # type: ignore[attr-defined]
    begun = _begun_on(row.initiative)
    due = due_on(last_on=last_on, begun_on=begun, cadence_days=row.cadence_days, closed=closed)
    return WantedValue(
        objective=row,
        last_value=last_value,
        last_on=last_on,
        due_on=row.baseline_due if row.baseline is None else due,
    )


def _guards(carried: QuerySet[Initiative], closed: frozenset[int]) -> list[WantedGuard]:
    latest = GuardReading.objects.filter(guard=OuterRef("pk")).order_by("-on")
    rows = (
        GuardRail.objects.filter(initiative__in=carried)
        .select_related("initiative")
        .annotate(
            last_value=Subquery(latest.values("value")[:1]),
            last_on=Subquery(latest.values("on")[:1]),
        )
    )
    return [
        WantedGuard(
            guard=row,
            last_value=row.last_value,
            last_on=row.last_on,
            due_on=due_on(
                last_on=row.last_on,
                begun_on=_begun_on(row.initiative),
                cadence_days=row.cadence_days,
                closed=closed,
            ),
        )
        for row in rows.order_by("initiative__title")
    ]


def _uses(rows: QuerySet[Initiative], closed: frozenset[int]) -> list[WantedUse]:
    served = Objective.objects.filter(initiative=OuterRef("pk")).order_by("position")
    carried = list(rows.annotate(people_served=Subquery(served.values("people_served")[:1])))
    readings = AdoptionReading.objects.filter(initiative__in=carried).order_by("initiative", "-on")
    last = {one.initiative_id: one for one in readings.distinct("initiative")}
    return [_use(row, last.get(row.id), closed) for row in carried]


def _use(row: Initiative, last: AdoptionReading | None, closed: frozenset[int]) -> WantedUse:
    due = due_on(
        last_on=last.on if last else None,
        begun_on=_begun_on(row),
        cadence_days=ADOPTION_CADENCE,
        closed=closed,
    )
    served = row.people_served  # type: ignore[attr-defined]
    return WantedUse(initiative=row, people_served=served, last=last, due_on=due)


def _begun_on(row: Initiative) -> date | None:
    """From when its values count; None while its go-live is awaited."""
    return row.live_on or (None if row.live_expected_on else row.started_on)


def _first_due(rows: list[Wanted]) -> tuple[Wanted, ...]:
    return tuple(sorted(rows, key=lambda one: one.due_on or date.max))


class _Measured(Owed, kw_only=True):
    """What says when the next value is due: `begun_on` and `last_on` as `due_on` reads them."""

    has_baseline: bool = True
    baseline_due: date | None = None
    begun_on: date | None = None
    last_on: date | None = None
    cadence_days: int = ADOPTION_CADENCE
    closed: tuple[int, ...] = ()


def _measured(row: _Measured, reader: Reader) -> Duty | None:
    due = row.baseline_due
    if row.has_baseline:
        due = due_on(
            last_on=row.last_on,
            begun_on=row.begun_on,
            cadence_days=row.cadence_days,
            closed=frozenset(row.closed),
        )
    if due is None:
        return None
    kind = DutyKind(row.code)
    return Duty(
        kind=kind,
        powers=(Power(permission="measurement.add"),),
        door=Place(route="measuring"),
        operation=Place(route=OPERATIONS[kind], parts=(row.initiative_id,)),
        **{**row.of(reader), "due_on": due},
    )


OPERATIONS = {
    DutyKind.MEASURE: "api_initiative_measurements",
    DutyKind.GUARD: "api_initiative_guard_values",
    DutyKind.USE: "api_initiative_adoption",
}
BEGUN = "coalesce(i.live_on, CASE WHEN i.live_expected_on IS NULL THEN i.started_on END)"
STATES = tuple(one.value for one in CARRIED)
# As `month_of`.
VALUES_OWED = DutySource(
    sql=f"""
SELECT o.id, i.id AS initiative_id, i.captain_id, '{DutyKind.MEASURE}' AS code, o.kpi AS title,
 i.title AS about, o.baseline IS NOT NULL AS has_baseline, o.baseline_due,
 {BEGUN} AS begun_on, o.cadence_days,
 (SELECT max(m."on") FROM portfolio_measurement m
  WHERE m.objective_id = o.id AND m.withdrawn_at IS NULL) AS last_on,
 (SELECT closed_months FROM portfolio_portfolio LIMIT 1) AS closed
FROM portfolio_objective o JOIN portfolio_initiative i ON i.id = o.initiative_id
WHERE i.captain_id = %(reader)s AND i.state IN {STATES}
""",
    row=_Measured,
    read=_measured,
)
GUARDS_OWED = DutySource(
    sql=f"""
SELECT g.id, i.id AS initiative_id, i.captain_id, '{DutyKind.GUARD}' AS code, g.kpi AS title,
 i.title AS about, {BEGUN} AS begun_on, g.cadence_days,
 (SELECT max(r."on") FROM portfolio_guardreading r WHERE r.guard_id = g.id) AS last_on,
 (SELECT closed_months FROM portfolio_portfolio LIMIT 1) AS closed
FROM portfolio_guardrail g JOIN portfolio_initiative i ON i.id = g.initiative_id
WHERE i.captain_id = %(reader)s AND i.state IN {STATES}
""",
    row=_Measured,
    read=_measured,
)
USES_OWED = DutySource(
    sql=f"""
SELECT i.id, i.id AS initiative_id, i.captain_id, '{DutyKind.USE}' AS code, i.title,
 {BEGUN} AS begun_on,
 (SELECT max(a."on") FROM portfolio_adoptionreading a WHERE a.initiative_id = i.id) AS last_on,
 (SELECT closed_months FROM portfolio_portfolio LIMIT 1) AS closed
FROM portfolio_initiative i
WHERE i.captain_id = %(reader)s AND i.state IN {STATES} AND i.started_on IS NOT NULL
""",
    row=_Measured,
    read=_measured,
)
