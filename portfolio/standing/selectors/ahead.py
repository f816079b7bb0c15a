"""What one initiative will have cost at its end, and what was spent since its last proof."""

from datetime import date, timedelta
from decimal import Decimal

from portfolio.forecast.choices import CostSource
from portfolio.forecast.rules.continuation import at_completion
from portfolio.life.choices import State
from portfolio.standing.selectors.going_on import days_ahead, days_cost, days_used
from portfolio.standing.selectors.records import Record
from portfolio.standing.selectors.stopping import balance_of, cash_left
from tenants.amounts import exact
from tenants.shapes import Shape

_BEGUN = frozenset({State.ACTIVE, State.PAUSED})


class Ahead(Shape, frozen=True, kw_only=True):
    """At the end, expected `until` a day: euros `cash`, and days of our own people in euros.

    `cash_low` and `cash_high` are orders of magnitude. Days so far and to come make all of them,
    `days_planned` stands beside. `spent_since_proof` is what was spent after `proof_on`, the day
    the last instalment with a proof was released, or that of the start.
    """

    until: date | None
    cash_low: int
    cash_likely: int
    cash_high: int
    cash_source: CostSource
    days_used: Decimal
    days_used_cost: Decimal
    days_left: Decimal
    days_left_cost: Decimal
    days_planned: int | None
    proof_on: date
    is_first_proof: bool
    spent_since_proof: Decimal

    @property
    def days(self) -> Decimal:
        """The internal days in all."""
        return self.days_used + self.days_left


def ahead_of(record: Record, *, today: date) -> Ahead | None:
    """What is ahead of it; None before a start, without a budget, and once it is over; no query."""
    row, balance = record.initiative, balance_of(record=record)
    if row.state not in _BEGUN or row.started_on is None or not balance.budget:
        return None
    left = cash_left(record=record, today=today)
    end = at_completion(used=float(balance.incurred + balance.committed), left=left)
    used = days_used(record, today=today)
    days = exact(str(days_ahead(record, today=today).amount))
    proven = [t.released_on for t in record.tranches if t.proof and not t.against_proof]
    proofs = [day for day in proven if day is not None]
    since = max(proofs, default=row.started_on)
    first = since if proofs else since - timedelta(days=1)
    return Ahead(
        until=next((o.target_on for o in record.objectives if o.target_on is not None), None),
        cash_low=end.low,
        cash_likely=end.likely,
        cash_high=end.high,
        cash_source=left.source,
        days_used=exact(used),
        days_used_cost=exact(days_cost(record, today=today)),
        days_left=days,
        days_left_cost=exact(days * record.company.day_price),
        days_planned=row.days_likely,
        proof_on=since,
        is_first_proof=not proofs,
        spent_since_proof=exact(sum((e.amount for e in record.paid if e.on > first), Decimal(0))),
    )
