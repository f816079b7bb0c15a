"""One initiative as its pages show it: standing, authority, mandate, decisions with names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from governance.choices import ActorKind
from governance.models import Member
from governance.rules.actors import Actor
from governance.rules.authority import ActorFacts, Denial, Grant, SubjectFacts, authority
from governance.rules.permissions import Column
from governance.selectors.letters import Letter, open_mandates_for
from governance.selectors.mandates import mandate_facts
from governance.selectors.permissions import permission_table
from portfolio.choices import State, Verdict
from portfolio.models import Initiative, InitiativeDecision, Portfolio, StopCriterion, Trial
from portfolio.rules.charts import BulletChart, CumulativeChart, TrendChart
from portfolio.rules.decisions import InitiativeFacts, Policy, possible_verdicts, refusal
from portfolio.rules.refusals import Refusal
from portfolio.selectors.facts import facts_of, is_met
from portfolio.selectors.pages_charts import bullet_of, cumulative_of, trend_of
from portfolio.selectors.portfolio_row import get_portfolio, portfolio_policy
from portfolio.selectors.records import Record, load_records
from portfolio.selectors.standing import Standing, standing
from tenants.errors import NotFound


@dataclass(frozen=True, kw_only=True)
class Option:
    """A verdict that the state allows: who may give it, and what stands in its way."""

    verdict: Verdict
    answer: Grant | Denial
    refusal: Refusal | None

    @property
    def is_granted(self) -> bool:
        """Whether the reader has the authority."""
        return isinstance(self.answer, Grant)

    @property
    def is_open(self) -> bool:
        """Whether the reader may give it now."""
        return self.is_granted and self.refusal is None


@dataclass(frozen=True, kw_only=True)
class CriterionView:
    """A stop criterion and where it stands: met, kept, or still to come."""

    criterion: StopCriterion
    state: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A decision on the initiative with the name of whoever took it; empty for the system."""

    tie: InitiativeDecision
    name: str


@dataclass(frozen=True)
class InitiativePage:
    """Everything the pages of one initiative say."""

    record: Record
    standing: Standing
    facts: InitiativeFacts
    portfolio: Portfolio
    policy: Policy
    letter: Letter | None
    options: tuple[Option, ...]
    entries: tuple[Entry, ...]
    criteria: tuple[CriterionView, ...]
    trials: tuple[Trial, ...]
    may_edit: bool
    may_measure: bool
    may_spend: bool
    may_issue: bool
    today: date

    @property
    def initiative(self) -> Initiative:
        """The row itself."""
        return self.record.initiative

    @cached_property
    def trend(self) -> TrendChart | None:
        """The main objective's measurements."""
        main = self.standing.main
        return None if main is None else trend_of(one=main, today=self.today)

    @cached_property
    def cumulative(self) -> CumulativeChart:
        """Money spent and gained."""
        return cumulative_of(standing=self.standing, today=self.today)

    @cached_property
    def bullet(self) -> BulletChart:
        """What is spent of the budget."""
        return bullet_of(standing=self.standing, today=self.today)

    @property
    def is_ready(self) -> bool:
        """Whether every line of *ready to start* is met."""
        return not self.facts.unmet_readiness

    @property
    def free_count(self) -> int:
        """How many slots are open."""
        return max(0, self.policy.slots - self.policy.active_count)

    @property
    def open_commitments(self) -> list[object]:
        """Commitments that no expense has paid yet."""
        settled = {expense.settles_id for expense in self.record.expenses}
        return [e for e in self.record.expenses if e.is_commitment and e.id not in settled]

    def option(self, verdict: Verdict) -> Option | None:
        """That verdict as the state allows it, else None."""
        return next((one for one in self.options if one.verdict == verdict), None)


def initiative_page(*, initiative_id: UUID, actor: Actor, today: date) -> InitiativePage:
    """The initiative for that reader, in twenty queries; raises NotFound `initiative_not_found`."""
    record = get_record(initiative_id)
    row = record.initiative
    portfolio = get_portfolio()
    policy = portfolio_policy(today=today, portfolio=portfolio)
    facts = facts_of(record=record, today=today)
    may = _asker(actor=actor, row=row, today=today)
    return InitiativePage(
        record=record,
        standing=standing(record=record, today=today),
        facts=facts,
        portfolio=portfolio,
        policy=policy,
        letter=open_mandates_for([row.id], today=today).get(row.id),
        options=tuple(
            Option(
                verdict=verdict,
                answer=may(f"initiative.{verdict}"),
                refusal=refusal(facts=facts, policy=policy, verdict=verdict),
            )
            for verdict in possible_verdicts(facts=facts)
        ),
        entries=_entries(record),
        criteria=tuple(
            CriterionView(criterion=one, state=_criterion_state(one, record, today))
            for one in record.criteria
        ),
        trials=tuple(row.trials.select_related("carried_by").order_by("-starts")),
        may_edit=isinstance(may("initiative.edit"), Grant) and row.state in OPEN,
        may_measure=isinstance(may("measurement.add"), Grant) and row.state in OPEN,
        may_spend=isinstance(may("expense.add"), Grant) and row.state in OPEN,
        may_issue=isinstance(may("mandate.issue"), Grant),
        today=today,
    )


OPEN = (State.PROPOSED, State.BACKLOG, State.ACTIVE, State.PAUSED)


def get_record(initiative_id: UUID) -> Record:
    """The initiative with all its rows; raises NotFound `initiative_not_found`."""
    people = ("captain", "proposed_by", "next_step_by", "runs_on")
    records = load_records(Initiative.objects.filter(id=initiative_id).select_related(*people))
    if not records:
        raise NotFound("initiative_not_found")
    return records[0]


def _asker(*, actor: Actor, row: Initiative, today: date) -> Callable[[str], Grant | Denial]:
    """The one rule of authority for one reader and one initiative, mandates read once."""
    facts = ActorFacts(
        member_id=actor.member_id,
        role=Column(actor.role) if actor.role is not None else None,
        key_scopes=actor.scopes if actor.kind == ActorKind.KEY else None,
        is_system=actor.is_system,
    )
    subject = SubjectFacts(
        initiative_id=row.id,
        captain_id=row.captain_id,
        named_ids=frozenset(filter(None, [row.next_step_by_id])),
    )
    return partial(
        _answer, actor=facts, subject=subject, today=today, mandates=tuple(mandate_facts())
    )


def _answer(permission: str, **known: Any) -> Grant | Denial:
    return authority(table=permission_table(), permission=permission, **known)


def subject_of(row: Initiative) -> SubjectFacts:
    """The initiative as authority looks at it."""
    return SubjectFacts(initiative_id=row.id, captain_id=row.captain_id)


def _entries(record: Record) -> tuple[Entry, ...]:
    actors = {tie.decision.actor_id for tie in record.decisions}
    names = {m.id: m.display_name for m in Member.objects.filter(id__in=actors - {None})}
    return tuple(
        Entry(tie=tie, name=names.get(tie.decision.actor_id, ""))
        for tie in reversed(record.decisions)
    )


def _criterion_state(criterion: StopCriterion, record: Record, today: date) -> str:
    if is_met(criterion=criterion, record=record, today=today):
        return "met"
    if criterion.by_date is not None and today < criterion.by_date:
        return "to_come"
    return "kept"
