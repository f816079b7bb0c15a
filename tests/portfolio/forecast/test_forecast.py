from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portfolio.forecast.choices import ForecastStatus, ForecastWord
from portfolio.forecast.rules.forecast import (
    base_rate,
    forecast,
    forecast_measurements,
    plain_word,
    rounded_percent,
    word_of,
)
from portfolio.forecast.rules.mixture import Mixture, NormalPart
from portfolio.forecast.rules.odd import oddity
from portfolio.forecast.rules.trend import (
    MeasuredValue,
    MonthlyPoint,
    monthly_series,
    months_between,
    theil_sen,
)

VECTORS = yaml.safe_load((Path(__file__).parent / "vectors.yaml").read_text("utf-8"))
RISING = [100, 103, 106, 109, 112, 115]
ON_COURSE = ("ahead_likely", "ahead_uncertain", "on_pace_likely", "on_pace_uncertain")


def points(values, months=None):
    return tuple(
        MonthlyPoint(month=month, value=value)
        for month, value in zip(months or range(len(values)), values, strict=True)
    )


def told(values, *, target=130.0, duration=11, rate=0.3, **more):
    return forecast(
        series=points(values), target=target, duration_months=duration, base_rate=rate, **more
    )


def of_vector(vector):
    return forecast(
        series=points(vector["values"], vector["months"]),
        target=vector["target"],
        duration_months=vector["duration_months"],
        base_rate=vector.get("base_rate", 0.3),
    )


@pytest.mark.parametrize("vector", VECTORS["forecast"], ids=lambda vector: vector["id"])
def test_the_forecast_is_that_of_the_vectors(vector):
    found, expected = of_vector(vector), vector["expected"]
    gain = abs(vector["target"] - vector["values"][0])
    assert found.status == expected["status"]
    assert found.word == expected.get("word")
    assert found.rounded_percent == expected.get("percent")
    assert found.chance == pytest.approx(expected.get("chance"), abs=1e-6)
    for end in ("low", "middle", "high"):
        assert getattr(found, end) == pytest.approx(expected.get(end), abs=1e-4 * gain)


@pytest.mark.parametrize("vector", VECTORS["health"], ids=lambda vector: vector["id"])
def test_the_pace_is_that_of_the_vectors(vector):
    found, expected = of_vector(vector), vector["expected"]
    assert found.course == expected["sentence"].replace("/", "_")
    assert found.pace.signal == expected["pace_signal"]
    assert found.reach == pytest.approx(expected["reach_80"], abs=1e-6)
    assert found.level == pytest.approx(expected["level"], abs=1e-6)
    assert found.pace.now == pytest.approx(expected["pace_now"], abs=1e-6)
    assert found.pace.needed == pytest.approx(expected["pace_needed"], abs=1e-6)


@pytest.mark.parametrize("vector", VECTORS["odd_value"], ids=lambda vector: vector["id"])
def test_an_odd_value_is_that_of_the_vectors(vector):
    found = oddity(
        series=points(vector["values"]),
        target=vector["target"],
        duration_months=vector["duration_months"],
        month=vector["month"],
        value=vector["value"],
    )
    assert found == vector["expected"]


def test_a_value_a_hundred_times_too_large_is_a_question_of_units():
    series = points([5.0, 4.4, 3.9, 3.4])
    asked = {"series": series, "target": 2.0, "duration_months": 9, "month": 4}
    assert oddity(**asked, value=310.0) == "unit"
    assert oddity(**asked, value=3.1) is None
    assert oddity(**asked, value=0.0) is None


def test_a_far_value_that_is_no_slip_of_unit_or_digit_is_asked_back_all_the_same():
    assert oddity(
        series=points([100, 103, 106]), target=130, duration_months=12, month=3, value=500
    ) == "far"  # fmt: skip


@pytest.mark.parametrize("duration", range(5, 25))
def test_exactly_on_plan_is_never_unlikely_and_always_on_course(duration):
    for count in range(4, duration + 1):
        found = told([month / duration for month in range(count)], target=1.0, duration=duration)
        assert found.word is not ForecastWord.UNLIKELY
        assert found.course in ON_COURSE
        assert found.pace.signal is None


def test_with_one_month_left_all_that_is_missing_is_needed_in_it():
    found = told([0.0, 0.2, 0.4, 0.6, 0.7], target=1.0, duration=5)
    assert (found.pace.left, found.pace.needed) == (1, pytest.approx(0.3))


@pytest.mark.parametrize("level", [0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
@pytest.mark.parametrize("duration", [9, 12, 18])
def test_a_plateau_with_months_left_is_never_likely(level, duration):
    for count in range(6, duration):
        values = [0.0, level / 2, *[level] * (count - 2)]
        assert told(values, target=1.0, duration=duration).word is not ForecastWord.LIKELY


@given(
    st.lists(st.floats(-1, 2).map(lambda value: round(value, 3)), min_size=3, max_size=12),
    st.sampled_from([0.001, 0.1, 7.0, 1000.0]),
    st.integers(6, 18),
)
def test_neither_direction_nor_unit_changes_the_chance(shares, scale, duration):
    values = [0.0, *shares[1:]]
    plain = told(values, target=1.0, duration=duration)
    mirrored = told([500 - scale * value for value in values], target=500 - scale,
                    duration=duration)  # fmt: skip
    assert mirrored.status is plain.status
    assert mirrored.chance == (
        None if plain.chance is None else pytest.approx(plain.chance, abs=1e-9)
    )
    assert mirrored.course is plain.course


def test_lower_is_better_keeps_low_below_high():
    mirrored = told([200 - value for value in RISING], target=70, by_month=True)
    assert all(p.low < p.middle < p.high for p in mirrored.band)
    assert mirrored.low < mirrored.middle < mirrored.high < 100


def test_two_values_are_not_enough_but_something_is_assumed():
    found = told([100, 104])
    assert found.status is ForecastStatus.NOT_ENOUGH_POINTS
    assert (found.chance, found.word, found.band) == (None, None, ())
    assert 0 < found.expected < 1


def test_a_target_reached_has_no_word_but_a_chance_of_still_being_there():
    found = told([100, 110, 131])
    assert found.status is ForecastStatus.TARGET_REACHED_TO_CONFIRM
    assert found.word is None
    assert found.chance < 1


def test_a_target_equal_to_the_baseline_defines_no_gain():
    assert told(RISING, target=100).status is ForecastStatus.NO_GAIN_DEFINED
    assert told([0, 1, 2, 3], target=1e-180).status is ForecastStatus.NO_GAIN_DEFINED


def test_the_band_of_the_chart_ends_in_the_band_at_the_date():
    found = told(RISING, by_month=True)
    assert [point.month for point in found.band] == [6, 7, 8, 9, 10, 11]
    last = found.band[-1]
    assert (last.low, last.middle, last.high) == (found.low, found.middle, found.high)


def test_the_eighth_value_changes_nothing_by_itself():
    seven, eight = (told([100 + 2 * month for month in range(n)]) for n in (7, 8))
    assert abs(seven.chance - eight.chance) < 0.06


def test_a_word_is_left_by_two_chances_running_or_by_one_far_beyond():
    assert word_of(chances=[0.5, 0.62, 0.64]) == "uncertain"
    assert word_of(chances=[0.5, 0.63, 0.64]) == "likely"
    assert word_of(chances=[0.5, 0.71]) == "likely"
    assert word_of(chances=[0.61, 0.59, 0.59]) == "likely"
    assert word_of(chances=[0.61, 0.57, 0.57]) == "uncertain"
    assert word_of(chances=[0.22, 0.26, 0.24]) == "unlikely"


@pytest.mark.parametrize(
    ("chance", "word"),
    [(0.229, "unlikely"), (0.23, "uncertain"), (0.60, "uncertain"), (0.601, "likely")],
)
def test_a_chance_is_one_word(chance, word):
    assert plain_word(chance) == word


@pytest.mark.parametrize(
    ("chance", "percent"), [(0.03, 5), (0.074, 5), (0.075, 10), (0.27, 25), (0.97, 95)]
)
def test_a_chance_is_rounded_to_five_points_and_never_certain(chance, percent):
    assert rounded_percent(chance=chance) == percent


def test_the_company_s_own_rate_grows_out_of_three_in_ten():
    assert base_rate(kept=0, closed=0) == pytest.approx(0.30)
    assert base_rate(kept=4, closed=4) == pytest.approx(6.4 / 12)
    assert base_rate(kept=0, closed=100) == 0.05
    assert base_rate(kept=100, closed=100) == 0.60


@given(
    st.lists(st.floats(-1e4, 1e4), min_size=3, max_size=24),
    st.floats(-1e4, 1e4),
    st.integers(-3, 36),
)
def test_a_forecast_is_a_chance_whatever_the_values(values, target, duration):
    found = told(values, target=target, duration=duration, by_month=True)
    if found.chance is not None:
        assert 0.03 <= found.chance <= 0.97
        assert 0 <= found.expected <= 1
        assert all(p.low <= p.middle <= p.high for p in found.band)


def test_quantile_and_expectation_of_a_mixture():
    mixture = Mixture((NormalPart(0.5, 0.0, 0.1), NormalPart(0.5, 2.0, 0.1)))
    assert mixture.quantile(0.25) == pytest.approx(0.0, abs=1e-8)
    assert mixture.below(1.0) == pytest.approx(0.5)
    assert mixture.expected_within_one() == pytest.approx(0.5 * 0.1 * 0.39894228 + 0.5, abs=1e-8)
    assert mixture.mean_and_sd() == (pytest.approx(1.0), pytest.approx(1.01**0.5))


def test_the_trend_is_theil_sen():
    line = theil_sen(series=points([12, 14, 13, 17, 19, 18]))
    assert line.slope == pytest.approx(1.6667, abs=5e-5)
    assert line.intercept == pytest.approx(12.0)
    assert theil_sen(series=points([12])) is None


def test_one_value_per_calendar_month_the_last_one_and_months_may_be_missing():
    baseline = MeasuredValue(measured_on=date(2026, 1, 31), value=10)
    series = monthly_series(
        baseline=baseline,
        measurements=[
            MeasuredValue(measured_on=date(2026, 4, 2), value=14),
            MeasuredValue(measured_on=date(2026, 2, 28), value=12),
            MeasuredValue(measured_on=date(2026, 2, 1), value=11),
            MeasuredValue(measured_on=date(2025, 12, 1), value=99),
        ],
    )
    assert [(p.month, p.value) for p in series] == [(0, 10), (1, 12), (3, 14)]


def test_dated_measurements_give_the_forecast_of_their_months():
    measurements = [
        MeasuredValue(measured_on=date(2026, 1 + month, 15), value=value)
        for month, value in enumerate(RISING)
    ]
    found = forecast_measurements(
        baseline=measurements[0], measurements=measurements[1:], target=130,
        target_date=date(2026, 12, 31),
    )  # fmt: skip
    assert found.chance == told(RISING).chance


def test_a_target_reached_in_the_month_of_the_baseline_is_seen():
    baseline = MeasuredValue(measured_on=date(2026, 1, 2), value=100)
    found = forecast_measurements(
        baseline=baseline, measurements=[MeasuredValue(measured_on=date(2026, 1, 20), value=130)],
        target=130, target_date=date(2026, 12, 31),
    )  # fmt: skip
    assert found.status is ForecastStatus.TARGET_REACHED_TO_CONFIRM


def test_months_are_calendar_months():
    assert months_between(start=date(2025, 12, 31), end=date(2026, 1, 1)) == 1
    assert months_between(start=date(2026, 3, 1), end=date(2026, 1, 1)) == -2
