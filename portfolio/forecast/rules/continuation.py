"""What going on is worth."""

from dataclasses import dataclass
from datetime import date

from portfolio.forecast.rules.forecast import BASE_RATE
from portfolio.forecast.rules.trend import months_between

HORIZON_MONTHS = 24


@dataclass(frozen=True, kw_only=True)
class Continuation:
    """Euros; `break_even` is the chance above which going on pays, None when it never can."""

    net_value: float
    expected_benefit: float
    remaining_cost: float
    chance: float
    is_chance_assumed: bool
    break_even: float | None

    @property
    def is_worth_continuing(self) -> bool:
        """Whether going on has a positive expected value."""
        return self.net_value > 0

    @property
    def is_sinkhole(self) -> bool:
        """Whether the expected remaining benefit is below the remaining cost."""
        return self.expected_benefit < self.remaining_cost


def continuation(
    *,
    monthly_benefit: float,
    benefit_months: float,
    chance: float | None,
    remaining_cash: float,
    remaining_days: float = 0.0,
    day_value: float = 0.0,
) -> Continuation:
    """Return the expected value of going on (prospective analysis, sunk cost left out).

    `monthly_benefit` at target in euros, `benefit_months` left in the horizon, `chance` of
    meeting the target (None: the base rate, said so), `day_value` what a day brings to the best
    waiting initiative (0 if none).
    """
    if min(monthly_benefit, benefit_months, remaining_cash, remaining_days, day_value) < 0:
        raise ValueError("what remains is never negative")
    if chance is not None and not 0 <= chance <= 1:
        raise ValueError("a chance stands between 0 and 1")
    used = BASE_RATE if chance is None else chance
    if_met = monthly_benefit * benefit_months
    cost = remaining_cash + remaining_days * day_value
    return Continuation(
        net_value=used * if_met - cost,
        expected_benefit=used * if_met,
        remaining_cost=cost,
        chance=used,
        is_chance_assumed=chance is None,
        break_even=cost / if_met if if_met > 0 else None,
    )


def benefit_months_left(*, go_live: date, today: date, horizon_months: int = HORIZON_MONTHS) -> int:
    """Return the months of benefit left in the horizon counted from go-live, 0 at least."""
    gone = max(0, months_between(start=go_live, end=today))
    return max(0, horizon_months - gone)
