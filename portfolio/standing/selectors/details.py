"""What the API answers of one initiative beside its card."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.money.models import Tranche
from portfolio.objectives.choices import Benefit, Direction, Verification
from portfolio.objectives.models import Objective
from portfolio.standing.selectors.ahead import Ahead, ahead_of
from portfolio.standing.selectors.cards import as_number
from portfolio.standing.selectors.records import Record
from portfolio.standing.selectors.running import RunLine, run_of
from portfolio.standing.selectors.standing import InitiativeStanding
from portfolio.standing.selectors.stopping import is_met, is_proof_met
from tenants.bounds import one_of
from tenants.shapes import Shape

READINESS = (
    *("captain", "objective", "budget", "stop_criterion", "go_live"),
    *("triage", "evidence", "dpia", "works_council"),
)


class ObjectiveEntry(Shape, frozen=True, kw_only=True):
    """One objective; `baseline`, `target` in `unit`, `monthly_value` euros a month."""

    id: UUID
    version: int
    external_ref: str
    benefit: Benefit
    beneficiaries: str
    people_served: int | None
    kpi: str
    unit: str
    direction: Direction
    cadence_days: int
    baseline: float | None
    baseline_on: date | None
    baseline_due: date | None
    target: float | None
    target_on: date | None
    promised_target: float | None
    promised_on: date | None
    monthly_value: Decimal | None
    reuse_share: float
    destination: str
    verification: Annotated[str, one_of(Verification, [""])]
    hours_used_for: str


class ReadyLine(Shape, frozen=True, kw_only=True):
    """One line of *ready to start*."""

    code: Annotated[str, one_of(READINESS)]
    met: bool
    missing: tuple[str, ...]


class CriterionEntry(Shape, frozen=True, kw_only=True):
    """*We stop if…*, and whether it is met."""

    id: UUID
    metric: StopMetric
    comparison: PortfolioComparison
    value: float | None
    by_date: date | None
    is_met: bool


class TrancheEntry(Shape, frozen=True, kw_only=True):
    """A part of the budget, euros."""

    position: int
    amount: Decimal
    proof: str
    released_on: date | None
    against_proof: bool
    proof_value: float | None
    proof_seen_on: date | None
    is_proof_met: bool
    asked_proof: str


class Detail(Shape, frozen=True, kw_only=True):
    """One initiative beyond its card; `external_ref` is the company's own reference."""

    external_ref: str
    objectives: tuple[ObjectiveEntry, ...]
    readiness: tuple[ReadyLine, ...]
    criteria: tuple[CriterionEntry, ...]
    tranches: tuple[TrancheEntry, ...]
    ahead: Ahead | None
    running: RunLine | None
    review_item_id: UUID | None


def detail(standing: InitiativeStanding, *, today: date) -> Detail:
    """What one initiative's answer has beside its card; no query."""
    record, asked = standing.record, standing.record.asked
    return Detail(
        external_ref=record.initiative.external_ref,
        objectives=tuple(_objective(one) for one in record.objectives),
        readiness=tuple(
            ReadyLine(code=line.code, met=line.met, missing=line.missing)
            for line in standing.readiness
        ),
        criteria=tuple(_criterion(one, record, today) for one in record.criteria),
        tranches=tuple(_tranche(one, record) for one in record.tranches),
        ahead=ahead_of(record, today=today),
        running=run_of(record, today=today),
        review_item_id=None if asked is None else asked.id,
    )


def _objective(row: Objective) -> ObjectiveEntry:
    return ObjectiveEntry(
        id=row.id,
        version=row.version,
        external_ref=row.external_ref,
        benefit=Benefit(row.benefit),
        beneficiaries=row.beneficiaries,
        people_served=row.people_served,
        kpi=row.kpi,
        unit=row.unit,
        direction=Direction(row.direction),
        cadence_days=row.cadence_days,
        baseline=as_number(row.baseline),
        baseline_on=row.baseline_on,
        baseline_due=row.baseline_due,
        target=as_number(row.target),
        target_on=row.target_on,
        promised_target=as_number(row.promised_target),
        promised_on=row.promised_on,
        monthly_value=row.monthly_value,
        reuse_share=float(row.reuse_share),
        destination=row.destination,
        verification=row.verification,
        hours_used_for=row.hours_used_for,
    )


def _criterion(row: StopCriterion, record: Record, today: date) -> CriterionEntry:
    return CriterionEntry(
        id=row.id,
        metric=StopMetric(row.metric),
        comparison=PortfolioComparison(row.comparison),
        value=as_number(row.value),
        by_date=row.by_date,
        is_met=is_met(criterion=row, record=record, today=today),
    )


def _tranche(row: Tranche, record: Record) -> TrancheEntry:
    return TrancheEntry(
        position=row.position,
        amount=row.amount,
        proof=row.proof,
        released_on=row.released_on,
        against_proof=row.against_proof,
        proof_value=as_number(row.proof_value),
        proof_seen_on=row.seen_on,
        is_proof_met=is_proof_met(record=record, tranche=row),
        asked_proof=row.asked_proof,
    )
