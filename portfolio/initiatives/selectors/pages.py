"""One initiative on one page: facts, money, criteria, decisions, and what may be decided now."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from governance.access.choices import ActorKind
from governance.access.rules.actors import Actor
from governance.decisions.models import Decision
from governance.law.selectors import TriageFacts, latest_triage
from governance.mandates.models import Mandate
from governance.members.models import Member
from portfolio.cap.selectors import get_portfolio, portfolio_policy
from portfolio.criteria.choices import Comparison, StopMetric
from portfolio.criteria.models import StopCriterion
from portfolio.decisions.rules import MEASURED_STATES, OPEN_STATES, Policy
from portfolio.decisions.selectors import Authority, VerdictOption, authority_of, verdict_options
from portfolio.forecast.rules.forecast import Continuation
from portfolio.forecast.selectors import ObjectiveStanding
from portfolio.initiatives.models import Initiative
from portfolio.money.models import Expense, Tranche
from portfolio.objectives.models import Objective
from portfolio.standing.selectors.cards import Card, Person, card, person
from portfolio.standing.selectors.facts import captain_mandate, is_met
from portfolio.standing.selectors.records import Record, described, load_records
from portfolio.standing.selectors.standing import standing
from portfolio.start.rules import Line
from portfolio.trials.models import Trial
from tenants.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class CriterionLine:
    """*We stop if…*: whether it is met today, and what it looks at."""

    id: UUID
    metric: StopMetric
    comparison: Comparison
    value: Decimal | None
    by_date: date | None
    set_at: datetime
    is_met: bool


@dataclass(frozen=True, kw_only=True)
class DecisionLine:
    """One decision on it, newest first on the page; `by` is None for the system."""

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


@dataclass(frozen=True, kw_only=True)
class MayDo:
    """What the reader may do besides verdicts; what is over is read, and measured if completed."""

    edit: bool
    measure: bool
    spend: bool
    answer_triage: bool
    issue_mandate: bool
    run_trial: bool


@dataclass(frozen=True, kw_only=True)
class InitiativePage:
    """Everything the page of one initiative shows."""

    card: Card
    proposed_by: Person | None
    created_at: datetime
    captain_since: date | None
    runs_on: Person | None
    promised_budget: int | None
    objectives: tuple[ObjectiveStanding, ...]
    readiness: tuple[Line, ...]
    criteria: tuple[CriterionLine, ...]
    tranches: tuple[Tranche, ...]
    expenses: tuple[Expense, ...]
    open_commitments: tuple[Expense, ...]
    continuation: Continuation | None
    decisions: tuple[DecisionLine, ...]
    trials: tuple[Trial, ...]
    triage: TriageFacts | None
    mandate: Mandate | None
    review_item_id: UUID | None
    review_id: UUID | None
    options: tuple[VerdictOption, ...]
    may: MayDo
    policy: Policy
    next_review_on: date | None


def initiative_page(*, initiative_id: UUID, today: date, actor: Actor) -> InitiativePage:
    """The whole page, in a fixed number of queries; raises NotFound `initiative_not_found`."""
    record = get_record(initiative_id=initiative_id, today=today)
    row = record.initiative
    stands = standing(record=record, today=today)
    portfolio = get_portfolio()
    policy = portfolio_policy(today=today, portfolio=portfolio)
    authority = authority_of(actor=actor, today=today)
    running = (row.id,) if row.started_on else ()
    settled = {expense.settles_id for expense in record.expenses}
    open_items = [item for item in record.reviews if item.review.state == "open"]
    asked = next((item for item in open_items if item.decision_id is None), None)
    return InitiativePage(
        card=card(stands, today=today),
        proposed_by=person(row.proposed_by),
        created_at=row.created_at,
        captain_since=row.captain_since,
        runs_on=person(row.runs_on),
        promised_budget=row.promised_budget,
        objectives=stands.objectives,
        readiness=stands.readiness,
        criteria=tuple(_criterion(one, record=record, today=today) for one in record.criteria),
        tranches=record.tranches,
        expenses=record.expenses,
        open_commitments=tuple(
            e for e in record.expenses if e.is_commitment and e.id not in settled
        ),
        continuation=stands.continuation,
        decisions=decision_lines(record=record),
        trials=tuple(row.trials.select_related("carried_by").order_by("starts")),
        triage=latest_triage([row.id], as_of=today, running=running).get(row.id),
        mandate=captain_mandate(record=record, today=today),
        review_item_id=asked.id if asked else None,
        review_id=asked.review_id if asked else None,
        options=verdict_options(record=record, policy=policy, authority=authority),
        may=_may(record=record, authority=authority),
        policy=policy,
        next_review_on=portfolio.next_review_on,
    )


def get_record(*, initiative_id: UUID, today: date) -> Record:
    """The initiative with all its rows; raises NotFound `initiative_not_found`."""
    records = load_records(described().filter(id=initiative_id), today=today)
    if not records:
        raise NotFound("initiative_not_found")
    return records[0]


def get_initiative(initiative_id: UUID) -> Initiative:
    """The row with the people it names; raises NotFound `initiative_not_found`."""
    row = described().filter(id=initiative_id).first()
    if row is None:
        raise NotFound("initiative_not_found")
    return row


def decision_lines(*, record: Record) -> tuple[DecisionLine, ...]:
    """Its decisions, newest first, with who took them; one query."""
    ids = {
        row.decision.actor_id
        for row in record.decisions
        if row.decision.actor_kind == ActorKind.MEMBER
    }
    members = Member.objects.in_bulk([one for one in ids if one is not None])
    return tuple(
        DecisionLine(
            id=row.decision.id,
            verdict=row.decision.verdict,
            at=row.decision.at,
            reason=row.decision.reason,
            by=_by(row.decision, members),
            is_by_system=row.decision.actor_kind == ActorKind.SYSTEM,
            from_state=row.from_state,
            to_state=row.to_state,
            corrects_id=row.decision.corrects_id,
            facts=row.decision.facts,
        )
        for row in reversed(record.decisions)
    )


def _by(decision: Decision, members: dict[UUID, Member]) -> Person | None:
    return None if decision.actor_id is None else person(members.get(decision.actor_id))


def _criterion(criterion: StopCriterion, *, record: Record, today: date) -> CriterionLine:
    return CriterionLine(
        id=criterion.id,
        metric=StopMetric(criterion.metric),
        comparison=Comparison(criterion.comparison),
        value=criterion.value,
        by_date=criterion.by_date,
        set_at=criterion.set_at,
        is_met=is_met(criterion=criterion, record=record, today=today),
    )


def _may(*, record: Record, authority: Authority) -> MayDo:
    state = record.initiative.state
    is_open = state in OPEN_STATES

    def may(permission: str) -> bool:
        return authority.denial(permission=permission, record=record) is None

    return MayDo(
        edit=is_open and may("initiative.edit"),
        measure=state in MEASURED_STATES and may("measurement.add"),
        spend=may("expense.add"),
        answer_triage=is_open and may("triage.answer"),
        issue_mandate=is_open and may("mandate.issue"),
        run_trial=may("trial.run"),
    )


def objective_of(objective_id: UUID, *, initiative_id: UUID | None = None) -> Objective:
    """The objective, of that initiative if one is named; raises NotFound `objective_not_found`."""
    rows = Objective.objects.filter(id=objective_id)
    if initiative_id is not None:
        rows = rows.filter(initiative_id=initiative_id)
    objective = rows.first()
    if objective is None:
        raise NotFound("objective_not_found")
    return objective


# What is sorted by, and the column; where figures are unknown they count as nothing.
LIST_ORDERS = {
    "created": "id",
    "title": "title",
    "state_since": "state_since",
    "value": "value_likely",
    "days": "days_likely",
    "cost": "cost_likely",
}
FIGURES = frozenset({"value", "days", "cost"})


def in_order(
    rows: QuerySet[Initiative], *, sort: str
) -> tuple[QuerySet[Initiative], tuple[str, ...]]:
    """The rows with a column to sort by that is never empty, and the names to sort by.

    `sort` is a key of LIST_ORDERS, with a minus for descending; equals stand newest last.
    """
    name = sort.removeprefix("-")
    sign = sort[: len(sort) - len(name)]
    column = LIST_ORDERS[name]
    if name not in FIGURES:
        return rows, (f"{sign}{column}", f"{sign}id")
    return rows.annotate(sorted_by=Coalesce(F(column), 0)), (f"{sign}sorted_by", f"{sign}id")
