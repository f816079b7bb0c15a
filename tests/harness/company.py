"""A company in which something was decided, for attacks and tampering."""

from datetime import datetime

from governance.access.rules.actors import Actor, member_actor
from governance.access.rules.authority import Grant
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.services import record_decision
from governance.members.models import Member
from portfolio.initiatives.models import Initiative, InitiativeDecision
from tenants.ids import uuid7
from tenants.transactions import use_case
from tests.conftest import acting


def present_executive(now: datetime) -> Actor:
    """The current company's executive, seated when the company has nobody."""
    member = Member.objects.filter(role="executive").first()
    if member is None:
        member = Member.objects.create(
            user_id=uuid7(), email="boss@company.example", role="executive", joined_at=now
        )
    return member_actor(member.id, member.role)


def qualify_an_initiative(now: datetime) -> Decision:
    """In the current company, one initiative stands in the backlog, by one decision."""
    actor = present_executive(now)
    with use_case():
        initiative = Initiative.objects.create(
            title="Sorting mail",
            proposed_by_id=actor.member_id,
            state_since=now.date(),
            created_at=now,
        )
        decision = record_decision(
            acting(actor, now=now),
            grant=Grant(by="role"),
            verdict="qualify",
            subject_kind=SubjectKind.INITIATIVE,
            subject_id=initiative.id,
            reason="Worth it",
        )
        InitiativeDecision.objects.create(
            initiative=initiative,
            decision=decision,
            number=1,
            from_state="proposed",
            to_state="backlog",
        )
        Initiative.objects.filter(id=initiative.id).update(state="backlog", decision_number=1)
    return decision


def record_decisions(number: int, now: datetime) -> None:
    """The log of the current company is that many entries longer."""
    actor = present_executive(now)
    for count in range(number):
        record_decision(
            acting(actor, now=now),
            grant=Grant(by="role"),
            verdict="continue",
            subject_kind=SubjectKind.INITIATIVE,
            subject_id=uuid7(),
            reason=f"Reason {count}",
            facts={"amount": count, "who": uuid7()},
        )
