"""One initiative on one page: facts, money, criteria, decisions, and what may be decided now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from governance.access.choices import ActorKind
from governance.access.rules.actors import Actor
from governance.access.rules.authority import SubjectFacts
from governance.decisions.models import Decision
from governance.law.selectors import TriageFacts
from governance.mandates.models import Mandate
from governance.members.models import Member
from portfolio.adoption.models import AdoptionReading
from portfolio.cap.selectors import get_portfolio, portfolio_policy
from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.decisions.rules.verdicts import MEASURED_STATES, OPEN_STATES, Policy
from portfolio.decisions.selectors import Authority, VerdictOption, authority_of, verdict_options
from portfolio.forecast.selectors import ObjectiveStanding
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State
from portfolio.money.models import Expense, Tranche
from portfolio.money.selectors import MoneyLine, money_lines, open_orders
from portfolio.objectives.models import Measurement, Objective
from portfolio.standing.selectors.ahead import Ahead, ahead_of
from portfolio.standing.selectors.cards import Aside, Card, Person, aside, card, person
from portfolio.standing.selectors.everything import EntryLine
from portfolio.standing.selectors.facts import captain_mandate, verdict_facts
from portfolio.standing.selectors.reading import NotTrue, Rolled, known_standing, rolled
from portfolio.standing.selectors.records import Record, described, load_records
from portfolio.standing.selectors.running import RunLine, run_of
from portfolio.standing.selectors.stopping import is_met, release_due_on
from portfolio.start.rules import ReadinessLine
from portfolio.trials.models import Trial
from tenants.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class CriterionLine:
    """*We stop if…*: whether it is met today, and what it looks at."""

    id: UUID
    metric: StopMetric
    comparison: PortfolioComparison
    value: Decimal | None
    by_date: date | None
    set_at: datetime
    is_met: bool


@dataclass(frozen=True, kw_only=True)
class DecisionLine:
    """One decision on it, newest first on the page; `by` is None for the system.

    `may_correct`: the reader may, and nobody has.
    """

    id: UUID
    verdict: str
    at: datetime
    reason: str
    by: Person | None
    is_by_system: bool
    from_state: str
    to_state: str
    corrects_id: UUID | None
    facts: dict[str, object]
    may_correct: bool = False


STARTING = frozenset({State.PROPOSED, State.BACKLOG, State.PAUSED})


@dataclass(frozen=True, kw_only=True)
class MayDo:
    """What the reader may do besides verdicts; what is over is read, and measured if completed."""

    edit: bool
    measure: bool
    spend: bool
    tell_running: bool
    ask_proof: bool
    change_proof: bool
    answer_triage: bool
    issue_mandate: bool
    run_trial: bool
    ask_who_may: bool


@dataclass(frozen=True, kw_only=True)
class InitiativePage:
    """Everything the page of one initiative shows.

    `adopted_on` is when it was taken over, until it starts; `contract_cost` is euros a year.
    """

    card: Card
    aside: Aside
    elapsed: float | None
    proposed_by: Person | None
    proposer: str
    situation: str
    created_at: datetime
    captain_since: date | None
    adopted_on: date | None
    contract_until: date | None
    contract_cost: Decimal | None
    runs_on: Person | None
    promised_budget: Decimal | None
    objectives: tuple[ObjectiveStanding, ...]
    readiness: tuple[ReadinessLine, ...]
    criteria: tuple[CriterionLine, ...]
    tranches: tuple[Tranche, ...]
    counted: tuple[Objective, ...]
    expenses: tuple[Expense, ...]
    worked: tuple[Expense, ...]
    gains_from: date | None
    captain_carries: int
    adoption: AdoptionReading | None
    lines: tuple[MoneyLine, ...]
    measured: Mapping[UUID, tuple[Measurement, ...]]
    open_commitments: tuple[Expense, ...]
    ahead: Ahead | None
    running: RunLine | None
    entry: EntryLine | None
    decisions: tuple[DecisionLine, ...]
    trials: tuple[Trial, ...]
    triage: TriageFacts | None
    mandate: Mandate | None
    review_item_id: UUID | None
    review_id: UUID | None
    options: tuple[VerdictOption, ...]
    is_next_proof_met: bool
    is_release_due: bool
    may: MayDo
    policy: Policy
    next_review_on: date | None

    @property
    def is_running(self) -> bool:
        """Whether it is active and has started: what changes then is a decision."""
        return self.card.state is State.ACTIVE and self.adopted_on is None

    @property
    def may_start(self) -> bool:
        """Whether a start is what comes next, once it is ready."""
        return self.adopted_on is not None or self.card.state in STARTING


def adopted_on(row: Initiative) -> date | None:
    """The day it was taken over: it is active before it has started. None otherwise."""
    is_adopted = row.state == State.ACTIVE and row.started_on is None
    return row.state_since if is_adopted else None


def initiative_page(
    *, initiative_id: UUID, today: date, actor: Actor, known: Rolled | None = None
) -> InitiativePage:
    """The whole page, in two statements where what is stored is true.

    Raises NotFound `initiative_not_found`.
    """
    record = get_record(initiative_id=initiative_id, today=today)
    row, asked = record.initiative, record.asked
    stands = known_standing(record, today=today)
    around = surroundings(actor=actor, today=today, known=known)
    facts = verdict_facts(record=record, today=today)
    return InitiativePage(
        card=card(stands, today=today),
        aside=aside(stands),
        elapsed=stands.elapsed,
        proposed_by=person(row.proposed_by),
        proposer=row.proposed_name if row.proposed_by is None else row.proposed_by.name.strip(),
        situation=row.situation,
        created_at=row.created_at,
        captain_since=row.captain_since,
        adopted_on=adopted_on(row),
        contract_until=row.contract_until,
        contract_cost=row.contract_cost,
        runs_on=person(row.runs_on),
        promised_budget=row.promised_budget,
        objectives=stands.objectives,
        readiness=stands.readiness,
        criteria=tuple(_criterion(one, record=record, today=today) for one in record.criteria),
        tranches=record.tranches,
        counted=record.objectives,
        expenses=record.expenses,
        worked=record.worked,
        gains_from=record.gains_from,
        captain_carries=record.captain_carries,
        adoption=record.adoption[-1] if record.adoption else None,
        lines=money_lines(record.expenses),
        measured={one.id: record.measured(one.id) for one in record.objectives},
        open_commitments=open_orders(record.expenses),
        ahead=ahead_of(record, today=today),
        running=run_of(record, today=today),
        entry=record.entry,
        decisions=decision_lines(record=record, authority=around.authority),
        trials=record.trials,
        triage=record.triage,
        mandate=captain_mandate(record=record, today=today),
        review_item_id=asked.id if asked else None,
        review_id=asked.review_id if asked else None,
        options=verdict_options(
            facts=facts,
            policy=around.policy,
            authority=around.authority,
        ),
        is_next_proof_met=facts.initiative.is_next_proof_met,
        is_release_due=release_due_on(record=record) is not None,
        may=_may(record=record, authority=around.authority),
        policy=around.policy,
        next_review_on=around.next_review_on,
    )


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a page knows of the company."""

    policy: Policy
    authority: Authority
    next_review_on: date | None


def surroundings(*, actor: Actor, today: date, known: Rolled | None) -> Surroundings:
    """The company around an initiative: no statement where its rollup is known already.

    Else one where it is true, four where not.
    """
    try:
        found = known or rolled(today=today)
    except NotTrue:
        return Surroundings(
            policy=portfolio_policy(today=today),
            authority=authority_of(actor=actor, today=today),
            next_review_on=get_portfolio().next_review_on,
        )
    return Surroundings(
        policy=found.overview.policy(today),
        authority=Authority(actor=actor, today=today, mandates=found.letters),
        next_review_on=found.overview.next_review_on,
    )


def get_record(*, initiative_id: UUID, today: date) -> Record:
    """The initiative with all its rows; raises NotFound `initiative_not_found`."""
    records = load_records([initiative_id], today=today)
    if not records:
        raise NotFound("initiative_not_found")
    return records[0]


def get_initiative(initiative_id: UUID) -> Initiative:
    """The row with the people it names; raises NotFound `initiative_not_found`."""
    row = described().filter(id=initiative_id).first()
    if row is None:
        raise NotFound("initiative_not_found")
    return row


def decision_lines(
    *, record: Record, authority: Authority | None = None
) -> tuple[DecisionLine, ...]:
    """Its decisions, newest first, with who took them; no query."""
    corrected = {row.decision.corrects_id for row in record.decisions}
    return tuple(
        DecisionLine(
            id=row.decision.id,
            verdict=row.decision.verdict,
            at=row.decision.at,
            reason=row.decision.reason,
            by=_by(row.decision, record.people),
            is_by_system=row.decision.actor_kind == ActorKind.SYSTEM,
            from_state=row.from_state,
            to_state=row.to_state,
            corrects_id=row.decision.corrects_id,
            facts=row.decision.facts,
            may_correct=authority is not None
            and row.decision_id not in corrected
            and _may_correct(record, row.decision, authority),
        )
        for row in reversed(record.decisions)
    )


def _may_correct(record: Record, decision: Decision, authority: Authority) -> bool:
    row = record.initiative
    denied = authority.denial(
        permission="decision.correct",
        corrects=f"initiative.{decision.verdict}",
        subject=SubjectFacts(initiative_id=row.id, captain_id=row.captain_id),
    )
    return decision.corrects_id is None and denied is None


def _by(decision: Decision, people: Mapping[UUID, Member]) -> Person | None:
    if decision.actor_id is None or decision.actor_kind != ActorKind.MEMBER:
        return None
    return person(people.get(decision.actor_id))


def _criterion(criterion: StopCriterion, *, record: Record, today: date) -> CriterionLine:
    return CriterionLine(
        id=criterion.id,
        metric=StopMetric(criterion.metric),
        comparison=PortfolioComparison(criterion.comparison),
        value=criterion.value,
        by_date=criterion.by_date,
        set_at=criterion.set_at,
        is_met=is_met(criterion=criterion, record=record, today=today),
    )


def _may(*, record: Record, authority: Authority) -> MayDo:
    row, state = record.initiative, record.initiative.state
    is_open = state in OPEN_STATES
    subject = SubjectFacts(initiative_id=row.id, captain_id=row.captain_id)

    def may(permission: str) -> bool:
        return authority.denial(permission=permission, subject=subject) is None

    return MayDo(
        edit=is_open and may("initiative.edit"),
        measure=state in MEASURED_STATES and may("measurement.add"),
        spend=may("expense.add"),
        tell_running=state in MEASURED_STATES and may("initiative.edit"),
        ask_proof=is_open and may("proof.ask"),
        change_proof=is_open and may("proof.change"),
        answer_triage=is_open and may("triage.answer"),
        issue_mandate=is_open and may("mandate.issue"),
        run_trial=may("trial.run"),
        ask_who_may=may("decision.ask"),
    )


def objective_of(
    objective_id: UUID,
    *,
    initiative_id: UUID | None = None,
    among: QuerySet[Objective] | None = None,
) -> Objective:
    """The objective, of that initiative if one is named; raises NotFound `objective_not_found`."""
    rows = (Objective.objects.all() if among is None else among).filter(id=objective_id)
    if initiative_id is not None:
        rows = rows.filter(initiative_id=initiative_id)
    objective = rows.first()
    if objective is None:
        raise NotFound("objective_not_found", named=objective_id)
    return objective
