"""What the fiscal year will have brought and cost at its end, and when gains cover all of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from portfolio.forecast.choices import Counting, Covering
from portfolio.forecast.rules.year_end import break_even
from portfolio.standing.selectors.figures import FigureLine, Sum, Told, added
from tenants.amounts import exact


class Covered(Struct, frozen=True, kw_only=True):
    """The months (first days) from which gains cover all: likely, at best, at worst."""

    covering: Covering
    likely: date | None
    early: date | None
    late: date | None


class YearEnd(Struct, frozen=True, kw_only=True):
    """The fiscal year to `ends_on`, told `as_of` a day, in euros before VAT.

    `gain` is `confirmed` + `measured` + `ahead`, the only sum that mixes them, and says so; `spend`
    is `spent` + `ordered` + `to_spend`: neither internal days nor running. `cover` holds the gains
    so far, confirmed or not, and those to come against the full cost. Gains of `counted`
    initiatives of `of` are in it, spending of all.
    """

    as_of: date
    ends_on: date
    confirmed: int
    measured: int
    ahead: Sum
    gain: Sum
    spent: Decimal
    ordered: Decimal
    to_spend: Sum
    spend: Sum
    cover: Covered
    counted: int
    of: int

    @property
    def paid(self) -> Decimal:
        """What is spent in the year, or ordered."""
        return self.spent + self.ordered


def year_end(
    known: Sequence[Told],
    lines: Sequence[FigureLine],
    *,
    ends_on: date,
    full_cost: Decimal,
    today: date,
) -> YearEnd:
    """The year as it will end; no query. `full_cost` is that of all until today, in euros."""
    confirmed = sum(one.year_confirmed for one in lines)
    measured = sum(one.year_measured for one in lines)
    spent = sum((one.year_spent for one in lines), Decimal(0))
    ordered = sum((one.ordered for one in lines), Decimal(0))
    ahead, to_spend = added([one.ahead for one in lines]), added([one.to_spend for one in lines])
    gained = sum((one.sums.gained[-1] for one in known), Decimal(0))
    found = break_even(
        prospects=[one.sums.prospect for one in known],
        so_far=float(gained - full_cost),
        ordered=float(ordered),
        today=today,
    )
    return YearEnd(
        as_of=today,
        ends_on=ends_on,
        confirmed=confirmed,
        measured=measured,
        ahead=ahead,
        gain=_more(ahead, confirmed + measured),
        spent=exact(spent),
        ordered=exact(ordered),
        to_spend=to_spend,
        spend=_more(to_spend, round(spent + ordered)),
        cover=Covered(
            covering=found.covering, likely=found.likely, early=found.early, late=found.late
        ),
        counted=sum(one.counting is Counting.COUNTED for one in lines),
        of=len(lines),
    )


def _more(figure: Sum, euros: int) -> Sum:
    """The figure and so many euros that are known."""
    return Sum(low=figure.low + euros, likely=figure.likely + euros, high=figure.high + euros)
