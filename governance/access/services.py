from decimal import Decimal
from functools import partial
from uuid import UUID

from governance.access.choices import ActorKind
from governance.access.rules.actors import Act
from governance.access.rules.authority import (
    NO_SUBJECT,
    ActorFacts,
    Denial,
    Grant,
    SubjectFacts,
    authority,
)
from governance.access.rules.permissions import Cell, Column
from governance.access.selectors import permission_table
from governance.mandates.selectors import mandate_facts
from governance.members.models import Member
from tenants.errors import NotAllowed


def require(
    act: Act,
    *,
    permission: str,
    subject: SubjectFacts = NO_SUBJECT,
    amount: Decimal = Decimal(0),
    corrects: str | None = None,
) -> Grant:
    """The authority on which the actor may do this now.

    Raises NotAllowed with the code of what is missing; its facts name who has the authority:
    `roles` (slugs), `holder_ids` and `holders` (names).
    """
    answer = decide_authority(
        act, permission=permission, subject=subject, amount=amount, corrects=corrects
    )
    if isinstance(answer, Denial):
        holder_ids = answer.facts.get("holder_ids", ())
        raise NotAllowed(answer.code, **answer.facts, holders=_names(holder_ids))
    return answer


def decide_authority(
    act: Act,
    *,
    permission: str,
    subject: SubjectFacts = NO_SUBJECT,
    amount: Decimal = Decimal(0),
    corrects: str | None = None,
) -> Grant | Denial:
    """As `require`, without raising: for screens that explain a button. At most two queries.

    Mandates are read where the role alone does not give it.
    """
    table = permission_table()
    cells = table.rows.get(permission, {}).values()
    answer = partial(
        authority,
        table=table,
        permission=permission,
        actor=ActorFacts(
            member_id=act.actor.member_id,
            role=Column(act.actor.role) if act.actor.role is not None else None,
            key_scopes=act.actor.scopes if act.actor.kind == ActorKind.KEY else None,
            is_system=act.actor.is_system,
        ),
        today=act.today,
        subject=subject,
        amount=amount,
        corrects=corrects,
    )
    by_role = answer()
    may_be_mandated = Cell.MANDATE in cells or corrects is not None
    if isinstance(by_role, Grant) or not may_be_mandated:
        return by_role
    return answer(mandates=mandate_facts())


def _names(member_ids: tuple[UUID, ...]) -> tuple[str, ...]:
    if not member_ids:
        return ()
    return tuple(m.display_name for m in Member.objects.filter(id__in=member_ids))
