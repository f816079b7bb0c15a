"""How the governance itself is doing, in totals of the company and never by person."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tenants.shapes import Shape

LOOKS_BACK = timedelta(days=365)
# Of active initiatives so many have a fresh measurement; between asking and answering so many days.
FRESH_TARGET = Decimal("0.9")
# Below so many cases a share or a median would tell of a case, or of a person.
LEAST = 3
# A company that starts so many and stops none does not look closely.
ENOUGH_STARTS = 5


class PartOf(Shape, frozen=True, kw_only=True):
    """So many of so many."""

    met: int
    of: int

    @property
    def share(self) -> Decimal | None:
        """From 0 to 1; None below three cases."""
        return None if self.of < LEAST else Decimal(self.met) / Decimal(self.of)


class GovernanceTotals(Shape, frozen=True, kw_only=True):
    """The five figures on the day `as_of`; what happened is counted since `since`.

    `reviews` held of those that were due; `median_days` from asking for a decision to its answer,
    null below three of the `answered`; `fresh` active initiatives with a measurement that still
    holds; `lessons` of what was stopped, out of `starts`; confirmed gains so far, and the full cost
    of all, in euros.
    """

    as_of: date
    since: date
    reviews: PartOf
    answered: int
    median_days: Decimal | None
    target_days: int
    fresh: PartOf
    fresh_target: Decimal
    starts: int
    lessons: PartOf
    confirmed: int
    full_cost: int

    @property
    def is_slow(self) -> bool:
        """Whether answers take longer than they should."""
        return self.median_days is not None and self.median_days > self.target_days

    @property
    def is_stale(self) -> bool:
        """Whether too few are measured."""
        share = self.fresh.share
        return share is not None and share < self.fresh_target

    @property
    def never_stops(self) -> bool:
        """Whether much was started and nothing stopped: a warning."""
        return self.lessons.of == 0 and self.starts >= ENOUGH_STARTS

    @property
    def covers(self) -> Decimal | None:
        """Confirmed gains for each euro of full cost; None without cost."""
        if self.full_cost <= 0:
            return None
        share = Decimal(self.confirmed) / Decimal(self.full_cost)
        return share.quantize(Decimal("0.01"), ROUND_HALF_UP)
