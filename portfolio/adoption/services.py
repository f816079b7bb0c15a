"""How many people use it: told once a month, by a tap, by a link or by another system."""

from datetime import date
from uuid import UUID

from governance.access.rules.actors import Act, Door
from portfolio.adoption.models import AdoptionReading
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.rules.verdicts import MEASURED_STATES
from portfolio.life.services import check_day, lock_to_edit
from tenants.bounds import MOST_PEOPLE
from tenants.errors import Invalid
from tenants.transactions import use_case


def tell_adoption(
    act: Act, *, initiative_id: UUID, using: int, concerned: int, on: date
) -> AdoptionReading:
    """So many of the people concerned used it on that day; the same day told anew is corrected.

    Raises NotFound, NotAllowed, Refused `initiative_closed`, Invalid `adoption_out_of_range`,
    `date_ahead`, `date_too_far`.
    """
    if not 0 < concerned <= MOST_PEOPLE:
        raise Invalid("adoption_out_of_range", fields={"concerned": ["out_of_range"]})
    if not 0 <= using <= concerned:
        raise Invalid("adoption_out_of_range", fields={"using": ["out_of_range"]})
    check_day(day=on, today=act.today, field="on")
    if on > act.today:
        raise Invalid("date_ahead", fields={"on": ["ahead"]})
    with use_case():
        lock_portfolio()
        lock_to_edit(
            act,
            initiative_id=initiative_id,
            permission="measurement.add",
            states=MEASURED_STATES,
        )
        said = {
            "using": using,
            "concerned": concerned,
            "by_link": act.door is Door.LINK,
            "recorded_by_id": act.actor.member_id,
            "recorded_at": act.now,
        }
        row, _ = AdoptionReading.objects.update_or_create(
            initiative_id=initiative_id, on=on, defaults=said
        )
    return row
