"""The present fiscal year's money against its envelope."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from portfolio.money.rules import ZERO, Closing, fiscal_year
from portfolio.standing.selectors.company import RollupFacts
from portfolio.standing.selectors.stored import last_months
from tenants.amounts import exact


class YearLine(Struct, frozen=True, kw_only=True):
    """A fiscal year's money, euros before VAT: envelope = spent + ordered + to commit + left.

    `spent` is of the year, `ordered` not billed yet, `to_commit` approved and not ordered. Without
    an envelope `left` is None; past it, it is below zero.
    """

    starts_on: date
    ends_on: date
    envelope: Decimal | None
    spent: Decimal
    ordered: Decimal
    to_commit: Decimal
    left: Decimal | None

    @property
    def used(self) -> Decimal:
        """What is spent, ordered or approved."""
        return self.spent + self.ordered + self.to_commit


def year_line(known: RollupFacts, money: Closing, *, today: date) -> YearLine:
    """The present fiscal year against its envelope."""
    year = fiscal_year(day=today, month=known.fiscal_month)
    begun = last_months(today).index(year.start)
    spent = ZERO
    for summed in (one.summed for one in known.engaged):
        spent += summed.spent[-1] - (summed.spent[begun - 1] if begun else summed.spent_before)
    envelope = known.envelopes.get(year.start)
    used = spent + money.ordered + money.to_commit
    return YearLine(
        starts_on=year.start,
        ends_on=year.end,
        envelope=None if envelope is None else exact(envelope),
        spent=exact(spent),
        ordered=exact(money.ordered),
        to_commit=exact(money.to_commit),
        left=None if envelope is None else exact(envelope - used),
    )
