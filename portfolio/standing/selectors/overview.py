"""The company's portfolio in one row: what it sums, what waits, what the API answers of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from governance.access.rules.authority import MandateFacts
from governance.mandates.selectors import facts_of_mandate
from portfolio.decisions.rules.verdicts import OPEN_STATES, Policy
from portfolio.forecast.choices import ValueState
from portfolio.life.choices import State
from portfolio.money.rules import NO_MONEY, ZERO, Closing, closing
from portfolio.objectives.rules import SoFar, net_gain
from portfolio.reliability.rules import Promises, promises
from portfolio.standing.choices import Health
from portfolio.standing.rules import APART, NOTICES
from portfolio.standing.selectors.cards import Card, Gain, SignalLine, whole_gain
from portfolio.standing.selectors.company import Engaged, RollupFacts
from portfolio.standing.selectors.load import Load, load_of
from portfolio.standing.selectors.map_points import MapPoint, map_points
from portfolio.standing.selectors.pending import Pending, PendingLine
from portfolio.standing.selectors.standing import CourseLine
from portfolio.standing.selectors.stored import GOING, Sums, last_months, text
from portfolio.standing.selectors.year import YearLine, year_line
from tenants.amounts import exact


class Blockage(Struct, frozen=True, kw_only=True):
    """What blocks most: one initiative, its signal, since how many days."""

    initiative_id: UUID
    title: str
    signal: SignalLine
    days: int


class MonthSums(Struct, frozen=True, kw_only=True):
    """Cumulated euros at the end of a month; `gained` is what measurements showed by then.

    `confirmed` is the part of it that three attested months stand behind.
    """

    month: date
    spent: Decimal
    gained: int
    confirmed: int


class Priority(Struct, frozen=True, kw_only=True):
    """One that holds a slot: health, its sentence, and the signals that ask for a decision."""

    id: UUID
    title: str
    health: Health
    course: CourseLine | None
    signals: tuple[SignalLine, ...]


class Unsigned(Struct, frozen=True, kw_only=True):
    """A letter that waits for its holder's signature; `holder` is empty without a name."""

    id: UUID
    holder_id: UUID
    holder: str
    issued_on: date


class Overview(Struct, frozen=True, kw_only=True):
    """The portfolio that day; euros of what is active, paused, completed, or was started.

    `gain` is euros a month, exactly, in states that are never added up. `net_gain` is what is
    confirmed so far minus the full cost of all, stopped ones included: cash, internal days and
    running; `measured_apart` is measured, not confirmed and not in it. `proposals` is how many
    ideas wait to be sorted, the first of them to be answered by `answer_by`.
    """

    cap: int
    active_count: int
    paused_count: int
    chosen_pauses: int
    exception_until: date | None
    open_review_id: UUID | None
    next_review_on: date | None
    is_empty: bool
    proposals: int
    answer_by: date | None
    pool_count: int
    pool_cap: int
    priorities: tuple[Priority, ...]
    course: dict[Health, int]
    gain: dict[ValueState, Decimal]
    net_gain: int
    measured_apart: int
    full_cost: int
    budget: Decimal
    spent: Decimal
    committed: Decimal
    to_commit: Decimal
    given_back: Decimal
    to_spend: Decimal
    year: YearLine
    blockage: Blockage | None
    pending: tuple[Pending, ...]
    unsigned: tuple[Unsigned, ...]
    series: tuple[MonthSums, ...]
    points: tuple[MapPoint, ...]
    load: Load
    promises: Promises

    def policy(self, today: date) -> Policy:
        """What the verdicts' rule reads of the portfolio."""
        return Policy(
            today=today,
            cap=self.cap,
            active_count=self.active_count,
            paused_count=self.paused_count,
            chosen_pauses=self.chosen_pauses,
            pool_count=self.pool_count,
            pool_cap=self.pool_cap,
            has_exception=self.exception_until is not None,
        )


class DashboardAnswer(Struct, frozen=True, kw_only=True):
    """The five answers: course, gains, cost, blockage, decisions."""

    course: dict[Health, int]
    gain: Gain
    net_gain: int
    measured_apart: int
    full_cost: int
    budget: Decimal
    spent: Decimal
    committed: Decimal
    to_commit: Decimal
    given_back: Decimal
    to_spend: Decimal
    year: YearLine
    blockage: Blockage | None
    pending: tuple[PendingLine, ...]
    series: tuple[MonthSums, ...]
    next_review_on: date | None
    load: Load
    promises: Promises


class SlotAnswer(Struct, frozen=True, kw_only=True):
    """One seat and who sits in it; `until` is the end of an exception."""

    no: int
    until: date | None
    initiative: msgspec.Raw | None


class PortfolioAnswer(Struct, frozen=True, kw_only=True):
    """The cap, the seats, how many are paused, and how many ideas wait in the pool."""

    cap: int
    active_count: int
    paused_count: int
    pool_count: int
    pool_cap: int
    has_exception: bool
    slots: tuple[SlotAnswer, ...]
    next_review_on: date | None


def overview(known: RollupFacts, *, today: date) -> Overview:
    """The company's portfolio that day; no query."""
    active = [one for one in known.engaged if one.state is State.ACTIVE]
    going = [one for one in known.engaged if one.state in GOING]
    kept = [one.summed for one in known.engaged if one.state is not State.STOPPED]
    so_far = [_so_far(one.summed, cash=one.spent) for one in known.engaged]
    net, apart = net_gain(so_far, day_price=Decimal(1))
    until = next((seat.until for seat in known.seats if seat.until is not None), None)
    money = sum((_closed(one) for one in known.engaged), NO_MONEY)
    return Overview(
        cap=known.cap,
        active_count=len(active),
        paused_count=len(going) - len(active),
        chosen_pauses=known.chosen_pauses,
        exception_until=until,
        open_review_id=known.open_review_id,
        next_review_on=known.next_review_on,
        is_empty=known.is_empty,
        proposals=known.proposals,
        answer_by=known.answer_by,
        pool_count=known.pool_count,
        pool_cap=known.pool_cap,
        priorities=tuple(_priority(one) for one in active),
        course={health: sum(one.health == health for one in active) for health in Health},
        gain={state: sum((one.gain[state] for one in kept), Decimal(0)) for state in ValueState},
        net_gain=round(net),
        measured_apart=round(apart),
        full_cost=round(sum((one.cost(Decimal(1)) for one in so_far), Decimal(0))),
        budget=exact(money.approved),
        spent=exact(money.spent),
        committed=exact(money.ordered),
        to_commit=exact(money.to_commit),
        given_back=exact(money.given_back),
        to_spend=exact(sum((one.to_spend for one in going), ZERO)),
        year=year_line(known, money, today=today),
        blockage=_blockage(going, today=today),
        pending=_pending(known),
        unsigned=_unsigned(known, today),
        load=load_of(
            (msgspec.json.decode(one.card, type=Card) for one in active),
            capacity=known.days_per_month,
        ),
        promises=promises(
            one.promise for one in (e.summed for e in known.engaged) if one.promise is not None
        ),
        series=_series([one.summed for one in known.engaged], today=today),
        points=(
            *(
                point
                for one in active
                for point in map_points(one, state=one.state, health=Health(one.health))
            ),
            *(point for one in known.ideas for point in map_points(one, state=State.BACKLOG)),
        ),
    )


def _so_far(summed: Sums, *, cash: Decimal) -> SoFar:
    """One initiative's euros so far, its days in euros already."""
    return SoFar(
        confirmed=summed.confirmed[-1],
        measured=summed.gained[-1] - summed.confirmed[-1],
        cash=cash,
        days=summed.days,
        running=summed.running,
    )


def _priority(one: Engaged) -> Priority:
    card = msgspec.json.decode(one.card, type=Card)
    return Priority(
        id=one.id,
        title=one.title,
        health=card.health,
        course=card.course,
        signals=tuple(signal for signal in card.signals if signal.hard or signal.code in APART),
    )


def dashboard_answer(found: Overview) -> DashboardAnswer:
    """The dashboard as the API answers it."""
    return DashboardAnswer(
        course=found.course,
        gain=whole_gain(found.gain),
        net_gain=found.net_gain,
        measured_apart=found.measured_apart,
        full_cost=found.full_cost,
        budget=found.budget,
        spent=found.spent,
        committed=found.committed,
        to_commit=found.to_commit,
        given_back=found.given_back,
        to_spend=found.to_spend,
        year=found.year,
        blockage=found.blockage,
        pending=tuple(one.line for one in found.pending),
        series=found.series,
        next_review_on=found.next_review_on,
        load=found.load,
        promises=found.promises,
    )


def portfolio_answer(known: RollupFacts, found: Overview) -> PortfolioAnswer:
    """The portfolio as the API answers it."""
    held = {one.slot: msgspec.Raw(one.card.encode()) for one in known.engaged if one.slot}
    return PortfolioAnswer(
        cap=found.cap,
        active_count=found.active_count,
        paused_count=found.paused_count,
        pool_count=found.pool_count,
        pool_cap=found.pool_cap,
        has_exception=found.exception_until is not None,
        slots=tuple(
            SlotAnswer(no=seat.no, until=seat.until, initiative=held.get(seat.no))
            for seat in known.seats
        ),
        next_review_on=found.next_review_on,
    )


def rollup_columns(known: RollupFacts, *, today: date) -> dict[str, Any]:
    """What the company's one row says that day, by column; no query."""
    found = overview(known, today=today)
    return {
        "dashboard": text(dashboard_answer(found)),
        "portfolio": text(portfolio_answer(known, found)),
        "page": text(found),
        # A set of verdicts has no order of its own, and would be written otherwise each time.
        "letters": msgspec.json.encode(letters(known), order="deterministic").decode(),
    }


def letters(known: RollupFacts) -> list[MandateFacts]:
    """Every mandate that was not revoked, with what it engaged."""
    return [facts_of_mandate(mandate) for mandate, _ in known.mandates]


def _closed(one: Engaged) -> Closing:
    """Where the money of one engaged initiative is."""
    return closing(
        approved=one.budget,
        spent=one.spent,
        ordered=one.committed,
        goes_on=one.state in OPEN_STATES,
    )


def _blockage(going: Sequence[Engaged], *, today: date) -> Blockage | None:
    """The oldest hard signal, else the oldest soft one."""
    signals = [
        (not signal.hard, signal.since, str(one.id), one, signal)
        for one in going
        for signal in msgspec.json.decode(one.card, type=Card).signals
        if signal.code not in NOTICES
    ]
    if not signals:
        return None
    *_, one, signal = min(signals, key=lambda row: row[:3])
    days = max(0, (today - signal.since).days)
    return Blockage(initiative_id=one.id, title=one.title, signal=signal, days=days)


def _pending(known: RollupFacts) -> tuple[Pending, ...]:
    """What waits of initiatives and trials, the longest first."""
    told = [one.pending for one in known.engaged if one.pending != "null"]
    lines = [msgspec.json.decode(one, type=Pending) for one in told]
    lines += [
        Pending(
            initiative_id=one.initiative_id,
            title=one.title,
            code="trial_answer",
            since=one.since,
            offers=(),
            review_item_id=None,
            trial_id=one.id,
        )
        for one in known.trials
    ]
    return tuple(sorted(lines, key=lambda one: (one.since, str(one.initiative_id))))


def _unsigned(known: RollupFacts, today: date) -> tuple[Unsigned, ...]:
    """The letters that wait for a signature: written, neither signed nor over."""
    return tuple(
        Unsigned(
            id=mandate.id,
            holder_id=mandate.holder_id,
            holder=name,
            issued_on=mandate.issued_at.date(),
        )
        for mandate, name in sorted(known.mandates, key=lambda one: one[0].kind)
        if mandate.accepted_at is None and today <= mandate.ends
    )


def _series(found: Sequence[Sums], *, today: date) -> tuple[MonthSums, ...]:
    """Twelve months of cumulated spending and measured gain, this month last and up to today."""
    return tuple(
        MonthSums(
            month=month,
            spent=exact(sum((one.spent[k] for one in found), ZERO)),
            gained=round(sum((one.gained[k] for one in found), Decimal(0))),
            confirmed=round(sum((one.confirmed[k] for one in found), Decimal(0))),
        )
        for k, month in enumerate(last_months(today))
    )
