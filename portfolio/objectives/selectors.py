from uuid import UUID

from portfolio.objectives.models import Measurement, Objective
from tenants.errors import NotFound


def objectives_of(initiative_id: UUID) -> tuple[Objective, ...]:
    """Its objectives in their order; one query."""
    return tuple(Objective.objects.filter(initiative_id=initiative_id).order_by("position"))


def measurement_of(measurement_id: UUID, *, initiative_id: UUID | None = None) -> Measurement:
    """The measurement with its objective, of that initiative if one is named.

    Raises NotFound `measurement_not_found`.
    """
    rows = Measurement.objects.select_related("objective").filter(id=measurement_id)
    if initiative_id is not None:
        rows = rows.filter(objective__initiative_id=initiative_id)
    row = rows.first()
    if row is None:
        raise NotFound("measurement_not_found")
    return row
