from datetime import date
from math import atan, pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.forecast.choices import ForecastStatus, ForecastWord
from portfolio.forecast.rules import trend as student_t
from portfolio.forecast.rules.forecast import (
    forecast,
    forecast_measurements,
    rounded_percent,
    word_of,
)
from portfolio.forecast.rules.trend import (
    Measurement,
    Point,
    monthly_series,
    months_between,
    theil_sen,
    winsorised,
)

RISING = [100, 103, 106, 109, 112, 115]
FLAT = [100, 101, 100, 102, 101, 101]


def points(values):
    return tuple(Point(month=month, value=value) for month, value in enumerate(values))


def told(values, *, target=130.0, duration=11, base_rate=0.3):
    return forecast(
        series=points(values), target=target, duration_months=duration, base_rate=base_rate
    )


def test_a_steady_rise_that_will_fall_short():
    found = told(RISING)
    assert found.raw_chance == pytest.approx(0.250849, abs=5e-7)
    assert found.chance == pytest.approx(0.2672, abs=5e-5)
    assert found.word is ForecastWord.UNLIKELY
    assert found.rounded_percent == 25


def test_a_flat_series_has_almost_no_chance():
    assert told(FLAT).raw_chance == pytest.approx(0.000767, abs=5e-7)


def test_lower_is_better_gives_the_same_chance():
    mirrored = told([200 - value for value in RISING], target=70)
    assert mirrored.raw_chance == pytest.approx(told(RISING).raw_chance)
    assert all(p.low < p.middle < p.high for p in mirrored.band)
    assert mirrored.band[-1].middle < 100


def test_two_values_are_not_enough():
    found = told([100, 104])
    assert found.status is ForecastStatus.NOT_ENOUGH_POINTS
    assert (found.chance, found.word, found.band) == (None, None, ())


def test_a_target_reached_is_to_be_confirmed_and_not_forecast():
    found = told([100, 131])
    assert found.status is ForecastStatus.TARGET_REACHED_TO_CONFIRM
    assert found.chance is None


def test_a_target_equal_to_the_baseline_defines_no_gain():
    assert told(RISING, target=100).status is ForecastStatus.NO_GAIN_DEFINED
    assert told([0, 1, 2, 3], target=1e-180).status is ForecastStatus.NO_GAIN_DEFINED


def test_from_eight_values_the_base_rate_no_longer_counts():
    eight = [100 + 2 * month for month in range(8)]
    found = told(eight)
    assert found.chance == found.raw_chance
    seven = told(eight[:7], base_rate=0.9)
    assert seven.chance == pytest.approx(0.7 * seven.raw_chance + 0.3 * 0.9)


def test_past_the_date_the_series_is_not_carried_further():
    late = told(RISING, duration=4)
    assert late.band == ()
    assert late.chance is not None


def test_the_band_goes_month_by_month_to_the_date_and_widens():
    band = told(RISING).band
    assert [point.month for point in band] == [6, 7, 8, 9, 10, 11]
    widths = [point.high - point.low for point in band]
    assert widths == sorted(widths)


def test_one_wild_value_among_five_is_clipped():
    line = [0.0, 0.1, 0.22, 0.29, 0.41, 5.0]
    clipped = winsorised(series=points(line))
    assert clipped[-1].value < 1
    assert [p.value for p in clipped[:5]] == pytest.approx(line[:5])
    assert winsorised(series=points(line[-4:])) == points(line[-4:])


def test_a_spread_of_zero_clips_nothing():
    values = [0, 1, 2, 3, 4, 50]
    assert winsorised(series=points(values)) == points(values)


def test_the_trend_is_theil_sen():
    line = theil_sen(series=points([12, 14, 13, 17, 19, 18]))
    assert line.slope == pytest.approx(1.6667, abs=5e-5)
    assert line.intercept == pytest.approx(12.0)
    assert theil_sen(series=points([12])) is None


def test_one_value_per_calendar_month_the_last_one_and_months_may_be_missing():
    baseline = Measurement(measured_on=date(2026, 1, 31), value=10)
    series = monthly_series(
        baseline=baseline,
        measurements=[
            Measurement(measured_on=date(2026, 4, 2), value=14),
            Measurement(measured_on=date(2026, 2, 28), value=12),
            Measurement(measured_on=date(2026, 2, 1), value=11),
            Measurement(measured_on=date(2025, 12, 1), value=99),
        ],
    )
    assert [(p.month, p.value) for p in series] == [(0, 10), (1, 12), (3, 14)]


def test_dated_measurements_give_the_forecast_of_their_months():
    measurements = [
        Measurement(measured_on=date(2026, 1 + month, 15), value=value)
        for month, value in enumerate(RISING)
    ]
    found = forecast_measurements(
        baseline=measurements[0], measurements=measurements[1:], target=130,
        target_date=date(2026, 12, 31),
    )  # fmt: skip
    assert found.raw_chance == pytest.approx(0.250849, abs=5e-7)


def test_a_target_reached_in_the_month_of_the_baseline_is_seen():
    baseline = Measurement(measured_on=date(2026, 1, 2), value=100)
    found = forecast_measurements(
        baseline=baseline, measurements=[Measurement(measured_on=date(2026, 1, 20), value=130)],
        target=130, target_date=date(2026, 12, 31),
    )  # fmt: skip
    assert found.status is ForecastStatus.TARGET_REACHED_TO_CONFIRM


def test_months_are_calendar_months():
    assert months_between(start=date(2025, 12, 31), end=date(2026, 1, 1)) == 1
    assert months_between(start=date(2026, 3, 1), end=date(2026, 1, 1)) == -2


@pytest.mark.parametrize(
    ("chance", "word"),
    [(0.299, "unlikely"), (0.30, "uncertain"), (0.65, "uncertain"), (0.651, "likely")],
)
def test_a_chance_is_one_word(chance, word):
    assert word_of(chance=chance) == word


@pytest.mark.parametrize(
    ("chance", "percent"), [(0, 0), (0.024, 0), (0.025, 5), (0.27, 25), (1, 100)]
)
def test_a_chance_is_rounded_to_five_points(chance, percent):
    assert rounded_percent(chance=chance) == percent


@given(
    st.lists(st.floats(-1e4, 1e4), min_size=3, max_size=24),
    st.floats(-1e4, 1e4),
    st.integers(-3, 36),
)
def test_a_forecast_is_a_chance_whatever_the_values(values, target, duration):
    gain = target - values[0]
    found = told(values, target=target, duration=duration)
    if found.status is ForecastStatus.FORECAST:
        assert gain != 0
        assert 0 <= found.raw_chance <= 1
        assert 0 <= found.chance <= 1
        assert all(p.low <= p.middle <= p.high for p in found.band)


@given(st.floats(-50, 50))
def test_one_degree_of_freedom_is_cauchy_and_two_have_a_closed_form(t):
    assert student_t.cdf(t=t, df=1) == pytest.approx(0.5 + atan(t) / pi, abs=1e-12)
    assert student_t.cdf(t=t, df=2) == pytest.approx(0.5 + t / (2 * sqrt(2 + t * t)), abs=1e-12)


@given(st.floats(-30, 30), st.floats(0.5, 200))
def test_the_distribution_is_symmetric_and_stays_a_probability(t, df):
    both = student_t.cdf(t=t, df=df) + student_t.cdf(t=-t, df=df)
    assert both == pytest.approx(1, abs=1e-12)
    assert 0 <= student_t.cdf(t=t, df=df) <= 1


@pytest.mark.parametrize(
    ("probability", "df", "t"),
    [(0.9, 10, 1.372184), (0.975, 5, 2.570582), (0.995, 30, 2.749996), (0.1, 10, -1.372184)],
)
def test_quantiles_are_those_of_the_printed_tables(probability, df, t):
    assert student_t.quantile(probability=probability, df=df) == pytest.approx(t, abs=1e-6)


def test_far_tails_keep_their_precision():
    assert student_t.cdf(t=-1000, df=2) == pytest.approx(4.999992500012e-7, rel=1e-9)
    assert student_t.cdf(t=-1e9, df=10) > 0


@given(st.floats(0.2, 60), st.floats(0.2, 60), st.floats(1e-6, 1 - 1e-6))
def test_the_incomplete_beta_mirrors_itself(a, b, x):
    one = student_t.incomplete_beta(a=a, b=b, x=x)
    other = student_t.incomplete_beta(a=b, b=a, x=1 - x)
    assert 0 <= one <= 1 + 1e-12
    assert one + other == pytest.approx(1, abs=1e-9)


def test_a_nonsense_distribution_is_refused():
    with pytest.raises(ValueError, match="degrees"):
        student_t.cdf(t=1, df=0)
    with pytest.raises(ValueError, match="strictly"):
        student_t.quantile(probability=1, df=3)
    with pytest.raises(ValueError, match="needs"):
        student_t.incomplete_beta(a=1, b=1, x=2)
