"""What people are told of the portfolio: one message each in the outbox, never twice."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from governance.choices import Role
from governance.models import Decision, Member, OutboxMessage
from governance.rules.canonical import plain
from portfolio.choices import Verdict
from portfolio.models import Initiative


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
    present = Member.objects.filter(id__in=wanted, left_at=None).values_list("id", flat=True)
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                dedup_key=f"{key}:{member_id}",
                recipient_id=member_id,
                template=template,
                context=plain(context),
                created_at=now,
                not_before=now,
            )
            for member_id in present
        ],
        ignore_conflicts=True,
    )


def leaders() -> list[UUID]:
    """The ids of those who lead reviews: executives and AI leads who are present."""
    rows = Member.objects.filter(role__in=[Role.EXECUTIVE, Role.AI_LEAD], left_at=None)
    return list(rows.values_list("id", flat=True))


def tell_of_decision(
    *, initiative: Initiative, decision: Decision, verdict: Verdict, now: datetime
) -> None:
    """Whoever proposed or carries it is told, except the one who decided."""
    concerned = {
        Verdict.QUALIFY: [initiative.proposed_by_id],
        Verdict.REJECT: [initiative.proposed_by_id],
    }.get(verdict, [initiative.captain_id])
    tell(
        member_ids=[one for one in concerned if one != decision.actor_id],
        template="initiative_decided",
        key=f"decision:{decision.id}",
        context={"initiative": initiative.id, "decision": decision.id, "verdict": verdict},
        now=now,
    )
