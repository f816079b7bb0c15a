from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from portfolio.forecast.choices import ValueState
from portfolio.life.rules import open_until
from portfolio.objectives.rules import (
    DAYS_PER_MONTH,
    YEAR,
    Month,
    SoFar,
    confirmed_month,
    confirmed_runs,
    elapsed_share,
    gain_share,
    gained_until,
    is_lapsed,
    monthly_gain,
    net_gain,
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


VECTORS = yaml.safe_load(
    (Path(__file__).parents[1] / "forecast" / "vectors.yaml").read_text("utf-8")
)


def months_of(given):
    return [Month(share=Decimal(str(share)), is_attested=told) for share, told in given["months"]]


@pytest.mark.parametrize("vector", VECTORS["value_state"], ids=lambda vector: vector["id"])
def test_how_sure_a_value_is_is_that_of_the_vectors(vector):
    given = vector["given"]
    state = str(value_state(months=months_of(given)))
    today = date(2026, 7, 1)
    age = {
        "measured_on": today - timedelta(days=given["age_days"]),
        "today": today,
        "cadence_days": given["cadence_days"],
    }
    assert (f"lapsed_{state}" if is_lapsed(**age) else state) == vector["expected"]


@pytest.mark.parametrize("vector", VECTORS["confirmed_month"], ids=lambda vector: vector["id"])
def test_what_is_confirmed_is_the_lowest_of_three_attested_months(vector):
    given = vector["given"]
    value = Decimal(given["monthly_value"])
    found = confirmed_month(months=months_of(given), monthly_value=value)
    assert found == Decimal(str(vector["expected"]))


@pytest.mark.parametrize("vector", VECTORS["net_gain"], ids=lambda vector: vector["id"])
def test_the_net_gain_never_adds_what_is_only_measured(vector):
    every = [SoFar(**{name: Decimal(v) for name, v in one.items()}) for one in vector["given"]]
    net, apart = net_gain(every, day_price=350)
    assert (net, apart) == tuple(Decimal(str(v)) for v in vector["expected"].values())


def test_nothing_measured_is_declared_and_three_months_in_a_row_make_a_run():
    assert value_state(months=[]) is ValueState.DECLARED
    told = {1: True, 2: True, 3: True, 4: False, 6: True, 7: True}
    assert confirmed_runs(months=told) == {1, 2, 3}
    assert confirmed_runs(months={1: True, 2: True, 4: True}) == frozenset()


MARCH, JULY = date(2026, 3, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("readings", "days"),
    [
        ([], 0),
        ([(date(2026, 4, 1), "1")], 45),
        ([(date(2026, 4, 1), "1"), (date(2026, 4, 11), "0")], 10),
        ([(date(2026, 4, 1), "0.5"), (date(2026, 4, 21), "2")], 10 + 45),
        ([(date(2026, 4, 1), "1"), (date(2026, 6, 1), "1")], 45 + 30),
        ([(date(2026, 2, 1), "1"), (date(2026, 3, 11), "0")], 10),
        ([(date(2026, 6, 21), "1")], 10),
        ([(date(2026, 4, 1), "-1")], -45),
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


AUGUST = frozenset({8})


def test_closed_months_are_passed_over_by_ages_and_runs() -> None:
    measured = date(2026, 7, 20)
    told = {"measured_on": measured, "cadence_days": 30}
    assert open_until(day=measured, days=45, closed=AUGUST) == date(2026, 10, 4)
    assert not is_lapsed(**told, today=date(2026, 10, 4), closed=AUGUST)
    assert is_lapsed(**told, today=date(2026, 10, 5), closed=AUGUST)
    assert is_lapsed(**told, today=date(2026, 9, 4))
    months = {YEAR * 2026 + number: True for number in (6, 7, 9)}
    assert confirmed_runs(months=months, closed=AUGUST) == set(months)
    assert confirmed_runs(months=months) == frozenset()
    months[YEAR * 2026 + 8] = False
    assert confirmed_runs(months=months, closed=AUGUST) == frozenset()
