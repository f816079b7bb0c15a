"""What going on brings over stopping now, and what it still costs: sunk cost never enters."""

from dataclasses import dataclass
from datetime import date
from math import floor, log10

from portfolio.forecast.choices import CostSource, GoingOn, ValueSource
from portfolio.forecast.rules.filters import KpiBelief
from portfolio.forecast.rules.forecast import BASE_RATE

HORIZON_MONTHS = 24
DAY_PRICE = 350
KEPT_ENOUGH, CLEARED_FROM = 0.5, 1.10
_DAYS_A_MONTH = 30.44
_USUAL_MONTHS = 12


@dataclass(frozen=True, kw_only=True)
class MonthlyValue:
    """Euros a month at target: `likely`, and one chance in ten below `low` or above `high`."""

    low: float
    likely: float
    high: float
    source: ValueSource


@dataclass(frozen=True, kw_only=True)
class Remaining:
    """What a decision can still avoid, in euros or in days, and how it is known."""

    amount: float
    source: CostSource


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Shares of the gain: expected at the date, and there now; `is_assumed` below three values."""

    expected: float
    level: float
    is_assumed: bool = False


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """Months left to count, of which until the present date; the first date decides the whole."""

    months: float
    to_date: float

    @property
    def ramp(self) -> float:
        """The months until the date that lie within the horizon."""
        return min(self.months, max(0.0, self.to_date))


@dataclass(frozen=True, kw_only=True)
class Continuation:
    """Euros; `gain_low` and `gain_high` differ from `marginal_gain` where the value is a range.

    `break_even_share` is the share at the date above which going on pays, None when it never can.
    """

    gain_going_on: float
    gain_stopping: float
    marginal_gain: float
    gain_low: float
    gain_high: float
    cost: float
    verdict: GoingOn
    value_source: ValueSource
    horizon_months: float
    kept_share: float
    break_even_share: float | None

    @property
    def clears(self) -> bool:
        """Whether it is far enough above its cost to withdraw a warning."""
        return self.marginal_gain >= CLEARED_FROM * self.cost


def horizon(*, today: date, target_on: date, first_on: date) -> Horizon:
    """Return what is counted: 24 months from the first promised date, whatever date stands now."""
    late = (today - first_on).days / _DAYS_A_MONTH
    ahead = (target_on - today).days / _DAYS_A_MONTH
    return Horizon(months=max(0.0, HORIZON_MONTHS - late), to_date=max(0.0, ahead))


def remaining(
    *,
    planned: float,
    used: float,
    committed: float = 0.0,
    said: float | None = None,
    months_run: float = 0.0,
    months_left: float = 0.0,
    paid_ahead: float = 0.0,
) -> Remaining:
    """Return what is left: as said, else of the plan, else at the pace it was used so far.

    What is ordered and cannot be cancelled is due whatever one decides. `paid_ahead` is the part
    of `used` that still covers months to come, such as a year of a licence: it sets no pace.
    """
    if said is not None:
        return Remaining(amount=said, source=CostSource.SAID)
    left = planned - used - committed
    if left > 0 or used <= 0:
        return Remaining(amount=max(0.0, left), source=CostSource.PLANNED)
    burn = max(0.0, used - paid_ahead) / max(1.0, months_run)
    return Remaining(amount=burn * max(1.0, months_left), source=CostSource.EXTRAPOLATED)


# How far from the likely one the cost of what is left may end, by how it is known: the middle of
# the low and of the high ends that AACE International, Recommended Practice 18R-97, gives for
# estimates of class 4 (−15 to −30 %, +20 to +50 %) and, of a mere extrapolation, of class 5
# (−20 to −50 %, +30 to +100 %).
ACCURACY = {
    CostSource.SAID: (0.225, 0.35),
    CostSource.PLANNED: (0.225, 0.35),
    CostSource.EXTRAPOLATED: (0.35, 0.65),
}


@dataclass(frozen=True, kw_only=True)
class AtCompletion:
    """Euros at the end, what is spent and ordered included; `low` and `high` as magnitudes."""

    low: int
    likely: int
    high: int


def at_completion(*, used: float, left: Remaining) -> AtCompletion:
    """Return what it will have cost: used + left, from used + left·(1 − l) to used + left·(1 + h).

    `used` euros are spent and ordered; l and h are the `ACCURACY` of how what is left is known.
    The ends are rounded to a twentieth of their power of ten (31 500 to 500 €), never below what
    is used, never on the wrong side of what is likely.
    """
    less, more = ACCURACY[left.source]
    likely = round(used + left.amount)
    low, high = used + left.amount * (1 - less), used + left.amount * (1 + more)
    return AtCompletion(
        low=min(likely, max(round(used), _magnitude(low))),
        likely=likely,
        high=max(likely, _magnitude(high)),
    )


def _magnitude(euros: float) -> int:
    """Return the sum to a twentieth of its power of ten."""
    if euros < 1:
        return round(euros)
    step = max(1.0, 10.0 ** floor(log10(euros)) / 20)
    return round(round(euros / step) * step)


def assumed(*, base_rate: float = BASE_RATE) -> Outlook:
    """Return what is assumed of an objective of which nothing is known yet."""
    course = KpiBelief(duration=_USUAL_MONTHS, base_rate=base_rate, last_month=0)
    expected = course.at(_USUAL_MONTHS).expected_within_one()
    return Outlook(expected=expected, level=0.0, is_assumed=True)


def continuation(
    *,
    value: MonthlyValue,
    outlook: Outlook,
    counted: Horizon,
    cash: float,
    days: float = 0.0,
    day_price: float = DAY_PRICE,
    running: float = 0.0,
    is_kept: bool = True,
    exit_cost: float = 0.0,
) -> Continuation:
    """Return what going on brings over stopping now, and whether it is worth what it costs.

    `cash` and `days` are what a decision can still avoid; `running` is what it costs a month once
    it runs; `exit_cost` is what stopping costs, below zero where something is sold.
    """
    months, ramp = counted.months, counted.ramp
    now = min(1.0, max(0.0, outlook.level))
    kept = now if is_kept else 0.0
    going_on = (now + outlook.expected) / 2 * ramp + outlook.expected * (months - ramp)
    net = value.likely - running
    more = going_on - kept * months
    cost = cash + days * day_price
    gains = [(one - running) * more + exit_cost for one in (value.low, value.likely, value.high)]
    room = months - ramp / 2
    return Continuation(
        gain_going_on=net * going_on,
        gain_stopping=net * kept * months - exit_cost,
        marginal_gain=gains[1],
        gain_low=min(gains),
        gain_high=max(gains),
        cost=cost,
        verdict=_verdict(gains, cost, kept=kept, value=value, is_assumed=outlook.is_assumed),
        value_source=value.source,
        horizon_months=months,
        kept_share=now,
        break_even_share=(
            ((cost - exit_cost) / net + kept * months - now * ramp / 2) / room
            if net > 0 and room > 0
            else None
        ),
    )


def _verdict(
    gains: list[float], cost: float, *, kept: float, value: MonthlyValue, is_assumed: bool
) -> GoingOn:
    if is_assumed:
        return GoingOn.TOO_EARLY
    if gains[1] >= cost:
        return GoingOn.WORTH_IT
    if value.source is ValueSource.TAP and max(gains) >= cost:
        return GoingOn.DOUBTFUL
    return GoingOn.SETTLE if kept >= KEPT_ENOUGH else GoingOn.SINKHOLE
