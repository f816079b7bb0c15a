"""The portfolio as a page: slots, what awaits a decision, the pool, what is over, trials."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from portfolio.choices import State
from portfolio.models import Initiative, Portfolio, Slot, Trial
from portfolio.rules.charts import BulletChart, TrackChart
from portfolio.rules.signals import Signal
from portfolio.selectors.facts import captain_mandate

from portfolio.selectors.pages_charts import bullet_of, track_of
from portfolio.selectors.pages_pool import PoolRow, PoolWish, pool_rows
from portfolio.selectors.portfolio_row import get_portfolio
from portfolio.selectors.records import Record, load_records
from portfolio.selectors.standing import Standing, standing

PAGE = 7
CLOSED_SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class Card:
    """One priority as its slot shows it."""

    no: int
    standing: Standing
    mandate_ends: date | None
    track: TrackChart | None
    bullet: BulletChart
    last_measured_days: int | None

    @property
    def initiative(self) -> Initiative:
        """The initiative in the slot."""
        return self.standing.record.initiative

    @property
    def signal(self) -> Signal | None:
        """The first thing that speaks up."""
        return self.standing.signals[0] if self.standing.signals else None


@dataclass(frozen=True, kw_only=True)
class SlotView:
    """A slot with its card, or open."""

    no: int
    exception_until: date | None
    card: Card | None


@dataclass(frozen=True, kw_only=True)
class PortfolioPage:
    """Everything the portfolio page says; `awaiting` is the one decision of the banner."""

    portfolio: Portfolio
    slots: tuple[SlotView, ...]
    awaiting: Card | None
    pool: Page[PoolRow]
    pool_count: int
    first: PoolRow | None
    paused: tuple[Standing, ...]
    completed: tuple[Initiative, ...]
    stopped: tuple[Initiative, ...]
    trials: tuple[Trial, ...]
    wish: PoolWish

    @property
    def cards(self) -> list[Card]:
        """The priorities, in the order of their slots."""
        return [slot.card for slot in self.slots if slot.card is not None]

    @property
    def free_count(self) -> int:
        """How many slots are open."""
        return sum(slot.card is None for slot in self.slots)

    @property
    def health(self) -> dict[str, int]:
        """How many priorities are in each health."""
        found: dict[str, int] = {}
        for card in self.cards:
            found[card.standing.health.value] = found.get(card.standing.health.value, 0) + 1
        return found

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all yet."""
        over = self.completed or self.stopped or self.paused
        return not (self.cards or self.pool_count or over)


def portfolio_page(*, wish: PoolWish, today: date) -> PortfolioPage:
    """The whole page, in fifteen queries however many initiatives there are."""
    rows = list(_rows().filter(state__in=[State.ACTIVE, State.PAUSED]))
    pool = pool_rows(wish=wish)
    page = Paginator(pool, PAGE).get_page(wish.page)
    page.object_list = list(page.object_list)
    records = load_records([*rows, *(row.initiative for row in _needed(page, pool))])
    by_id = {record.initiative.id: record for record in records}
    stand = {row.id: standing(record=by_id[row.id], today=today) for row in rows}
    slots = _slots(stand=stand, today=today)
    page.object_list = [row.with_record(by_id[row.initiative.id], today) for row in page]
    closed = list(_rows().filter(state__in=[State.COMPLETED, State.STOPPED])[:CLOSED_SHOWN])
    return PortfolioPage(
        portfolio=get_portfolio(),
        slots=slots,
        awaiting=_awaiting(slots),
        pool=page,
        pool_count=pool.total,
        first=_first(pool, by_id, today),
        paused=tuple(one for one in stand.values() if one.record.initiative.state == State.PAUSED),
        completed=tuple(row for row in closed if row.state == State.COMPLETED),
        stopped=tuple(row for row in closed if row.state == State.STOPPED),
        trials=_trials(today),
        wish=wish,
    )


def _rows() -> QuerySet[Initiative]:
    people = ("captain", "proposed_by", "next_step_by")
    return Initiative.objects.select_related(*people).order_by("-ended_on", "-state_since", "title")


def _needed(page: Page[PoolRow], pool: Sequence[PoolRow]) -> list[PoolRow]:
    """The page's rows, and the first of the pool, which an open slot proposes."""
    chosen = {row.initiative.id: row for row in (*page, *pool[:1])}
    return list(chosen.values())


def _first(
    pool: Sequence[PoolRow], records: Mapping[UUID, Record], today: date
) -> PoolRow | None:
    return pool[0].with_record(records[pool[0].initiative.id], today) if pool else None


def _slots(*, stand: Mapping[UUID, Standing], today: date) -> tuple[SlotView, ...]:
    cards = {
        one.record.initiative.slot_id: one
        for one in stand.values()
        if one.record.initiative.slot_id is not None
    }
    return tuple(
        SlotView(
            no=slot.no,
            exception_until=slot.exception_until,
            card=card_of(cards[slot.no], today=today) if slot.no in cards else None,
        )
        for slot in Slot.objects.order_by("no")
    )


def card_of(one: Standing, *, today: date) -> Card:
    """An active initiative as its slot shows it."""
    mandate = captain_mandate(record=one.record, today=today)
    latest = one.main.latest if one.main else None
    return Card(
        no=one.record.initiative.slot_id or 0,
        standing=one,
        mandate_ends=None if mandate is None else mandate.ends,
        track=track_of(one.main) if one.main else None,
        bullet=bullet_of(standing=one, today=today),
        last_measured_days=None if latest is None else (today - latest.on).days,
    )


def _awaiting(slots: Sequence[SlotView]) -> Card | None:
    """The stalled priority that has waited longest, if any."""
    stalled = [
        slot.card
        for slot in slots
        if slot.card is not None and slot.card.signal is not None and slot.card.signal.hard
    ]
    return min(stalled, key=_since, default=None)


def _since(card: Card) -> Any:
    return card.standing.signals[0].since


def _trials(today: date) -> tuple[Trial, ...]:
    """The trials that run, and those that ended and have no answer yet."""
    rows = Trial.objects.filter(conclusive=None).select_related("initiative", "carried_by")
    return tuple(rows.order_by("ends"))


