"""What holds a slot, as the arbitration weighs it."""

from datetime import date

from portfolio.selectors.portfolio_row import active_initiatives
from portfolio.selectors.records import load_records
from portfolio.selectors.standing import Standing, standing


def active_standings(*, today: date) -> list[Standing]:
    """How each active initiative stands today, in the order of the slots; ten queries."""
    records = load_records(active_initiatives())
    return [standing(record=record, today=today) for record in records]
