"""What is measured: one value of one KPI on one day."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from governance.rules.actors import Actor
from portfolio.models import Measurement, Objective
from portfolio.rules.decisions import MEASURED_STATES
from portfolio.selectors.portfolio_row import lock_portfolio
from portfolio.services.editing import check_day, lock_to_edit
from portfolio.services.observed import observe_measurements
from tenants.columns import check_columns
from tenants.errors import Invalid, NotFound
from tenants.transactions import use_case


def add_measurement(
    *,
    actor: Actor,
    objective_id: UUID,
    value: Decimal,
    on: date,
    now: datetime,
    today: date,
    note: str = "",
) -> Measurement:
    """The KPI has this value on that day; a second value of the same day replaces the first.

    Also of what is completed: three months at its target confirm the gain.
    Raises NotFound `objective_not_found`, NotAllowed, Invalid `date_ahead`, Refused.
    """
    check_day(day=on, today=today, field="on")
    check_columns(model=Measurement, values={"value": value, "note": note.strip()})
    if on > today:
        raise Invalid("date_ahead", fields={"on": ["ahead"]})
    with use_case():
        lock_portfolio()
        objective = Objective.objects.filter(id=objective_id).first()
        if objective is None:
            raise NotFound("objective_not_found")
        lock_to_edit(
            actor=actor,
            initiative_id=objective.initiative_id,
            today=today,
            permission="measurement.add",
            states=MEASURED_STATES,
        )
        measurement, _ = Measurement.objects.update_or_create(
            objective=objective,
            on=on,
            defaults={
                "value": value,
                "note": note.strip(),
                "recorded_by_id": actor.member_id,
                "recorded_at": now,
            },
        )
        observe_measurements(now=now, today=today)
    return measurement
