"""What a year will have brought and cost at its end, and the month from which gains cover all.

Of one initiative, with the terms of `continuation`: v its value a month at the target, k its share
of the gain now, E the share expected at its date, L the months to that date, r what running costs a
month, C what a decision can still avoid (*Remaining*), each of them a likely figure between two
ends that one chance in ten lies beyond. After t months (of 30.44 days):

    S(t) = k·t + (E − k)·t²/2L          until the date (t < L): straight from k to E
    S(t) = (k + E)/2·L + E·(t − L)      after it: the months of §5.7, for a horizon of t
    gain(t) = v·S(t)
    cost(t) = C·min(1, t / max(1, L))   cash, and internal days at their price, as time goes

Ends of several figures are joined as for independent ones (root of the sum of squares, JCGM
100:2008 §5.1.2): low = likely − √Σ(likely − low)², high = likely + √Σ(high − likely)².

Gains cover all in the first month from whose end on

    gains so far − full cost so far − ordered + Σ gain(t) − Σ (r·t + cash(t) + days(t)) ≥ 0

never where a year of all of it nets nothing: 12·Σ(v·E − r) ≤ 0. It is looked for 36 months ahead:
further, a discount would have to be chosen. Its ends are the months of the high and the low end.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import hypot, sqrt

from msgspec import Struct

from portfolio.forecast.choices import Covering
from portfolio.forecast.rules.continuation import ACCURACY, MonthlyValue, Remaining

DAYS_A_MONTH = 30.44
MONTHS_AHEAD = 36


class Expected(Struct, frozen=True, kw_only=True):
    """What is likely, and what one chance in ten lies below or above: low ≤ likely ≤ high."""

    low: float
    likely: float
    high: float

    def times(self, factor: float) -> "Expected":
        """All three so many times; `factor` is not below zero."""
        return Expected(low=self.low * factor, likely=self.likely * factor, high=self.high * factor)


NOTHING = Expected(low=0.0, likely=0.0, high=0.0)


class Prospect(Struct, frozen=True, kw_only=True):
    """One initiative from today on, in euros, months, and shares of the gain.

    `worth` is v, `running` r, `level` k, `ends` E, `ramp` L (0 where it stays as it is); `cash` and
    `days` are what a decision can still avoid, over `span` months.
    """

    worth: Expected = NOTHING
    running: float = 0.0
    level: float = 0.0
    ends: Expected = NOTHING
    ramp: float = 0.0
    cash: Expected = NOTHING
    days: Expected = NOTHING
    span: float = 0.0

    @property
    def is_steady(self) -> bool:
        """Whether each month is like the other: nothing grows, nothing is left to spend."""
        return not (self.ramp or self.cash.likely or self.days.likely)


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """The months from which gains cover all, by their first day: likely, at best and at worst.

    None where it is not within the months looked ahead; `covering` says why.
    """

    covering: Covering
    likely: date | None = None
    early: date | None = None
    late: date | None = None


def around(likely: float, *, low: float, high: float) -> Expected:
    """Return the figure between its ends, which never lie on its wrong side."""
    return Expected(low=min(low, likely), likely=likely, high=max(high, likely))


def left_between(left: Remaining, *, price: float = 1.0) -> Expected:
    """Return what is left in euros, as exact as it is known (see `ACCURACY`)."""
    less, more = ACCURACY[left.source]
    euros = left.amount * price
    return Expected(low=euros * (1 - less), likely=euros, high=euros * (1 + more))


def worth_of(value: MonthlyValue, *, factor: float = 1.0) -> Expected:
    """Return the value a month at the target as a figure between two ends."""
    return around(value.likely, low=value.low, high=value.high).times(factor)


def joined(figures: Iterable[Expected]) -> Expected:
    """Return the sum of independent figures; none make nothing."""
    likely = below = above = 0.0
    for one in figures:
        likely += one.likely
        below += (one.likely - one.low) ** 2
        above += (one.high - one.likely) ** 2
    return Expected(low=likely - sqrt(below), likely=likely, high=likely + sqrt(above))


def gain_until(one: Prospect, months: float) -> Expected:
    """Return the euros it is expected to bring in so many months: v·S(t).

    The ends of value and share are joined, and lie between both at their low and at their high.
    """
    worth, share = one.worth, _share_months(one, one.ends.likely, months)
    low, high = (_share_months(one, end, months) for end in (one.ends.low, one.ends.high))
    likely = worth.likely * share
    below = hypot(worth.likely * (share - low), (worth.likely - worth.low) * share)
    above = hypot(worth.likely * (high - share), (worth.high - worth.likely) * share)
    return around(
        likely,
        low=max(worth.low * low, likely - below),
        high=min(worth.high * high, likely + above),
    )


def spent_until(one: Prospect, months: float) -> Expected:
    """Return the euros of what a decision can still avoid that are spent in so many months."""
    return one.cash.times(_share_of_span(one, months))


def days_until(one: Prospect, months: float) -> Expected:
    """Return the euros of the internal days of so many months."""
    return one.days.times(_share_of_span(one, months))


def months_until(day: date, *, today: date) -> float:
    """Return the months from today to the end of that day's date, zero at least."""
    return max(0, (day - today).days) / DAYS_A_MONTH


def break_even(
    *, prospects: Sequence[Prospect], so_far: float, ordered: float, today: date
) -> BreakEven:
    """Return from which month on gains cover all they cost, see above.

    `so_far` is what was gained minus the full cost until today, `ordered` what is due and not
    billed, both in euros. `prospects` are all that cost or bring something.
    """
    if 12 * sum(one.worth.likely * one.ends.likely - one.running for one in prospects) <= 0:
        return BreakEven(covering=Covering.NEVER)
    steady = joined(gain_until(one, 1) for one in prospects if one.is_steady)
    moving = [one for one in prospects if not one.is_steady]
    running = sum(one.running for one in prospects)

    def position(end: date) -> Expected:
        months = months_until(end, today=today)
        brought = joined((steady.times(months), *(gain_until(one, months) for one in moving)))
        cost = joined(
            part for one in moving for part in (spent_until(one, months), days_until(one, months))
        )
        likely = so_far - ordered - running * months + brought.likely - cost.likely
        below = hypot(brought.likely - brought.low, cost.high - cost.likely)
        above = hypot(brought.high - brought.likely, cost.likely - cost.low)
        return Expected(low=likely - below, likely=likely, high=likely + above)

    early, likely, late = _covered_from(list(_month_ends(today)), position)
    is_there = so_far - ordered >= 0 and likely is not None and likely <= today
    covering = Covering.BEYOND if likely is None else Covering.AHEAD
    return BreakEven(
        covering=Covering.COVERED if is_there else covering, likely=likely, early=early, late=late
    )


def _share_months(one: Prospect, ends: float, months: float) -> float:
    """S(t) for that share at the date."""
    if months < one.ramp:
        return one.level * months + (ends - one.level) * months**2 / (2 * one.ramp)
    return (one.level + ends) / 2 * one.ramp + ends * (months - one.ramp)


def _share_of_span(one: Prospect, months: float) -> float:
    return min(1.0, months / max(1.0, one.span))


def _month_ends(today: date) -> Iterable[date]:
    """The last days of this month and of those ahead."""
    first = today.replace(day=1)
    for _ in range(MONTHS_AHEAD + 1):
        first = (first + timedelta(days=32)).replace(day=1)
        yield first - timedelta(days=1)


def _covered_from(
    ends: Sequence[date], position: Callable[[date], Expected]
) -> tuple[date | None, ...]:
    """The first months from whose end on nothing is missing any more: at best, likely, at worst.

    Looked for from the last one back, no further than to where something is missing.
    """
    found: dict[str, date | None] = dict.fromkeys(("high", "likely", "low"))
    looked_for = set(found)
    for end in reversed(ends):
        place = position(end)
        looked_for -= {name for name in looked_for if getattr(place, name) < 0}
        if not looked_for:
            break
        found |= dict.fromkeys(looked_for, end.replace(day=1))
    return tuple(found.values())
