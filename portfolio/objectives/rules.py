"""How far: the share of the gain, the share of the time, and what it is worth a month."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from portfolio.forecast.choices import ValueState
from portfolio.objectives.choices import Direction

MONTHS_TO_CONFIRM = 3
DAYS_PER_MONTH = Decimal("30.44")
NOTHING, WHOLE = Decimal(0), Decimal(1)


def gain_share(*, baseline: Decimal, target: Decimal, value: Decimal) -> Decimal | None:
    """Return the share of the gain reached, whatever the direction; None when no gain is set.

    Negative when it got worse, above 1 when the target is passed.
    """
    if target == baseline:
        return None
    return (value - baseline) / (target - baseline)


def elapsed_share(*, starts_on: date, target_date: date, today: date) -> Decimal:
    """Return the share of the time gone, from 0 to 1."""
    length = (target_date - starts_on).days
    if length <= 0:
        return WHOLE if today >= target_date else NOTHING
    return min(WHOLE, max(NOTHING, Decimal((today - starts_on).days) / Decimal(length)))


def monthly_gain(
    *, monthly_value_at_target: Decimal, share: Decimal | None, has_destination: bool = True
) -> Decimal | None:
    """Return the measured value in euros a month; None when it counts for no euro.

    Never more than the value at target; a loss is told as one. `has_destination` is False for
    freed time that nothing reuses.
    """
    if share is None or not has_destination:
        return None
    return monthly_value_at_target * min(WHOLE, share)


def gained_until(
    *,
    readings: Sequence[tuple[date, Decimal]],
    monthly_value: Decimal,
    cadence_days: int,
    since: date,
    until: date,
) -> Decimal:
    """Return what measured shares were worth from one day to another, in euros.

    `readings` are days with their share of the gain, oldest first; `monthly_value` is euros a
    month at target. A gain counts only as far as it is measured: a reading holds until the next
    one, and no longer than one cadence. Nothing counts before the first; a loss counts as one.
    """
    held = [*readings, (date.max, NOTHING)]
    total = NOTHING
    for (day, share), (following, _) in pairwise(held):
        last = min(following, day + timedelta(days=cadence_days), until)
        days = (last - max(day, since)).days
        total += max(0, days) * min(WHOLE, share) * monthly_value / DAYS_PER_MONTH
    return total


def value_state(*, months: Sequence[tuple[Decimal, bool]]) -> ValueState:
    """Return how sure the value is.

    `months` are consecutive months, oldest first: the share each ended on, and whether somebody
    other than the captain told it. Confirmed after three in a row at target, not all three told
    by the captain.
    """
    if not months:
        return ValueState.DECLARED
    last = months[-MONTHS_TO_CONFIRM:]
    held = len(last) == MONTHS_TO_CONFIRM and all(share >= WHOLE for share, _ in last)
    return ValueState.CONFIRMED if held and any(told for _, told in last) else ValueState.MEASURED


def improves(baseline: Decimal | None, target: Decimal | None, direction: str) -> bool:
    """Whether the target is better than the baseline, or one of them is not known."""
    if baseline is None or target is None:
        return True
    return target > baseline if direction == Direction.UP else target < baseline
