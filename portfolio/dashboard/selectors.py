"""The five answers of the dashboard, from real rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from django.urls import reverse
from django.utils.text import Truncator

from assessments.diagnostic.selectors import Standing as Maturity
from assessments.diagnostic.selectors import standing as maturity_standing
from governance.access.rules.actors import Actor
from governance.mandates.selectors import company_seat_is_vacant
from portfolio.cap.models import Slot
from portfolio.cap.selectors import get_portfolio, portfolio_policy
from portfolio.charts.rules import portfolio_map
from portfolio.charts.rules.bullet import BulletChart, bullet_chart
from portfolio.charts.rules.cumulative import CumulativeChart, Total, cumulative_chart
from portfolio.charts.rules.portfolio_map import MapItem, PortfolioMap
from portfolio.decisions.rules import Policy
from portfolio.decisions.selectors import authority_of
from portfolio.forecast.choices import ValueState
from portfolio.forecast.selectors import gained
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.reviews.models import Review
from portfolio.standing.choices import Health
from portfolio.standing.rules import HARD, Signal
from portfolio.standing.selectors.answers import Gain, SignalAnswer
from portfolio.standing.selectors.attention import (
    Awaiting,
    Pending,
    awaiting,
    open_review,
    pending_among,
)
from portfolio.standing.selectors.cards import Card, card
from portfolio.standing.selectors.records import described
from portfolio.standing.selectors.standing import Standing, standings
from tenants.bounds import one_of
from tenants.shapes import Shape, WholeEuros, shaped

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


LISTED = 7
LONGEST_NAME = 60
SUREST = (ValueState.CONFIRMED, ValueState.MEASURED, ValueState.DECLARED)


@dataclass(frozen=True, kw_only=True)
class DashboardPage:
    """The five answers, their charts, and what the page shows beside them."""

    answers: Dashboard
    is_empty: bool
    exception_until: date | None
    awaiting: tuple[Awaiting, ...]
    review: Review | None
    cumulative: CumulativeChart
    budget: BulletChart
    map: PortfolioMap
    maturity: Maturity
    has_captain: bool

    @property
    def on_course(self) -> int:
        """How many priorities hold their course."""
        return self.answers.course[Health.ON_COURSE]

    @property
    def surest(self) -> ValueState | None:
        """The surest value state in which anything is worth something."""
        return next((state for state in SUREST if self.answers.gain[state]), None)

    @property
    def gained(self) -> Decimal:
        """Euros that measurements show so far."""
        return self.answers.series[-1].gained

    @property
    def net(self) -> Decimal:
        """The net gain: what measurements show so far minus what is spent."""
        return self.gained - self.answers.spent

    @property
    def more_awaiting(self) -> int:
        """How many decisions are not in the short list."""
        return max(0, len(self.awaiting) - LISTED)


def dashboard_page(*, actor: Actor, today: date, now: datetime, language: str) -> DashboardPage:
    """The company's dashboard that day; its queries do not grow with the rows."""
    answers = dashboard(today=today, actor=actor)
    review = open_review()
    until = Slot.objects.filter(exception_until__isnull=False).values_list(
        "exception_until", flat=True
    )
    return DashboardPage(
        answers=answers,
        is_empty=not Initiative.objects.exists(),
        exception_until=until.first(),
        awaiting=awaiting(pending=answers.pending, today=today, reader_id=actor.member_id),
        review=review,
        cumulative=_cumulative(answers.series, today=today),
        budget=bullet_chart(spent=float(answers.spent), budget=float(answers.budget)),
        map=portfolio_map([_placed(point) for point in answers.points]),
        maturity=maturity_standing(now=now, language=language),
        has_captain=not company_seat_is_vacant(today=today),
    )


def _cumulative(series: tuple[MonthSums, ...], *, today: date) -> CumulativeChart:
    """Both running totals at each month's end, from the last month without any."""
    spent = [Total(_end(one.month, today=today), float(one.spent)) for one in series]
    gained = [Total(_end(one.month, today=today), float(one.gained)) for one in series]
    return cumulative_chart(spent=_begun(spent), gained=_begun(gained), today=today)


def _begun(totals: list[Total]) -> list[Total]:
    """The totals from the last zero on; none when all are zero."""
    first = next((k for k, total in enumerate(totals) if total.amount), None)
    return [] if first is None else totals[max(0, first - 1) :]


def _end(month: date, *, today: date) -> date:
    following = (month + timedelta(days=32)).replace(day=1)
    return min(today, following - timedelta(days=1))


def _placed(point: MapPoint) -> MapItem:
    return MapItem(
        name=Truncator(point.title).chars(LONGEST_NAME),
        value=point.value,
        effort=point.days,
        budget=point.budget,
        health=str(point.health) if point.state is State.ACTIVE else "",
        url=reverse("initiative", args=[point.initiative_id]),
    )


AWAITED = ("beyond_tranche", "review_asks", "trial_answer")
Course = Annotated[
    dict[Health, int], msgspec.Meta(extra_json_schema={"required": [str(one) for one in Health]})
]


class PendingAnswer(Shape, frozen=True, kw_only=True):
    """One decision awaited: why, since when, and the verdicts that would settle it."""

    initiative_id: UUID
    title: str
    code: Annotated[str, one_of(sorted(HARD), AWAITED)]
    since: date
    offers: tuple[Verdict, ...]
    review_item_id: UUID | None
    trial_id: UUID | None


class BlockageAnswer(Shape, frozen=True, kw_only=True):
    """What blocks most, since how many days."""

    initiative_id: UUID
    title: str
    signal: SignalAnswer
    days: int


class MonthAnswer(Shape, frozen=True, kw_only=True):
    """Euros cumulated at the end of a month."""

    month: date
    spent: WholeEuros
    gained: WholeEuros


class DashboardAnswer(Shape, frozen=True, kw_only=True):
    """The five answers: course, gains, cost, blockage, decisions."""

    course: Course
    gain: Gain
    budget: WholeEuros
    spent: WholeEuros
    committed: WholeEuros
    to_spend: WholeEuros
    blockage: BlockageAnswer | None
    pending: tuple[PendingAnswer, ...]
    series: tuple[MonthAnswer, ...]
    next_review_on: date | None


def dashboard_answer(found: Dashboard) -> DashboardAnswer:
    """The five answers without what only the page shows."""
    return shaped(found, DashboardAnswer)
