from datetime import date
from decimal import Decimal

import pytest

from portfolio.choices import ValueState
from portfolio.rules.progress import elapsed_share, gain_share, monthly_gain, value_state


def decimals(*values):
    return tuple(map(Decimal, values))


@pytest.mark.parametrize(
    ("baseline", "target", "value", "share"),
    [
        (10, 20, 15, "0.5"),
        (20, 10, 15, "0.5"),
        (20, 10, 22, "-0.2"),
        (20, 10, 5, "1.5"),
        (10, 10, 5, None),
    ],
)
def test_the_share_of_the_gain_whatever_the_direction(baseline, target, value, share):
    found = gain_share(baseline=Decimal(baseline), target=Decimal(target), value=Decimal(value))
    assert found == (None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("today", "share"),
    [
        (date(2025, 1, 1), 0),
        (date(2026, 1, 1), 0),
        (date(2026, 1, 6), "0.5"),
        (date(2026, 1, 11), 1),
        (date(2027, 1, 1), 1),
    ],
)
def test_the_share_of_the_time(today, share):
    start, end = date(2026, 1, 1), date(2026, 1, 11)
    assert elapsed_share(starts_on=start, target_date=end, today=today) == Decimal(share)


def test_no_time_at_all_is_all_gone_on_its_day():
    day = date(2026, 1, 1)
    assert elapsed_share(starts_on=day, target_date=day, today=day) == 1
    assert elapsed_share(starts_on=day, target_date=day, today=date(2025, 12, 31)) == 0


@pytest.mark.parametrize(
    ("share", "euros"), [("0.5", 500), ("1.4", 1000), ("-0.2", -200), (None, None)]
)
def test_a_month_is_worth_its_share_of_the_value_at_target(share, euros):
    found = monthly_gain(
        monthly_value_at_target=Decimal(1000), share=None if share is None else Decimal(share)
    )
    assert found == euros


def test_freed_time_without_a_destination_counts_for_no_euro():
    found = monthly_gain(
        monthly_value_at_target=Decimal(1000), share=Decimal(1), has_destination=False
    )
    assert found is None


@pytest.mark.parametrize(
    ("shares", "by_another", "state"),
    [
        ((), True, ValueState.DECLARED),
        (("0.4",), True, ValueState.MEASURED),
        (("1", "1.1"), True, ValueState.MEASURED),
        (("0.2", "1", "1", "1"), True, ValueState.CONFIRMED),
        (("1", "1", "0.99"), True, ValueState.MEASURED),
        (("1", "1", "1"), False, ValueState.MEASURED),
    ],
)
def test_a_value_is_confirmed_after_three_months_at_target_told_by_another(
    shares, by_another, state
):
    found = value_state(monthly_shares=decimals(*shares), is_confirmed_by_another=by_another)
    assert found is state
