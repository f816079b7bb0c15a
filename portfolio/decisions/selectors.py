"""Which verdicts are possible now for this person, and what is in the way of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from governance.access.choices import ActorKind
from governance.access.rules.actors import Actor
from governance.access.rules.authority import (
    ActorFacts,
    Denial,
    MandateFacts,
    SubjectFacts,
    authority,
)
from governance.access.rules.permissions import Column
from governance.access.selectors import permission_table
from governance.mandates.selectors import mandate_facts
from portfolio.decisions.rules import Policy, possible_verdicts, refusal
from portfolio.life.choices import Verdict
from portfolio.money.models import Tranche
from portfolio.standing.selectors.facts import facts_of
from portfolio.standing.selectors.records import Record


@dataclass(frozen=True, kw_only=True)
class VerdictOption:
    """One verdict of a menu: `denial` is a missing authority, `obstacle` the rule in the way."""

    verdict: Verdict
    denial: str | None
    denial_facts: Mapping[str, Any]
    obstacle: str | None
    obstacle_facts: Mapping[str, Any]
    amount: int

    @property
    def is_open(self) -> bool:
        """Whether nothing known in advance is in the way."""
        return self.denial is None and self.obstacle is None


@dataclass(frozen=True, kw_only=True)
class Authority:
    """What is asked once for a page: who acts, and every mandate of the company."""

    actor: Actor
    today: date
    mandates: tuple[MandateFacts, ...]

    def denial(
        self, *, permission: str, record: Record | None = None, amount: int = 0
    ) -> Denial | None:
        """Why the actor may not do this, None if he or she may; no query."""
        row = None if record is None else record.initiative
        answer = authority(
            table=permission_table(),
            permission=permission,
            actor=ActorFacts(
                member_id=self.actor.member_id,
                role=Column(self.actor.role) if self.actor.role is not None else None,
                key_scopes=self.actor.scopes if self.actor.kind == ActorKind.KEY else None,
                is_system=self.actor.is_system,
            ),
            today=self.today,
            subject=SubjectFacts(
                initiative_id=None if row is None else row.id,
                captain_id=None if row is None else row.captain_id,
            ),
            mandates=self.mandates,
            amount=Decimal(amount),
        )
        return answer if isinstance(answer, Denial) else None


def authority_of(*, actor: Actor, today: date) -> Authority:
    """Who acts and on which mandates; two queries."""
    return Authority(actor=actor, today=today, mandates=tuple(mandate_facts()))


def verdict_options(
    *, record: Record, policy: Policy, authority: Authority
) -> tuple[VerdictOption, ...]:
    """Every verdict that the state knows, met or not; no query."""
    facts = facts_of(record=record, today=policy.today)
    options = []
    for verdict in possible_verdicts(facts=facts):
        amount = _amount(verdict=verdict, record=record)
        denial = authority.denial(permission=f"initiative.{verdict}", record=record, amount=amount)
        refused = refusal(facts=facts, policy=policy, verdict=verdict)
        options.append(
            VerdictOption(
                verdict=verdict,
                denial=None if denial is None else denial.code,
                denial_facts={} if denial is None else denial.facts,
                obstacle=None if refused is None else refused.code,
                obstacle_facts={} if refused is None else refused.facts,
                amount=amount,
            )
        )
    return tuple(options)


def _amount(*, verdict: Verdict, record: Record) -> int:
    """What the verdict would engage: the tranche it would release."""
    waiting: Sequence[Tranche] = [t for t in record.tranches if t.released_on is None]
    starts_anew = verdict is Verdict.START and len(waiting) == len(record.tranches)
    if waiting and (verdict is Verdict.RELEASE or starts_anew):
        return waiting[0].amount
    return 0
