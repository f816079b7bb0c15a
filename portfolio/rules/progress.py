"""How far: the share of the gain, the share of the time, and what it is worth a month."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from portfolio.choices import ValueState

MONTHS_TO_CONFIRM = 3
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


def value_state(*, monthly_shares: Sequence[Decimal], is_confirmed_by_another: bool) -> ValueState:
    """Return how sure the value is: `monthly_shares` are consecutive months, oldest first.

    Confirmed after three months in a row at target, told by someone other than the captain.
    """
    if not monthly_shares:
        return ValueState.DECLARED
    last = monthly_shares[-MONTHS_TO_CONFIRM:]
    held = len(last) == MONTHS_TO_CONFIRM and all(share >= WHOLE for share in last)
    return ValueState.CONFIRMED if held and is_confirmed_by_another else ValueState.MEASURED
