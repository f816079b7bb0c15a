from uuid import UUID

from portfolio.objectives.models import Objective


def objectives_of(initiative_id: UUID) -> tuple[Objective, ...]:
    """Its objectives in their order; one query."""
    return tuple(Objective.objects.filter(initiative_id=initiative_id).order_by("position"))
