"""A refusal: a stable code and the facts that explain it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from portfolio.life.choices import Adjustable
from tenants.bounds import Euros, Figure, text


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why something cannot be done now; the text is made at the edge."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """New values, None where nothing changes; `objective_id` names whose target and date move.

    Without it the first objective is meant. `target` is in the KPI's unit, `budget` in euros;
    with a new budget, `stop_above` is the sum that the stop criterion on spending looks at then.
    """

    target: Figure | None = None
    target_on: date | None = None
    budget: Euros | None = None
    captain_id: UUID | None = None
    scope: Annotated[str, text(4000)] | None = None
    objective_id: UUID | None = None
    stop_above: Euros | None = None

    @property
    def kinds(self) -> frozenset[Adjustable]:
        """What changes."""
        given = {
            Adjustable.TARGET: self.target,
            Adjustable.DATE: self.target_on,
            Adjustable.BUDGET: self.budget,
            Adjustable.CAPTAIN: self.captain_id,
            Adjustable.SCOPE: self.scope,
        }
        return frozenset(kind for kind, value in given.items() if value is not None)


NO_CHANGE = Changes()


@dataclass(frozen=True, kw_only=True)
class Advised:
    """Which initiatives a page advised; `digest` is of what that rested on, `seed` of its draws."""

    names: tuple[UUID, ...]
    digest: str
    seed: str


ODD_AFTER = timedelta(days=366)


def is_used(*, recorded_at: datetime, last_use: datetime | None) -> bool:
    """Whether a review, a release or another decision came after the entry and relied on it."""
    return last_use is not None and recorded_at < last_use


def odd_day(*, day: date, first: date, today: date, confirmed: bool) -> Refusal | None:
    """Ask back a day more than a year before `first`, or more than a year ahead, unless confirmed.

    `first` is the first day that the initiative knows of.
    """
    if confirmed or first - ODD_AFTER <= day <= today + ODD_AFTER:
        return None
    return Refusal(code="odd_day", facts={"day": day, "first": first})


NEVER: frozenset[int] = frozenset()


def open_until(*, day: date, days: int, closed: frozenset[int]) -> date:
    """Return the day on which so many days are over; those of `closed` months are not counted."""
    if not closed:
        return day + timedelta(days=days)
    while days > 0:
        day += timedelta(days=1)
        days -= day.month not in closed
    return day
