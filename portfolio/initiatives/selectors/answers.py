"""One initiative whole, as it is answered: what lists show, then what its page shows."""

from datetime import date
from typing import Annotated
from uuid import UUID

from portfolio.criteria.choices import Comparison, StopMetric
from portfolio.initiatives.selectors.pages import InitiativePage
from portfolio.life.choices import Verdict
from portfolio.objectives.choices import Benefit, Direction
from portfolio.standing.selectors.answers import InitiativeAnswer, initiative_answer
from tenants.bounds import one_of
from tenants.shapes import Shape, WholeEuros, shaped

# What is in the way of a verdict, known before anything is said.
OBSTACLES = (
    *("wrong_state", "objective_missing", "estimates_missing", "not_ready", "cap_reached"),
    *("start_blocked_by_pauses", "continue_twice_without_measurement", "no_tranche_to_release"),
    *("pause_full", "measurement_missing", "run_owner_missing"),
)
DENIALS = (
    *("not_in_role", "not_for_keys", "scope_missing", "no_mandate", "mandate_revoked"),
    *("mandate_not_accepted", "mandate_not_started", "mandate_expired", "outside_scope"),
    *("verdict_not_given", "above_ceiling", "above_total"),
)
READINESS = (*("captain", "objective", "budget", "stop_criterion", "triage", "evidence", "dpia"),)


class OptionAnswer(Shape, frozen=True, kw_only=True):
    """One verdict: `denial` is a missing authority, `obstacle` the rule in the way."""

    verdict: Verdict
    is_open: bool
    denial: Annotated[str, one_of(DENIALS)] | None
    obstacle: Annotated[str, one_of(OBSTACLES)] | None
    amount: int


class LineAnswer(Shape, frozen=True, kw_only=True):
    """One line of *ready to start*; `missing` are codes of what to do, or of evidence."""

    code: Annotated[str, one_of(READINESS)]
    met: bool
    missing: tuple[str, ...]


class ObjectiveAnswer(Shape, frozen=True, kw_only=True):
    """What should change, for whom, by when; `promised_*` keep the first promise."""

    id: UUID
    version: int
    benefit: Benefit
    beneficiaries: str
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
    monthly_value: int | None
    reuse_share: float
    destination: str


class TrancheAnswer(Shape, frozen=True, kw_only=True):
    """A part of the budget in whole euros; released by a decision."""

    position: int
    amount: WholeEuros
    proof: str
    released_on: date | None


class CriterionAnswer(Shape, frozen=True, kw_only=True):
    """*We stop if…*, and whether it is met today."""

    id: UUID
    metric: StopMetric
    comparison: Comparison
    value: float | None
    by_date: date | None
    is_met: bool


class InitiativeDetailAnswer(Shape, frozen=True, kw_only=True):
    """One initiative whole: what lists show, then what its page shows."""

    initiative: InitiativeAnswer
    objectives: tuple[ObjectiveAnswer, ...]
    readiness: tuple[LineAnswer, ...]
    criteria: tuple[CriterionAnswer, ...]
    tranches: tuple[TrancheAnswer, ...]
    verdicts: tuple[OptionAnswer, ...]
    review_item_id: UUID | None

    @property
    def version(self) -> int:
        """That of the initiative."""
        return self.initiative.version


def initiative_detail(page: InitiativePage) -> InitiativeDetailAnswer:
    """What the page shows, as it is answered."""
    return InitiativeDetailAnswer(
        initiative=initiative_answer(page.card),
        objectives=tuple(shaped(one.objective, ObjectiveAnswer) for one in page.objectives),
        readiness=tuple(shaped(line, LineAnswer) for line in page.readiness),
        criteria=tuple(shaped(one, CriterionAnswer) for one in page.criteria),
        tranches=tuple(shaped(one, TrancheAnswer) for one in page.tranches),
        verdicts=tuple(shaped(option, OptionAnswer) for option in page.options),
        review_item_id=page.review_item_id,
    )
