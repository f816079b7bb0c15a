"""One initiative as it is answered and stored: the fields of these types are those of the JSON."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec

from governance.law.rules.laws import TriageClass
from portfolio.forecast.choices import ForecastStatus, ForecastWord, ValueState
from portfolio.life.choices import State, Verdict
from portfolio.objectives.choices import Benefit, Direction
from portfolio.standing.choices import Health
from portfolio.standing.rules import SignalCode
from portfolio.standing.selectors.cards import Card, Triple
from tenants.bounds import one_of
from tenants.shapes import Shape, WholeEuros, shaped

Gain = Annotated[
    dict[ValueState, WholeEuros],
    msgspec.Meta(
        description="Euros a month in three states that are never added up.",
        extra_json_schema={"required": list(ValueState)},
    ),
]


class PersonAnswer(Shape, frozen=True, kw_only=True):
    """A member by id and name."""

    id: UUID
    name: str


class SignalAnswer(Shape, frozen=True, kw_only=True):
    """One signal: since when, on what evidence, and which verdicts would clear it."""

    code: SignalCode
    since: date
    hard: bool
    evidence: dict[str, Any]
    offers: tuple[Verdict, ...]


class NextStepAnswer(Shape, frozen=True, kw_only=True):
    """Who does what by when."""

    text: str
    by: PersonAnswer | None
    on: date | None
    is_overdue: bool


class KpiAnswer(Shape, frozen=True, kw_only=True):
    """The main KPI; numbers in `unit`, `share` of the target gain, 1 is the target."""

    objective_id: UUID
    kpi: str
    unit: str
    direction: Direction
    baseline: float | None
    target: float | None
    target_on: date | None
    value: float | None
    measured_on: date | None
    share: float | None
    forecast_status: ForecastStatus | None
    forecast_word: ForecastWord | None
    forecast_percent: int | None


class MoneyAnswer(Shape, frozen=True, kw_only=True):
    """Whole euros; what is spent stands apart from what decides: still to spend, still to gain."""

    budget: WholeEuros
    released: WholeEuros
    committed: WholeEuros
    spent: WholeEuros
    free: WholeEuros
    to_spend: WholeEuros
    to_gain: WholeEuros | None
    is_sinkhole: bool
    is_frozen: bool


class InitiativeAnswer(Shape, frozen=True, kw_only=True):
    """One initiative as lists show it; amounts in whole euros, `share` of the target gain."""

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
    captain: PersonAnswer | None
    health: Health
    signals: tuple[SignalAnswer, ...]
    kpi: KpiAnswer | None
    money: MoneyAnswer
    gain: Gain
    next_step: NextStepAnswer | None
    value: Triple | None
    days: Triple | None
    cost: Triple | None
    success_chance: float
    triage_class: TriageClass | None
    unmet: tuple[str, ...]
    started_on: date | None
    restart_on: date | None
    ended_on: date | None
    succeeded: bool | None
    lesson: str
    kept: str


def initiative_answer(card: Card) -> InitiativeAnswer:
    """The card without what only pages show; `tenants.shapes.encode` writes it as JSON."""
    return shaped(card, InitiativeAnswer)
