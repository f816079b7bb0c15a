"""Who carries too much at a time, and whether the days are there: advice, never a lock."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from portfolio.objectives.rules import monthly_days
from portfolio.standing.selectors.cards import Card


class Burdened(Struct, frozen=True, kw_only=True):
    """A captain of more than one active initiative."""

    id: UUID
    name: str
    count: int


class Load(Struct, frozen=True, kw_only=True):
    """Captains of more than one; days a month that the active ones take, and those there are."""

    captains: tuple[Burdened, ...]
    days: float
    capacity: float | None

    @property
    def is_beyond(self) -> bool:
        """Whether more days are planned than there are."""
        return self.capacity is not None and self.days > self.capacity


def load_of(active: Iterable[Card], *, capacity: Decimal | None) -> Load:
    """The load of those active initiatives; no query."""
    cards = list(active)
    carried: dict[UUID, Burdened] = {}
    for who in (card.captain for card in cards if card.captain is not None):
        before = carried[who.id].count if who.id in carried else 0
        carried[who.id] = Burdened(id=who.id, name=who.name, count=before + 1)
    days = sum((_days(card) for card in cards), Decimal(0))
    return Load(
        captains=tuple(one for one in carried.values() if one.count > 1),
        days=round(float(days), 1),
        capacity=None if capacity is None else float(capacity),
    )


def load_with(idea: Card, *, active: Iterable[Card], load: Load, today: date) -> Load:
    """The load if that idea started today: its captain if he or she would carry more than one.

    `load` is that of the active initiatives. No query.
    """
    started = replace(idea, started_on=today)
    capacity = None if load.capacity is None else Decimal(str(load.capacity))
    after = load_of([*active, started], capacity=capacity)
    captain = None if idea.captain is None else idea.captain.id
    return replace(after, captains=tuple(one for one in after.captains if one.id == captain))


def _days(card: Card) -> Decimal:
    """Its days a month from its start to its date; nothing where one of them is not known."""
    until: date | None = None if card.kpi is None else card.kpi.target_on
    if card.days is None or card.started_on is None or until is None:
        return Decimal(0)
    return monthly_days(days=card.days.likely, starts_on=card.started_on, target_date=until)
