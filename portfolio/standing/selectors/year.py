"""The present fiscal year's money against its envelope."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from portfolio.money.rules import ZERO, Closing, FiscalYear
from portfolio.standing.selectors.company import RollupFacts
from portfolio.standing.selectors.figures import Told
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


def year_line(
    known: RollupFacts, money: Closing, told: Iterable[Told], *, year: FiscalYear
) -> YearLine:
    """The present fiscal year against its envelope."""
    spent = sum((one.year.spent for one in told), ZERO)
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
