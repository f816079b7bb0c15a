"""Which roles a person may give, change or take away: up to one's own."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from governance.access.choices import ActorKind, Role

RANK = {Role.VIEWER: 0, Role.CONTRIBUTOR: 1, Role.AI_LEAD: 2, Role.EXECUTIVE: 3}


def may_give(*, own: Role | None, role: Role) -> bool:
    """Return whether somebody of role `own` may give or take away `role`."""
    return own is not None and RANK[role] <= RANK[own]


def roles_up_to(own: Role | None) -> list[Role]:
    """Return the roles that somebody may give, the strongest first."""
    return [role for role in Role if may_give(own=own, role=role)]


def roles_able_to_give(role: Role) -> tuple[Role, ...]:
    """Return who may give that role: those who manage members and stand as high."""
    return tuple(own for own in (Role.EXECUTIVE, Role.AI_LEAD) if may_give(own=own, role=role))


@dataclass(frozen=True, slots=True)
class Actor:
    """A member, a key in its owner's name, or the system. `scopes` limits a key only."""

    kind: ActorKind
    id: UUID | None
    member_id: UUID | None
    role: Role | None
    scopes: frozenset[str] = frozenset()

    @property
    def is_system(self) -> bool:
        return self.kind == ActorKind.SYSTEM

    @property
    def person_id(self) -> UUID:
        """The member who acts, in person or by a key; TypeError for the system."""
        if self.member_id is None:
            raise TypeError("the system is no person: a permission should have left it out")
        return self.member_id


SYSTEM = Actor(kind=ActorKind.SYSTEM, id=None, member_id=None, role=None)


def member_actor(member_id: UUID, role: str) -> Actor:
    """The actor for a member who is present in the company."""
    return Actor(kind=ActorKind.MEMBER, id=member_id, member_id=member_id, role=Role(role))


def key_actor(key_id: UUID, owner_id: UUID, owner_role: str, scopes: frozenset[str]) -> Actor:
    """The actor for an API key: its owner's role, cut down to its scopes."""
    return Actor(
        kind=ActorKind.KEY, id=key_id, member_id=owner_id, role=Role(owner_role), scopes=scopes
    )


class Door(StrEnum):
    """The way by which somebody comes to act."""

    PAGE = "page"
    API = "api"
    LINK = "link"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts, when, on which day of the company, and through which door; made once, at it."""

    actor: Actor
    now: datetime
    today: date
    door: Door = Door.PAGE


def act_of_system(*, now: datetime, today: date) -> Act:
    """The system acts by itself, in a job."""
    return Act(actor=SYSTEM, now=now, today=today, door=Door.JOB)
