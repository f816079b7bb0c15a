"""What people are told of the portfolio: one message each, never twice."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from governance.access.choices import ActorKind, Role
from governance.decisions.models import Decision
from governance.members.models import Member
from governance.outbox import services as outbox
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict


def tell(
    *,
    member_ids: Iterable[UUID | None],
    template: str,
    key: str,
    context: Mapping[str, Any],
    now: datetime,
) -> None:
    """Each of those members who is still here has this message waiting; `key` makes it unique."""
    wanted = {member_id for member_id in member_ids if member_id is not None}
    if not wanted:
        return
    for member in Member.objects.filter(id__in=wanted, left_at=None).order_by("id"):
        outbox.tell(
            member=member,
            template=template,
            context=context,
            now=now,
            dedup_key=f"{key}:{member.id}",
        )


def leaders() -> list[UUID]:
    """The ids of those who lead reviews: executives and AI leads who are present."""
    rows = Member.objects.filter(role__in=[Role.EXECUTIVE, Role.AI_LEAD], left_at=None)
    return list(rows.values_list("id", flat=True))


def executives() -> list[UUID]:
    """The ids of the executives who are present."""
    rows = Member.objects.filter(role=Role.EXECUTIVE, left_at=None)
    return list(rows.values_list("id", flat=True))


ANSWERS = (Verdict.QUALIFY, Verdict.REJECT)


def tell_of_decision(
    *,
    initiative: Initiative,
    decision: Decision,
    verdict: Verdict,
    decided_by: UUID | None,
    now: datetime,
    askers: Collection[UUID] = (),
) -> None:
    """Whoever proposed or carries it is told, who asked for the verdict and who stands beside it.

    Who decided is not.

    Who proposed without an account is told where an address was typed, which is then forgotten.
    """
    told = {initiative.captain_id, *askers}
    if verdict is Verdict.ARCHIVE and decision.reason == "in_place":
        told |= {initiative.proposed_by_id}
    if verdict in ANSWERS:
        beside = initiative.interests.values_list("member_id", flat=True)
        told = {initiative.proposed_by_id, *beside, *askers}
    tell(
        member_ids=told - {decided_by},
        template="initiative_decided",
        key=f"decision:{decision.id}",
        context={
            "initiative_id": initiative.id,
            "title": initiative.title,
            "decision_id": decision.id,
        },
        now=now,
    )
    if verdict in ANSWERS and initiative.proposed_email:
        outbox.tell_address(
            address=initiative.proposed_email,
            template="idea_answered",
            context={"title": initiative.title, "decision_id": decision.id},
            now=now,
            dedup_key=f"decision:{decision.id}",
        )
        Initiative.objects.filter(id=initiative.id).update(proposed_email="")


def write_decision_mail(ids: Mapping[str, Any]) -> outbox.LetterContent:
    """The verdict, who gave it and why, what was learned, when it is decided again.

    `joined` is what an idea goes on with, `joined_id` its id: empty where there is none.
    """
    decision = Decision.objects.get(id=UUID(ids["decision_id"]))
    acted = decision.actor_id
    members = Member.objects.filter(Q(id=acted) | Q(keys__id=acted)) if acted else ()
    restart_on, joined_to = (decision.facts.get(name) for name in ("restart_on", "joined_to"))
    joined = Initiative.objects.filter(id=joined_to).first() if joined_to else None
    return outbox.LetterContent(
        {
            "verdict": decision.verdict,
            "reason": decision.reason,
            "by_system": decision.actor_kind == ActorKind.SYSTEM,
            "decider": next((member.display_name for member in members), ""),
            "lesson": decision.facts.get("lesson", ""),
            "restart": date.fromisoformat(restart_on) if restart_on else None,
            "joined": joined.title if joined else "",
            "joined_id": joined.id if joined else "",
        }
    )
