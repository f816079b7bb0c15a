"""The five answers of the dashboard, from real rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from governance.rules.actors import Actor
from portfolio.choices import Health, State, ValueState
from portfolio.rules.decisions import Policy
from portfolio.rules.health import Signal
from portfolio.selectors.attention import Pending, pending_among
from portfolio.selectors.cards import Card, card
from portfolio.selectors.measures import gained
from portfolio.selectors.permitted import authority_of
from portfolio.selectors.portfolio_page import described
from portfolio.selectors.portfolio_row import get_portfolio, portfolio_policy
from portfolio.selectors.standing import Standing, standings

MONTHS = 12
ON_THE_MAP = 30


@dataclass(frozen=True, kw_only=True)
class Blockage:
    """What blocks most: one initiative, its signal, since how many days."""

    initiative_id: UUID
    title: str
    signal: Signal
    days: int


@dataclass(frozen=True, kw_only=True)
class MonthSums:
    """Cumulated euros at the end of a month; `gained` is what measurements showed by then."""

    month: date
    spent: Decimal
    gained: Decimal


@dataclass(frozen=True, kw_only=True)
class MapPoint:
    """One initiative on the map: days, yearly euros, budget; `slot` None in the ideas pool."""

    initiative_id: UUID
    title: str
    days: int
    value: int
    budget: int
    slot: int | None
    state: State
    health: Health


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """Course held, gains, cost, blockage, decisions; `gain` is euros a month, never added up.

    `released`, `spent`, `budget` are whole euros of what is active, paused or completed.
    """

    policy: Policy
    course: Mapping[Health, int]
    cards: tuple[Card, ...]
    gain: Mapping[ValueState, Decimal]
    budget: Decimal
    spent: Decimal
    committed: Decimal
    to_spend: Decimal
    blockage: Blockage | None
    pending: tuple[Pending, ...]
    series: tuple[MonthSums, ...]
    points: tuple[MapPoint, ...]
    next_review_on: date | None
    may_lead_review: bool
    may_issue_mandates: bool


def dashboard(*, today: date, actor: Actor) -> Dashboard:
    """The five answers; the number of queries does not grow with the rows."""
    portfolio = get_portfolio()
    authority = authority_of(actor=actor, today=today)
    policy = portfolio_policy(today=today, portfolio=portfolio)
    engaged = described().filter(state__in=[State.ACTIVE, State.PAUSED, State.COMPLETED])
    stopped = described().filter(state=State.STOPPED, started_on__isnull=False)
    found = standings(
        initiatives=[*engaged.order_by("slot", "id"), *stopped.order_by("id")], today=today
    )
    active = _in(found, State.ACTIVE)
    going = [*active, *_in(found, State.PAUSED)]
    kept = [*going, *_in(found, State.COMPLETED)]
    return Dashboard(
        policy=policy,
        course={health: sum(one.health is health for one in active) for health in Health},
        cards=tuple(card(one, today=today) for one in active),
        gain={state: _total(one.gain[state] for one in kept) for state in ValueState},
        budget=_total(one.balance.budget for one in found),
        spent=_total(one.balance.incurred for one in found),
        committed=_total(one.balance.committed for one in found),
        to_spend=_total(one.balance.remaining for one in going),
        blockage=_blockage(going, today=today),
        pending=tuple(pending_among(found=going)),
        series=monthly_sums(found=found, today=today),
        points=_points(active),
        next_review_on=portfolio.next_review_on,
        may_lead_review=authority.denial(permission="review.lead") is None,
        may_issue_mandates=authority.denial(permission="mandate.issue") is None,
    )


def monthly_sums(*, found: list[Standing], today: date) -> tuple[MonthSums, ...]:
    """Twelve months of cumulated spending and measured gain, this month last and up to today."""
    months = [_month_back(today, back) for back in range(MONTHS - 1, -1, -1)]
    spent = [(e.on, e.amount) for one in found for e in one.record.expenses if not e.is_commitment]
    return tuple(
        MonthSums(
            month=month,
            spent=Decimal(sum(amount for on, amount in spent if on < _next(month))),
            gained=Decimal(round(_gained(found, until=min(today, _next(month))))),
        )
        for month in months
    )


def _in(found: list[Standing], state: State) -> list[Standing]:
    return [one for one in found if one.record.initiative.state == state]


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _blockage(going: list[Standing], *, today: date) -> Blockage | None:
    """The oldest hard signal, else the oldest soft one."""
    signals = [
        (not signal.hard, signal.since, str(one.record.initiative.id), one, signal)
        for one in going
        for signal in one.signals
    ]
    if not signals:
        return None
    *_, one, signal = min(signals, key=lambda row: row[:3])
    row = one.record.initiative
    return Blockage(
        initiative_id=row.id,
        title=row.title,
        signal=signal,
        days=max(0, (today - signal.since).days),
    )


def _points(active: list[Standing]) -> tuple[MapPoint, ...]:
    """The active ones and the likeliest of the ideas pool; one query."""
    pool = (
        described()
        .filter(state=State.BACKLOG, value_likely__isnull=False, days_likely__isnull=False)
        .order_by("-value_likely", "id")[:ON_THE_MAP]
    )
    rows = [(one.record.initiative, one.health) for one in active]
    rows += [(row, Health.UNKNOWN) for row in pool]
    return tuple(
        MapPoint(
            initiative_id=row.id,
            title=row.title,
            days=row.days_likely,
            value=row.value_likely,
            budget=row.budget or row.cost_likely or 0,
            slot=row.slot_id,
            state=State(row.state),
            health=health,
        )
        for row, health in rows
        if row.days_likely is not None and row.value_likely is not None
    )


def _gained(found: list[Standing], *, until: date) -> Decimal:
    return _total(
        gained(one=objective, started_on=one.record.initiative.started_on, until=until)
        for one in found
        for objective in one.objectives
    )


def _month_back(day: date, back: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return date(year, month + 1, 1)


def _next(month: date) -> date:
    return _month_back(month, -1)
