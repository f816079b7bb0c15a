"""What was told and what happened since."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from portfolio.objectives.choices import Direction
from portfolio.objectives.models import Measurement
from portfolio.reliability.models import ToldChance
from portfolio.reliability.rules import KeptChance, value_at


def outcomes(*, today: date) -> tuple[KeptChance, ...]:
    """What was told of dates that have come, where something was measured then; two queries."""
    told = list(ToldChance.objects.filter(target_on__lte=today).select_related("objective"))
    ids = {one.objective_id for one in told}
    rows = Measurement.objects.filter(objective__in=ids, withdrawn_at=None)
    readings: dict[UUID, list[tuple[date, float]]] = defaultdict(list)
    for row in rows.order_by("on", "recorded_at"):
        readings[row.objective_id].append((row.on, float(row.value)))
    found = (_outcome(one, readings[one.objective_id]) for one in told)
    return tuple(one for one in found if one is not None)


def _outcome(told: ToldChance, readings: list[tuple[date, float]]) -> KeptChance | None:
    objective = told.objective
    value = value_at(readings, on=told.target_on, cadence_days=objective.cadence_days)
    if value is None:
        return None
    is_up = objective.direction == Direction.UP
    return KeptChance(
        objective_id=objective.id,
        word=told.word,
        chance=told.chance,
        is_met=value >= told.target if is_up else value <= told.target,
        is_covered=told.low <= value <= told.high,
    )
