"""What somebody has to measure, and what stands behind the link of a mail."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from governance.members.models import Member
from portfolio.adoption.models import AdoptionReading
from portfolio.cap.selectors import get_portfolio
from portfolio.guards.models import GuardRail, GuardReading
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.measuring.models import MeasuringLink
from portfolio.measuring.rules import due_on
from portfolio.objectives.models import Measurement, Objective
from tenants.errors import NotFound, Refused
from tenants.tokens import token_digest

ADOPTION_CADENCE = 30
CARRIED = (State.ACTIVE, State.PAUSED, State.COMPLETED)
SALT = "portfolio.measuring"


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


def link_of(token: str, *, today: date) -> MeasuringLink:
    """The link, which still opens and whose owner is still here.

    Raises NotFound `link_not_found`, Refused `link_used`, `link_expired`.
    """
    link = (
        MeasuringLink.objects.select_related("member")
        .filter(token_hash=token_digest(token), member__left_at=None)
        .first()
    )
    if link is None:
        raise NotFound("link_not_found")
    if link.used_at is not None:
        raise Refused("link_used", on=link.used_at)
    if link.valid_until < today:
        raise Refused("link_expired", on=link.valid_until)
    return link


def measuring_members(*, month: date) -> list[Member]:
    """Who carries something and has no link of that month yet."""
    told = MeasuringLink.objects.filter(month=month).values("member_id")
    carrying = Initiative.objects.filter(state__in=CARRIED).values("captain_id")
    rows = Member.objects.filter(id__in=carrying, left_at=None).exclude(id__in=told)
    return list(rows.order_by("id"))


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
