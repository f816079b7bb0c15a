from uuid import UUID

from portfolio.guards.models import GuardRail
from portfolio.initiatives.selectors.pages import get_initiative
from tenants.errors import NotFound


def guard_of(initiative_id: UUID) -> GuardRail:
    """What that initiative must not make worse.

    NotFound `initiative_not_found`, `guard_missing`.
    """
    guard = GuardRail.objects.filter(initiative=get_initiative(initiative_id)).first()
    if guard is None:
        raise NotFound("guard_missing", named=initiative_id)
    return guard
