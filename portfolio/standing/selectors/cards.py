"""One initiative in one line: what every list, card and dashboard shows of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from governance.law.rules.laws import TriageClass
from governance.members.models import Member
from portfolio.estimates.rules import DEFAULT_SUCCESS_CHANCE
from portfolio.forecast.choices import ForecastStatus, ForecastWord, ValueState
from portfolio.forecast.selectors import ObjectiveStanding
from portfolio.life.choices import State, Verdict
from portfolio.standing.choices import Health
from portfolio.standing.rules import Signal
from portfolio.standing.selectors.standing import Standing

LOW_RISK_FROM, HIGH_RISK_BELOW = Decimal("0.60"), Decimal("0.45")


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member as a screen shows one."""

    id: UUID
    name: str
    initials: str
    is_present: bool


@dataclass(frozen=True, kw_only=True)
class Triple:
    """Low, likely, high."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """Who does what by when."""

    text: str
    by: Person | None
    on: date | None
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class KpiLine:
    """The main KPI of a card; numbers in `unit`, `share` of the target gain, 1 is the target."""

    objective_id: UUID
    kpi: str
    unit: str
    direction: str
    baseline: Decimal | None
    target: Decimal | None
    target_on: date | None
    value: Decimal | None
    measured_on: date | None
    share: Decimal | None
    forecast_status: ForecastStatus | None
    forecast_word: ForecastWord | None
    forecast_percent: int | None
    points: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, kw_only=True)
class Money:
    """Whole euros; what is spent stands apart from what decides: still to spend, still to gain."""

    budget: Decimal
    released: Decimal
    committed: Decimal
    spent: Decimal
    free: Decimal
    to_spend: Decimal
    to_gain: Decimal | None
    is_sinkhole: bool
    is_frozen: bool


@dataclass(frozen=True, kw_only=True)
class Card:
    """One initiative as lists and cards show it; `why` are codes that say why it stands there."""

    id: UUID
    version: int
    title: str
    summary: str
    state: State
    state_since: date
    slot: int | None
    benefit: str
    beneficiaries: str
    use_case: str
    captain: Person | None
    mandate_ends: date | None
    health: Health
    signals: tuple[Signal, ...]
    kpi: KpiLine | None
    money: Money
    gain: Mapping[ValueState, Decimal]
    next_step: NextStep | None
    value: Triple | None
    days: Triple | None
    cost: Triple | None
    success_chance: Decimal
    risk: str
    triage_class: TriageClass | None
    unmet: tuple[str, ...]
    started_on: date | None
    restart_on: date | None
    ended_on: date | None
    succeeded: bool | None
    lesson: str
    kept: str
    reason: str
    elapsed: float | None
    adjusts: int
    why: tuple[str, ...] = ()


def person(member: Member | None) -> Person | None:
    """The member as a screen shows one."""
    if member is None:
        return None
    return Person(
        id=member.id,
        name=member.display_name,
        initials=member.initials,
        is_present=member.is_present,
    )


def cards(standings: Iterable[Standing], *, today: date) -> list[Card]:
    """The cards of those initiatives, in their order; no query."""
    return [card(standing, today=today) for standing in standings]


def card(standing: Standing, *, today: date, why: tuple[str, ...] = ()) -> Card:
    """The card of one initiative; no query."""
    record = standing.record
    row = record.initiative
    last = record.decisions[-1].decision if record.decisions else None
    return Card(
        id=row.id,
        version=row.version,
        title=row.title,
        summary=row.summary,
        state=State(row.state),
        state_since=row.state_since,
        slot=row.slot_id,
        benefit=row.benefit,
        beneficiaries=row.beneficiaries,
        use_case=row.use_case,
        captain=person(row.captain),
        mandate_ends=standing.mandate_ends,
        health=standing.health,
        signals=standing.signals,
        kpi=None if standing.main is None else kpi_line(standing.main),
        money=money(standing),
        gain=standing.gain,
        next_step=_next_step(standing, today=today),
        value=_triple(row.value_low, row.value_likely, row.value_high),
        days=_triple(row.days_low, row.days_likely, row.days_high),
        cost=_triple(row.cost_low, row.cost_likely, row.cost_high),
        success_chance=Decimal(str(row.success_chance or DEFAULT_SUCCESS_CHANCE)),
        risk=risk_of(Decimal(str(row.success_chance or DEFAULT_SUCCESS_CHANCE))),
        triage_class=None if record.legal is None else record.legal.triage_class,
        unmet=tuple(line.code for line in standing.readiness if not line.met),
        started_on=row.started_on,
        restart_on=row.restart_on,
        ended_on=row.ended_on,
        succeeded=row.succeeded,
        lesson=row.lesson,
        kept=row.kept,
        reason="" if last is None else last.reason,
        elapsed=standing.elapsed,
        adjusts=sum(d.decision.verdict == Verdict.ADJUST for d in record.decisions),
        why=why,
    )


def kpi_line(one: ObjectiveStanding) -> KpiLine:
    """The KPI with its last value and its forecast in a word."""
    objective, forecast = one.objective, one.forecast
    return KpiLine(
        objective_id=objective.id,
        kpi=objective.kpi,
        unit=objective.unit,
        direction=objective.direction,
        baseline=objective.baseline,
        target=objective.target,
        target_on=objective.target_on,
        value=None if one.latest is None else one.latest.value,
        measured_on=None if one.latest is None else one.latest.on,
        share=one.share,
        forecast_status=None if forecast is None else forecast.status,
        forecast_word=None if forecast is None else forecast.word,
        forecast_percent=None if forecast is None else forecast.rounded_percent,
        points=tuple((m.on, m.value) for m in one.measurements),
    )


def money(standing: Standing) -> Money:
    """The money of a card."""
    balance, going_on = standing.balance, standing.continuation
    return Money(
        budget=balance.budget,
        released=balance.released,
        committed=balance.committed,
        spent=balance.incurred,
        free=balance.free,
        to_spend=balance.remaining,
        to_gain=None if going_on is None else Decimal(round(going_on.expected_benefit)),
        is_sinkhole=going_on is not None and going_on.is_sinkhole,
        is_frozen=standing.record.initiative.spending_frozen_on is not None,
    )


def risk_of(chance: Decimal) -> str:
    """How likely it is to miss its target, in a word: low, medium or high."""
    if chance >= LOW_RISK_FROM:
        return "low"
    return "high" if chance < HIGH_RISK_BELOW else "medium"


def _triple(low: int | None, likely: int | None, high: int | None) -> Triple | None:
    if low is None or likely is None or high is None:
        return None
    return Triple(low=low, likely=likely, high=high)


def _next_step(standing: Standing, *, today: date) -> NextStep | None:
    row = standing.record.initiative
    if not row.next_step:
        return None
    return NextStep(
        text=row.next_step,
        by=person(row.next_step_by),
        on=row.next_step_on,
        is_overdue=row.next_step_on is not None and row.next_step_on < today,
    )
