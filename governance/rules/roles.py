"""Which roles a person may give, change or take away: up to one's own."""

from governance.choices import Role

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
