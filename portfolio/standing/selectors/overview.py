"""The company's portfolio in one row: what it sums, what waits, what the API answers of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from uuid import UUID

import msgspec
from msgspec import Struct

from portfolio.decisions.rules.verdicts import Policy
from portfolio.forecast.choices import ValueState
from portfolio.forecast.rules.year_end import months_until
from portfolio.life.choices import State
from portfolio.money.rules import NO_MONEY, ZERO, fiscal_year
from portfolio.objectives.rules import SoFar, net_gain
from portfolio.reliability.rules import Promises, promises
from portfolio.standing.choices import Health
from portfolio.standing.rules import APART, NOTICES
from portfolio.standing.selectors.cards import Card, SignalLine
from portfolio.standing.selectors.company import Engaged, RollupFacts
from portfolio.standing.selectors.figures import (
    FigureLine,
    MeasuredIn,
    Told,
    by_weight,
    figure_line,
    measured_in,
    shortened,
)
from portfolio.standing.selectors.load import Load, load_of
from portfolio.standing.selectors.map_points import MapPoint, map_points
from portfolio.standing.selectors.pending import Pending
from portfolio.standing.selectors.standing import CourseLine
from portfolio.standing.selectors.stored import GOING, Sums, last_months
from portfolio.standing.selectors.year import YearLine, year_line
from portfolio.standing.selectors.year_end import YearEnd, year_end
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
    measured_on: date | None
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
    ideas wait to be sorted, the first of them to be answered by `answer_by`. `days_used` are all
    internal days so far. `figures` open the sums by initiative, `coverage` is on how many of them
    measured gains rest.
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
    days_used: Decimal
    budget: Decimal
    spent: Decimal
    committed: Decimal
    to_commit: Decimal
    given_back: Decimal
    to_spend: Decimal
    year: YearLine
    year_end: YearEnd
    coverage: MeasuredIn
    figures: tuple[FigureLine, ...]
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


def overview(known: RollupFacts, *, today: date) -> Overview:
    """The company's portfolio that day; no query."""
    active = [one for one in known.engaged if one.state is State.ACTIVE]
    going = [one for one in known.engaged if one.state in GOING]
    year = fiscal_year(day=today, month=known.fiscal_month)
    told = [_told(one, begun=year.start, today=today) for one in known.engaged]
    kept = [one.sums for one in told if one.row.state is not State.STOPPED]
    so_far = [_so_far(one.sums, cash=one.row.spent) for one in told]
    net, apart = net_gain(so_far, day_price=Decimal(1))
    full_cost = sum((one.cost(Decimal(1)) for one in so_far), ZERO)
    until = next((seat.until for seat in known.seats if seat.until is not None), None)
    months = months_until(year.end, today=today)
    lines = by_weight([figure_line(one, months=months) for one in told])
    money = sum((one.money for one in told), NO_MONEY)
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
        full_cost=round(full_cost),
        days_used=sum((one.sums.days_used for one in told), ZERO),
        budget=exact(money.approved),
        spent=exact(money.spent),
        committed=exact(money.ordered),
        to_commit=exact(money.to_commit),
        given_back=exact(money.given_back),
        to_spend=exact(sum((one.to_spend for one in going), ZERO)),
        year=year_line(known, money, told, year=year),
        year_end=year_end(told, lines, ends_on=year.end, full_cost=full_cost, today=today),
        coverage=measured_in(lines),
        figures=shortened(lines),
        blockage=_blockage(going, today=today),
        pending=_pending(known),
        unsigned=_unsigned(known, today),
        load=load_of(
            (msgspec.json.decode(one.card, type=Card) for one in active),
            capacity=known.days_per_month,
        ),
        promises=promises(one.sums.promise for one in told if one.sums.promise is not None),
        series=_series([one.sums for one in told], today=today),
        points=_points(active, known),
    )


def _points(active: Sequence[Engaged], known: RollupFacts) -> tuple[MapPoint, ...]:
    """Where the priorities and the likeliest ideas stand on the map."""
    held = (map_points(one, state=one.state, health=Health(one.health)) for one in active)
    ideas = (map_points(one, state=State.BACKLOG) for one in known.ideas)
    return tuple(chain.from_iterable((*held, *ideas)))


def _told(one: Engaged, *, begun: date, today: date) -> Told:
    sums = one.summed
    return Told(row=one, sums=sums, year=sums.since(begun, today=today))


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
        measured_on=one.measured_on,
        health=card.health,
        course=card.course,
        signals=tuple(signal for signal in card.signals if signal.hard or signal.code in APART),
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
