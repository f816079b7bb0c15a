"""Three taps become ranges; ranges give quantiles and means; proposals follow from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import exp, log, sqrt
from statistics import NormalDist

from portfolio.criteria.choices import PortfolioComparison, StopMetric
from portfolio.estimates.choices import CompanySize, SizeTap

_NORMAL = NormalDist()
Z90 = _NORMAL.inv_cdf(0.9)
DEFAULT_SUCCESS_CHANCE = 0.45
DEFAULT_WIDENING = 1.5
WIDENING_LIMITS = (1.0, 2.5)
CLOSED_ESTIMATES_TO_LEARN = 10
TWO_TRANCHES_FROM = Decimal(10_000)
LEAST_GAIN, GAIN_LOOKED_AT = Decimal(1) / Decimal(3), 2 / 3
MOST_OVERRUN, OVERRUN_GAIN = Decimal("1.2"), Decimal("0.5")


@dataclass(frozen=True, kw_only=True)
class Range:
    """One chance in ten below `p10`, as likely above as below `p50`, one in ten above `p90`."""

    p10: float
    p50: float
    p90: float

    def __post_init__(self) -> None:
        """Refuse what is no range: positive and ordered."""
        if not 0 < self.p10 <= self.p50 <= self.p90:
            raise ValueError("a range is positive and ordered")


def _ranges(*triples: tuple[float, float, float]) -> dict[SizeTap, Range]:
    """Return the three taps, small to large."""
    return {
        tap: Range(p10=low, p50=middle, p90=high)
        for tap, (low, middle, high) in zip(SizeTap, triples, strict=True)
    }


# Orders of magnitude, our own judgement, meant to be recalibrated from outcomes.
YEARLY_VALUE = {
    CompanySize.MICRO: _ranges((1e3, 2e3, 4e3), (3e3, 6e3, 12e3), (8e3, 15e3, 30e3)),
    CompanySize.SMALL: _ranges((3e3, 6e3, 12e3), (10e3, 20e3, 40e3), (25e3, 50e3, 100e3)),
    CompanySize.MEDIUM: _ranges((10e3, 20e3, 40e3), (30e3, 60e3, 120e3), (80e3, 150e3, 300e3)),
}
EFFORT_DAYS = _ranges((3, 6, 12), (10, 20, 40), (25, 50, 100))
COST = _ranges((500, 1500, 4e3), (3e3, 8e3, 20e3), (10e3, 30e3, 80e3))


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """Yearly value and cost in euros, effort in person-days, chance from 0 to 1."""

    value: Range
    effort: Range
    cost: Range
    success_chance: float


@dataclass(frozen=True, kw_only=True)
class StopRule:
    """*We stop if* the metric compares so with the value, looked at on `by_date` (None: always)."""

    metric: StopMetric
    comparison: PortfolioComparison
    value: Decimal | None
    by_date: date | None


def from_taps(
    *,
    company_size: CompanySize,
    value: SizeTap,
    effort: SizeTap,
    cost: SizeTap | None = None,
    effort_range: Range | None = None,
    cost_range: Range | None = None,
    success_chance: float | None = None,
) -> Estimate:
    """Return ranges for three taps; figures of a use case win over a tap, cost follows effort."""
    return Estimate(
        value=YEARLY_VALUE[company_size][value],
        effort=effort_range or EFFORT_DAYS[effort],
        cost=cost_range or COST[cost or effort],
        success_chance=DEFAULT_SUCCESS_CHANCE if success_chance is None else success_chance,
    )


def quantile(*, estimate: Range, probability: float, widening: float = 1.0) -> float:
    """Return the quantile of the split log-normal through the range, σ multiplied by widening."""
    z = _NORMAL.inv_cdf(probability)
    low, high = sigmas(estimate=estimate, widening=widening)
    return estimate.p50 * exp((low if z < 0 else high) * z)


def mean(*, estimate: Range, widening: float = 1.0) -> float:
    """Return the mean of the split log-normal: it rises with uncertainty."""
    low, high = sigmas(estimate=estimate, widening=widening)
    below = exp(low**2 / 2) * _NORMAL.cdf(-low)
    return estimate.p50 * (below + exp(high**2 / 2) * _NORMAL.cdf(high))


def learned_widening(*, z_scores: Sequence[float]) -> float:
    """Return the factor on σ: root mean square of closed estimates' z, 1.5 before ten of them."""
    if len(z_scores) < CLOSED_ESTIMATES_TO_LEARN:
        return DEFAULT_WIDENING
    lowest, highest = WIDENING_LIMITS
    return min(highest, max(lowest, sqrt(sum(z * z for z in z_scores) / len(z_scores))))


def proposed_stop_criteria(*, starts_on: date, target_date: date) -> tuple[StopRule, ...]:
    """Return the proposal, which fires on no ordinary success.

    At two thirds of the time under a third of the gain; or a forecast at completion above 120 % of
    the budget with less than half of the gain.
    """
    return (
        StopRule(
            metric=StopMetric.GAIN_SHARE,
            comparison=PortfolioComparison.BELOW,
            value=LEAST_GAIN,
            by_date=starts_on + (target_date - starts_on) * GAIN_LOOKED_AT,
        ),
        StopRule(
            metric=StopMetric.OVERRUN,
            comparison=PortfolioComparison.ABOVE,
            value=MOST_OVERRUN,
            by_date=None,
        ),
    )


def is_criterion_met(
    *,
    criterion: StopRule,
    today: date,
    gain_share: Decimal | None,
    spent: Decimal,
    adoption: Decimal | None,
    completion: Decimal | None = None,
) -> bool:
    """Return whether the criterion tells to stop; what is not measured meets no criterion.

    `completion` is the forecast cost at completion as a multiple of the budget.
    """
    if criterion.by_date is not None and today < criterion.by_date:
        return False
    if criterion.metric is StopMetric.DATE:
        return criterion.by_date is not None
    has_half = gain_share is None or gain_share >= OVERRUN_GAIN
    observed = {
        StopMetric.OVERRUN: None if has_half else completion,
        StopMetric.GAIN_SHARE: gain_share,
        StopMetric.SPEND: spent,
        StopMetric.ADOPTION: adoption,
    }[criterion.metric]
    if observed is None or criterion.value is None:
        return False
    if criterion.comparison is PortfolioComparison.BELOW:
        return observed < criterion.value
    return observed > criterion.value


def expected_value(
    *, low: int, likely: int, high: int, success_chance: Decimal, months: int = 24
) -> tuple[float, float, float]:
    """Return low, expected and high euros over those months, weighted by the chance of success.

    `low`, `likely`, `high` are the P10, P50 and P90 of a year's value; the expected one is their
    mean by the 30-40-30 rule (Swanson; Hurst, Brown and Swanson 2000).
    """
    share = float(success_chance) * months / 12
    mean = 0.3 * low + 0.4 * likely + 0.3 * high
    return low * share, mean * share, high * share


def proposed_tranches(*, budget: Decimal) -> tuple[Decimal, ...]:
    """Return one tranche under 10,000 euros, else two halves that add up to the cent."""
    if budget < TWO_TRANCHES_FROM:
        return (budget,)
    first = (budget / 2).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return (first, budget - first)


def sigmas(*, estimate: Range, widening: float) -> tuple[float, float]:
    """Return σ below and above the median."""
    low = log(estimate.p50 / estimate.p10) / Z90
    high = log(estimate.p90 / estimate.p50) / Z90
    return low * widening, high * widening
