"""The portfolio as a page: slots drawn, what awaits a decision, the pool, what is aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator

from portfolio.cap.models import Slot
from portfolio.cap.selectors import get_portfolio
from portfolio.charts.rules.bullet import BulletChart
from portfolio.charts.rules.track import TrackChart
from portfolio.initiatives.selectors.charts import bullet_of, track_of
from portfolio.life.choices import State
from portfolio.portfolio.selectors.pool import (
    PoolRow,
    PoolWish,
    PortfolioPage,
    TrialLine,
    pool_rows,
    trial_lines,
)
from portfolio.standing.selectors.answers import InitiativeAnswer, initiative_answer
from portfolio.standing.selectors.attention import Awaiting, awaiting, pending_among
from portfolio.standing.selectors.cards import Card, card
from portfolio.standing.selectors.records import described
from portfolio.standing.selectors.standing import Standing, standings
from tenants.shapes import Shape

PAGE, ASIDE = 7, 20


@dataclass(frozen=True, kw_only=True)
class SlotView:
    """A slot with its card and its two pictures, or open; `until` ends an exception."""

    no: int
    until: date | None
    card: Card | None = None
    track: TrackChart | None = None
    bullet: BulletChart | None = None
    days_since_measured: int | None = None


@dataclass(frozen=True, kw_only=True)
class PortfolioView:
    """Everything the portfolio page says; `first` is what an open slot proposes."""

    cap: int
    slots: tuple[SlotView, ...]
    awaiting: tuple[Awaiting, ...]
    pool: tuple[Card, ...]
    pager: Page[PoolRow]
    pool_count: int
    first: Card | None
    paused: tuple[Card, ...]
    completed: tuple[Card, ...]
    stopped: tuple[Card, ...]
    trials: tuple[TrialLine, ...]
    wish: PoolWish

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


def portfolio_view(*, wish: PoolWish, today: date, reader_id: UUID | None) -> PortfolioView:
    """The whole page; the number of queries does not grow with the rows."""
    active = list(described().filter(state=State.ACTIVE).order_by("slot"))
    paused = list(described().filter(state=State.PAUSED).order_by("restart_on"))
    ended = described().order_by("-ended_on", "title")
    completed = list(ended.filter(state=State.COMPLETED)[:ASIDE])
    stopped = list(ended.filter(state=State.STOPPED)[:ASIDE])
    rows, count = pool_rows(wish=wish, today=today)
    page = Paginator(rows, PAGE).get_page(wish.page)
    shown = _shown(page, rows)
    known = [*active, *paused, *completed, *stopped, *(row.initiative for row in shown)]
    stand = standings(initiatives=known, today=today)
    cards = {one.record.initiative.id: card(one, today=today) for one in stand}
    busy = stand[: len(active) + len(paused)]
    return PortfolioView(
        cap=get_portfolio().cap,
        slots=_slots(stand[: len(active)], today=today),
        awaiting=awaiting(pending=pending_among(found=busy), today=today, reader_id=reader_id),
        pool=tuple(cards[row.initiative.id] for row in page),
        pager=page,
        pool_count=count,
        first=cards[rows[0].initiative.id] if rows else None,
        paused=tuple(cards[row.id] for row in paused),
        completed=tuple(cards[row.id] for row in completed),
        stopped=tuple(cards[row.id] for row in stopped),
        trials=tuple(trial_lines()),
        wish=wish,
    )


def _shown(page: Page[PoolRow], rows: Sequence[PoolRow]) -> list[PoolRow]:
    """The page's rows, and the first of all, which an open slot proposes."""
    chosen = {row.initiative.id: row for row in (*page, *rows[:1])}
    return list(chosen.values())


def _slots(active: Sequence[Standing], *, today: date) -> tuple[SlotView, ...]:
    holders = {one.record.initiative.slot_id: one for one in active}
    return tuple(_slot(slot, holders.get(slot.no), today) for slot in Slot.objects.order_by("no"))


def _slot(slot: Slot, held: Standing | None, today: date) -> SlotView:
    if held is None:
        return SlotView(no=slot.no, until=slot.exception_until)
    shown = card(held, today=today)
    latest = held.main.latest if held.main else None
    return SlotView(
        no=slot.no,
        until=slot.exception_until,
        card=shown,
        track=track_of(held.main) if held.main else None,
        bullet=bullet_of(money=shown.money, elapsed=shown.elapsed),
        days_since_measured=None if latest is None else (today - latest.on).days,
    )


class SlotAnswer(Shape, frozen=True, kw_only=True):
    """One seat and who sits in it; `until` is the end of an exception."""

    no: int
    until: date | None
    initiative: InitiativeAnswer | None


class PortfolioAnswer(Shape, frozen=True, kw_only=True):
    """The cap, the seats, and how many are paused."""

    cap: int
    active_count: int
    paused_count: int
    has_exception: bool
    slots: tuple[SlotAnswer, ...]
    next_review_on: date | None


def portfolio_answer(page: PortfolioPage) -> PortfolioAnswer:
    """The seats with who sits in them."""
    return PortfolioAnswer(
        cap=page.policy.cap,
        active_count=page.policy.active_count,
        paused_count=page.policy.paused_count,
        has_exception=page.policy.has_exception,
        slots=tuple(
            SlotAnswer(
                no=slot.no,
                until=slot.until,
                initiative=None if slot.card is None else initiative_answer(slot.card),
            )
            for slot in page.slots
        ),
        next_review_on=page.next_review_on,
    )
