from datetime import date
from decimal import Decimal

import pytest

from portfolio.forecast.choices import ValueState
from portfolio.objectives.rules import (
    DAYS_PER_MONTH,
    elapsed_share,
    gain_share,
    gained_until,
    monthly_gain,
    value_state,
)


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
    ("shares", "told", "state"),
    [
        ((), "", ValueState.DECLARED),
        (("0.4",), "o", ValueState.MEASURED),
        (("1", "1.1"), "oo", ValueState.MEASURED),
        (("0.2", "1", "1", "1"), "ccoc", ValueState.CONFIRMED),
        (("1", "1", "0.99"), "ooo", ValueState.MEASURED),
        (("1", "1", "1"), "ccc", ValueState.MEASURED),
        (("1", "1", "1", "1"), "ccoo", ValueState.CONFIRMED),
        (("1", "1", "1", "1"), "occc", ValueState.MEASURED),
    ],
)
def test_a_value_is_confirmed_after_three_months_at_target_not_all_told_by_the_captain(
    shares, told, state
):
    months = [(share, who == "o") for share, who in zip(decimals(*shares), told, strict=True)]
    assert value_state(months=months) is state


MARCH, JULY = date(2026, 3, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("readings", "days"),
    [
        ([], 0),
        ([(date(2026, 4, 1), "1")], 30),
        ([(date(2026, 4, 1), "1"), (date(2026, 4, 11), "0")], 10),
        ([(date(2026, 4, 1), "0.5"), (date(2026, 4, 21), "2")], 10 + 30),
        ([(date(2026, 4, 1), "1"), (date(2026, 6, 1), "1")], 60),
        ([(date(2026, 2, 1), "1"), (date(2026, 3, 11), "0")], 2),
        ([(date(2026, 6, 21), "1")], 10),
        ([(date(2026, 4, 1), "-1")], -30),
    ],
)
def test_a_gain_counts_only_as_far_as_it_is_measured(readings, days):
    found = gained_until(
        readings=[(day, Decimal(share)) for day, share in readings],
        monthly_value=DAYS_PER_MONTH,
        cadence_days=30,
        since=MARCH,
        until=JULY,
    )
    assert found == days
