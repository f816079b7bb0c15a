"""The portfolio as a page: slots drawn, what awaits a decision, the pool, what is aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator

from governance.duties.rules import Duty
from portfolio.charts.rules.bullet import BulletChart
from portfolio.charts.rules.track import TrackChart
from portfolio.initiatives.selectors.charts import bullet_of, track_of
from portfolio.portfolio.selectors.pool import (
    PAGE,
    IdleIdea,
    Paused,
    PoolWish,
    SlotSeat,
    TrialLine,
    portfolio_rows,
)
from portfolio.standing.selectors.attention import Awaiting, awaiting
from portfolio.standing.selectors.cards import Card
from portfolio.standing.selectors.load import Load, load_with
from portfolio.standing.selectors.reading import Rolled
from portfolio.trio.selectors.trio import TrioAnswer


@dataclass(frozen=True, kw_only=True)
class SlotView:
    """A slot with its card and its two pictures, or open with an idea for it.

    `until` ends an exception; `load` is what it would be with that idea.
    """

    no: int
    until: date | None
    card: Card | None = None
    mandate_ends: date | None = None
    track: TrackChart | None = None
    bullet: BulletChart | None = None
    days_since_measured: int | None = None
    idea: Card | None = None
    load: Load | None = None


@dataclass(frozen=True, kw_only=True)
class PortfolioView:
    """Everything the portfolio page says."""

    cap: int
    slots: tuple[SlotView, ...]
    load: Load
    awaiting: tuple[Awaiting, ...]
    pool: tuple[Card, ...]
    pager: Page[int]
    pool_count: int
    paused: tuple[Paused, ...]
    completed: tuple[Card, ...]
    stopped: tuple[Card, ...]
    trials: tuple[TrialLine, ...]
    idlest: tuple[IdleIdea, ...]
    wish: PoolWish
    rolled: Rolled
    advice: TrioAnswer | None

    @property
    def taken(self) -> int:
        """How many slots are taken."""
        return sum(slot.card is not None for slot in self.slots)

    @property
    def free(self) -> int:
        """How many slots are open."""
        return len(self.slots) - self.taken

    @property
    def health(self) -> dict[str, int]:
        """How many priorities are in each health."""
        found: dict[str, int] = {}
        for slot in self.slots:
            if slot.card is not None:
                found[slot.card.health.value] = found.get(slot.card.health.value, 0) + 1
        return found

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all yet."""
        over = self.completed or self.stopped or self.paused
        return not (self.taken or self.pool_count or over)


def portfolio_view(
    *, wish: PoolWish, today: date, reader_id: UUID | None, owed: Sequence[Duty]
) -> PortfolioView:
    """The whole page, in one statement; raises NotTrue."""
    rows = portfolio_rows(wish=wish, today=today)
    overview = rows.rolled.overview
    ideas = iter(rows.offered)
    slots = [_slot(seat, today, ideas) for seat in rows.seats]
    active = [slot.card for slot in slots if slot.card is not None]
    return PortfolioView(
        cap=overview.cap,
        slots=tuple(
            slot
            if slot.idea is None
            else replace(
                slot, load=load_with(slot.idea, active=active, load=overview.load, today=today)
            )
            for slot in slots
        ),
        load=overview.load,
        awaiting=awaiting(overview=overview, today=today, reader_id=reader_id, owed=owed),
        pool=tuple(rows.pool),
        pager=Paginator(range(rows.found), PAGE).get_page(wish.page),
        pool_count=rows.pool_count,
        paused=tuple(rows.paused),
        completed=tuple(rows.completed),
        stopped=tuple(rows.stopped),
        trials=tuple(rows.trials),
        idlest=tuple(rows.idlest),
        wish=wish,
        rolled=rows.rolled,
        advice=rows.advice,
    )


def _slot(seat: SlotSeat, today: date, ideas: Iterator[Card]) -> SlotView:
    """The slot; an open one takes the next idea, so that none is named twice."""
    shown, aside = seat.card, seat.aside
    if shown is None or aside is None:
        return SlotView(no=seat.no, until=seat.until, idea=next(ideas, None))
    measured_on = None if shown.kpi is None else shown.kpi.measured_on
    return SlotView(
        no=seat.no,
        until=seat.until,
        card=shown,
        mandate_ends=aside.mandate_ends,
        track=None if shown.kpi is None else track_of(shown.kpi, arrival=aside.arrival),
        bullet=bullet_of(money=shown.money, elapsed=aside.elapsed),
        days_since_measured=None if measured_on is None else (today - measured_on).days,
    )
