"""One initiative in one line: what every list, card and dashboard shows of it.

These are the shapes that the API answers and that are stored: numbers are plain, amounts euros
and cents. A person's name is empty where there is none; `named` says that in the reader's words.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from governance.law.rules.laws import TriageClass
from governance.members.models import Member
from portfolio.decisions.rules.verdicts import OPEN_STATES
from portfolio.estimates.rules import DEFAULT_SUCCESS_CHANCE
from portfolio.forecast.choices import ForecastStatus, ForecastWord, ValueState
from portfolio.forecast.selectors import ObjectiveStanding, PromiseLine
from portfolio.life.choices import Again, State, Verdict
from portfolio.money.rules import closing
from portfolio.objectives.choices import Benefit, Direction
from portfolio.standing.choices import Health, SignalCode
from portfolio.standing.rules import Signal
from portfolio.standing.selectors.going_on import GoingOnLine
from portfolio.standing.selectors.guarding import GuardLine, guard_line
from portfolio.standing.selectors.memory import answered_on
from portfolio.standing.selectors.records import Record
from portfolio.standing.selectors.standing import CourseLine, InitiativeStanding
from tenants.amounts import exact
from tenants.bounds import one_of

LOW_RISK_FROM, HIGH_RISK_BELOW = 0.60, 0.45


class Person(Struct, frozen=True, kw_only=True):
    """A member as a screen shows one."""

    id: UUID
    name: str


class SignalEvidence(Struct, frozen=True, kw_only=True):
    """What a signal is read from; each kind of signal has its own."""

    kpi: UUID | UnsetType = UNSET
    last_measured_on: date | UnsetType | None = UNSET
    target_date: date | UnsetType = UNSET
    restart_on: date | UnsetType = UNSET
    due: date | UnsetType = UNSET
    reviews: int | UnsetType = UNSET
    now: float | UnsetType | None = UNSET
    needed: float | UnsetType | None = UNSET
    unit: str | UnsetType = UNSET
    sum: float | UnsetType = UNSET
    gain: float | UnsetType = UNSET
    cost: float | UnsetType = UNSET
    kept_share: float | UnsetType = UNSET
    until: date | UnsetType = UNSET
    moved: int | UnsetType = UNSET
    spent_share: float | UnsetType = UNSET
    gain_share: float | UnsetType = UNSET
    adoption: float | UnsetType = UNSET


class SignalLine(Struct, frozen=True, kw_only=True):
    """A signal with the verdicts that would clear it; a hard one is enough to be stalled.

    `answered_on` is when a decision was taken knowing of it: it is no longer awaited.
    """

    code: SignalCode
    since: date
    hard: bool
    evidence: SignalEvidence
    offers: tuple[Verdict, ...]
    answered_on: date | None = None


class Triple(Struct, frozen=True, kw_only=True):
    """Low, likely, high."""

    low: int
    likely: int
    high: int


class NextStep(Struct, frozen=True, kw_only=True):
    """Who does what by when."""

    text: str
    by: Person | None
    on: date | None
    is_overdue: bool


class KpiLine(Struct, frozen=True, kw_only=True):
    """The main KPI of a card; numbers in `unit`, `share` of the target gain, 1 is the target."""

    objective_id: UUID
    kpi: str
    unit: str
    direction: Direction
    baseline: float | None
    baseline_count: int
    target: float | None
    target_on: date | None
    value: float | None
    measured_on: date | None
    share: float | None
    forecast_status: ForecastStatus | None
    forecast_word: ForecastWord | None
    forecast_percent: int | None


class Money(Struct, frozen=True, kw_only=True):
    """Euros; what is spent stands apart from what decides: still to spend, still to gain.

    The budget is spent + committed + to_commit + given_back; past it, to_commit is below zero.
    """

    budget: Decimal
    released: Decimal
    committed: Decimal
    spent: Decimal
    free: Decimal
    to_commit: Decimal
    given_back: Decimal
    to_spend: Decimal
    to_gain: int | None
    is_sinkhole: bool
    is_frozen: bool


class Gain(Struct, frozen=True, kw_only=True):
    """Euros a month in states that are never added up; what lapsed is to be measured again."""

    declared: int
    measured: int
    confirmed: int
    lapsed: int


class Card(Struct, frozen=True, kw_only=True):
    """One initiative as lists and cards show it."""

    id: UUID
    version: int
    title: str
    summary: str
    state: State
    state_since: date
    slot: int | None
    benefit: Annotated[str, one_of(Benefit, [""])]
    beneficiaries: str
    use_case: str
    captain: Person | None
    health: Health
    course: CourseLine | None
    going_on: GoingOnLine | None
    signals: tuple[SignalLine, ...]
    kpi: KpiLine | None
    guard: GuardLine | None
    money: Money
    gain: Gain
    next_step: NextStep | None
    value: Triple | None
    days: Triple | None
    cost: Triple | None
    success_chance: float
    triage_class: TriageClass | None
    unmet: tuple[str, ...]
    started_on: date | None
    live_expected_on: date | None
    live_on: date | None
    restart_on: date | None
    ended_on: date | None
    succeeded: bool | None
    promise: PromiseLine | None
    lesson: str
    kept: str
    gained: str
    again: Annotated[str, one_of(Again, [""])]

    @property
    def risk(self) -> str:
        """How likely it is to miss its target, in a word: low, medium or high."""
        if self.success_chance >= LOW_RISK_FROM:
            return "low"
        return "high" if self.success_chance < HIGH_RISK_BELOW else "medium"


class Aside(Struct, frozen=True, kw_only=True):
    """What pages show beside a card; `arrival` is where the forecast ends, low and high."""

    mandate_ends: date | None
    reason: str
    elapsed: float | None
    arrival: tuple[float, float] | None


class Shown(Struct, frozen=True, kw_only=True):
    """A card as pages show it."""

    card: Card
    aside: Aside


def person(member: Member | None) -> Person | None:
    """The member as a screen shows one."""
    return None if member is None else Person(id=member.id, name=member.name.strip())


def shown(standing: InitiativeStanding, *, today: date) -> Shown:
    """The initiative as pages show it; no query."""
    return Shown(card=card(standing, today=today), aside=aside(standing))


def card(standing: InitiativeStanding, *, today: date) -> Card:
    """The card of one initiative; no query."""
    record = standing.record
    row = record.initiative
    return Card(
        id=row.id,
        version=row.version,
        title=row.title,
        summary=row.summary,
        state=State(row.state),
        state_since=row.state_since,
        slot=row.slot_id,
        benefit=row.benefit,
        beneficiaries=row.beneficiaries or _served(standing),
        use_case=row.use_case,
        captain=person(row.captain),
        health=standing.health,
        course=standing.course,
        going_on=standing.going_on,
        signals=tuple(signal_line(signal, record=record) for signal in standing.signals),
        kpi=None if standing.main is None else kpi_line(standing.main),
        guard=guard_line(record),
        money=money(standing),
        gain=whole_gain(standing.gain),
        next_step=_next_step(standing, today=today),
        value=_triple(row.value_low, row.value_likely, row.value_high),
        days=_triple(row.days_low, row.days_likely, row.days_high),
        cost=_triple(row.cost_low, row.cost_likely, row.cost_high),
        success_chance=float(row.success_chance or DEFAULT_SUCCESS_CHANCE),
        triage_class=None if record.legal is None else record.legal.triage_class,
        unmet=tuple(line.code for line in standing.readiness if not line.met),
        started_on=row.started_on,
        live_expected_on=row.live_expected_on,
        live_on=row.live_on,
        restart_on=row.restart_on,
        ended_on=row.ended_on,
        succeeded=row.succeeded,
        promise=standing.promise,
        lesson=row.lesson,
        kept=row.kept,
        gained=row.gained,
        again=row.again,
    )


def aside(standing: InitiativeStanding) -> Aside:
    """What pages show beside the card; the share of the time gone only while it goes on."""
    record, forecast = standing.record, standing.main.forecast if standing.main else None
    last = record.decisions[-1].decision if record.decisions else None
    band = forecast.band[-1] if forecast and forecast.band else None
    goes_on = record.initiative.state in (State.ACTIVE, State.PAUSED)
    return Aside(
        mandate_ends=standing.mandate_ends,
        reason="" if last is None else last.reason,
        elapsed=standing.elapsed if goes_on else None,
        arrival=None if band is None else (min(band.low, band.high), max(band.low, band.high)),
    )


def signal_line(signal: Signal, *, record: Record) -> SignalLine:
    """The signal as a card shows it."""
    return SignalLine(
        code=signal.code,
        since=signal.since,
        hard=signal.hard,
        evidence=SignalEvidence(**signal.evidence),
        offers=signal.offers,
        answered_on=answered_on(record, signal),
    )


def kpi_line(one: ObjectiveStanding) -> KpiLine:
    """The KPI with its last value and its forecast in a word."""
    objective, forecast = one.objective, one.forecast
    return KpiLine(
        objective_id=objective.id,
        kpi=objective.kpi,
        unit=objective.unit,
        direction=Direction(objective.direction),
        baseline=as_number(objective.baseline),
        baseline_count=one.baseline_count,
        target=as_number(objective.target),
        target_on=objective.target_on,
        value=None if one.latest is None else float(one.latest.value),
        measured_on=None if one.latest is None else one.latest.on,
        share=as_number(one.share),
        forecast_status=None if forecast is None else forecast.status,
        forecast_word=None if forecast is None else forecast.word,
        forecast_percent=None if forecast is None else forecast.rounded_percent,
    )


def money(standing: InitiativeStanding) -> Money:
    """The money of a card."""
    balance, going_on = standing.balance, standing.going_on
    closed = closing(
        approved=balance.budget,
        spent=balance.incurred,
        ordered=balance.committed,
        goes_on=standing.record.initiative.state in OPEN_STATES,
    )
    return Money(
        budget=exact(balance.budget),
        released=exact(balance.released),
        committed=exact(balance.committed),
        spent=exact(balance.incurred),
        free=exact(balance.free),
        to_commit=exact(closed.to_commit),
        given_back=exact(closed.given_back),
        to_spend=exact(balance.remaining),
        to_gain=None if going_on is None else going_on.gain,
        is_sinkhole=going_on is not None and going_on.warning is not None,
        is_frozen=standing.record.initiative.spending_frozen_on is not None,
    )


def whole_gain(gain: Mapping[ValueState, Decimal]) -> Gain:
    """The whole euros of a gain."""
    return Gain(**{str(state): int(value) for state, value in gain.items()})


def _triple(low: int | None, likely: int | None, high: int | None) -> Triple | None:
    if low is None or likely is None or high is None:
        return None
    return Triple(low=low, likely=likely, high=high)


def as_number(value: Decimal | None) -> float | None:
    """The figure as JSON writes it."""
    return None if value is None else float(value)


def _served(standing: InitiativeStanding) -> str:
    """For whom its first objective is, where nobody said it of the initiative."""
    return next((one.objective.beneficiaries for one in standing.objectives), "")


def _next_step(standing: InitiativeStanding, *, today: date) -> NextStep | None:
    row = standing.record.initiative
    if not row.next_step:
        return None
    return NextStep(
        text=row.next_step,
        by=person(row.next_step_by),
        on=row.next_step_on,
        is_overdue=row.next_step_on is not None and row.next_step_on < today,
    )
