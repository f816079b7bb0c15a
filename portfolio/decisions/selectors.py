"""Which verdicts are possible now for this person, and what is in the way of the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from governance.access.choices import ActorKind
from governance.access.rules.actors import Actor
from governance.access.rules.authority import (
    NO_SUBJECT,
    ActorFacts,
    Denial,
    MandateFacts,
    SubjectFacts,
    authority,
)
from governance.access.rules.permissions import Column
from governance.access.selectors import permission_table
from governance.mandates.selectors import mandate_facts
from portfolio.decisions.rules.offering import possible_verdicts
from portfolio.decisions.rules.verdicts import Policy, refusal
from portfolio.life.choices import Verdict
from portfolio.money.rules import ZERO
from portfolio.standing.selectors.facts import VerdictFacts

ANY_SUM = Decimal("Infinity")


@dataclass(frozen=True, kw_only=True)
class VerdictOption:
    """One verdict of a menu: `denial` is a missing authority, `obstacle` the rule in the way.

    `is_bounded`: it may take a sum for which it takes somebody else's authority.
    """

    verdict: Verdict
    denial: str | None
    denial_facts: Mapping[str, Any]
    obstacle: str | None
    obstacle_facts: Mapping[str, Any]
    amount: Decimal
    is_bounded: bool

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
        self,
        *,
        permission: str,
        subject: SubjectFacts = NO_SUBJECT,
        amount: Decimal = ZERO,
        corrects: str | None = None,
    ) -> Denial | None:
        """Why the actor may not do this, None if he or she may; no query."""
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
            subject=subject,
            mandates=self.mandates,
            amount=amount,
            corrects=corrects,
        )
        return answer if isinstance(answer, Denial) else None


def authority_of(*, actor: Actor, today: date) -> Authority:
    """Who acts and on which mandates; one query."""
    return Authority(actor=actor, today=today, mandates=tuple(mandate_facts()))


def verdict_options(
    *, facts: VerdictFacts, policy: Policy, authority: Authority
) -> tuple[VerdictOption, ...]:
    """Every verdict that the state knows, met or not; no query."""
    subject = SubjectFacts(initiative_id=facts.initiative.id, captain_id=facts.captain_id)
    options = []
    for verdict in possible_verdicts(facts=facts.initiative):
        amount = engaged(verdict=verdict, facts=facts)
        may = partial(authority.denial, permission=f"initiative.{verdict}", subject=subject)
        denial = may(amount=amount)
        refused = refusal(facts=facts.initiative, policy=policy, verdict=verdict)
        options.append(
            VerdictOption(
                verdict=verdict,
                denial=None if denial is None else denial.code,
                denial_facts={} if denial is None else denial.facts,
                obstacle=None if refused is None else refused.code,
                obstacle_facts={} if refused is None else refused.facts,
                amount=amount,
                is_bounded=verdict is Verdict.ADJUST and may(amount=ANY_SUM) is not None,
            )
        )
    return tuple(options)


def engaged(*, verdict: Verdict, facts: VerdictFacts) -> Decimal:
    """What the verdict would engage: the tranche it would release."""
    starts_anew = verdict is Verdict.START and facts.starts_anew
    return facts.next_tranche if verdict is Verdict.RELEASE or starts_anew else ZERO
