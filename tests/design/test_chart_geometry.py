from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.results.rules.radar import RadarScore, radar, wrapped
from portfolio.charts.rules import portfolio_map
from portfolio.charts.rules.bullet import bullet_chart
from portfolio.charts.rules.cumulative import Total, cumulative_chart
from portfolio.charts.rules.labels import box_of
from portfolio.charts.rules.portfolio_map import MapItem
from portfolio.charts.rules.scale import (
    TimeScale,
    add_months,
    characters_of,
    date_ticks,
    text_width,
    value_scale,
    value_ticks,
)
from portfolio.charts.rules.spark import sparkline
from portfolio.charts.rules.stack import stack
from portfolio.charts.rules.track import TARGET_AT, track_chart
from portfolio.charts.rules.track import WORDS as BESIDE
from portfolio.charts.rules.trend import WORDS, ForecastDay, MeasurementDot, trend_chart

TODAY = date(2026, 11, 24)
values = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)


def test_the_target_stands_at_eighty_percent_and_the_baseline_at_the_start():
    chart = track_chart(baseline=9, current=9, target=3, unit="j")
    assert chart.current_x == 1.0
    assert track_chart(baseline=9, current=3, target=3).current_x == 80.0
    assert track_chart(baseline=9, current=6, target=3).current_x == 40.5


@pytest.mark.parametrize(
    ("baseline", "current", "target", "code"),
    [
        (9, 4.6, 3, "on_the_way"),
        (9, 3, 3, "reached"),
        (9, 10, 3, "behind"),
        (9, 9, 3, "on_the_way"),
        (10, 25, 20, "reached"),
        (10, 5, 20, "behind"),
        (0, 0, 0, "reached"),
        (9, None, 3, "no_measurement"),
        (None, 4, None, "no_measurement"),
    ],
)
def test_a_track_says_where_the_measure_stands(baseline, current, target, code):
    assert track_chart(baseline=baseline, current=current, target=target).code == code


@given(baseline=values, current=values, target=values, low=values, high=values)
def test_a_track_never_leaves_its_drawing(baseline, current, target, low, high):
    chart = track_chart(baseline=baseline, current=current, target=target, band=(low, high))
    assert chart.current_x is not None
    assert 1 <= chart.current_x <= 99
    assert chart.bar_width >= 0
    assert chart.band_x is not None
    assert chart.band_x >= 0
    assert chart.band_x + chart.band_width <= 100


def test_long_labels_of_a_track_go_on_two_rows_then_drop_their_unit():
    assert track_chart(baseline=9, target=3, unit="j").stacked is False
    assert track_chart(baseline=9, target=3, unit="dossiers par semaine").stacked is True
    endless = track_chart(baseline=9, target=3, unit="dossiers traités par semaine et par personne")
    assert endless.unit_shown is False


@pytest.mark.parametrize("letters", range(1, 31))
def test_the_target_s_label_stands_under_it_while_it_fits(letters):
    unit = "x" * letters
    half = text_width(characters_of(3, unit) + BESIDE) / 2
    anchor = track_chart(baseline=9, target=3, unit=unit).target_anchor
    assert anchor == ("end" if TARGET_AT + half > 100 else "middle")


def test_a_budget_passed_fills_the_bar_and_is_said():
    over = bullet_chart(spent=40_000, budget=32_000, elapsed_share=0.5)
    assert (over.code, over.bar_width, over.spent_share) == ("over", 100.0, 1.25)
    assert bullet_chart(spent=0, budget=0).bar_width == 0
    assert bullet_chart(spent=500, budget=0).code == "no_budget"


def test_a_stack_is_full_whatever_its_parts():
    whole = stack([Decimal(26_100), Decimal(1_500), Decimal(400), Decimal(4_000)])
    assert [(one.number, one.x) for one in whole] == [(1, 0), (2, 81.562), (3, 86.25), (4, 87.5)]
    assert sum(one.width for one in whole) == pytest.approx(100, abs=0.01)
    over = stack([9000, 3000, -4000, 0])
    assert [(one.number, one.x, one.width) for one in over] == [(1, 0, 75), (2, 75, 25)]
    assert stack([0, 0, 0, 0]) == ()


def test_a_sparkline_survives_none_one_and_flat():
    assert sparkline([]).last is None
    assert len(sparkline([4]).points) == 1
    assert {p.y for p in sparkline([0, 0, 0]).points} == {14.0}


def test_a_higher_value_is_drawn_higher():
    points = sparkline([1, 5, 3]).points
    assert points[1].y < points[2].y < points[0].y


@given(low=values, high=values)
def test_a_scale_holds_its_values_and_three_to_eight_round_ticks(low, high):
    scale = value_scale([low, high], top=20, bottom=240)
    assert scale.low <= min(low, high) <= max(low, high) <= scale.high
    ticks = value_ticks(scale)
    assert 2 <= len(ticks) <= 8
    assert all(20 <= tick.y <= 240 for tick in ticks)


def test_a_flat_zero_series_stands_at_the_bottom():
    scale = value_scale([0, 0], top=20, bottom=240)
    assert scale.y(0) == 240


def test_a_season_has_its_months_and_a_year_every_second_one():
    season = date_ticks(TimeScale(start=date(2026, 1, 1), end=date(2026, 4, 1)))
    assert [tick.day.month for tick in season] == [1, 2, 3, 4]
    year = date_ticks(TimeScale(start=date(2026, 1, 15), end=date(2026, 12, 20)))
    assert [tick.day.month for tick in year] == [3, 5, 7, 9, 11]
    assert [tick.kind for tick in year] == ["month_year", *["month"] * 4]


@given(start=st.dates(date(2000, 1, 1), date(2090, 1, 1)), span=st.integers(1, 12_000))
def test_a_time_axis_has_one_to_five_labels_in_order(start, span):
    ticks = date_ticks(TimeScale(start=start, end=start + timedelta(days=span)))
    assert 1 <= len(ticks) <= 5
    assert all(one.day < other.day for one, other in pairwise(ticks))
    assert all(0 <= tick.x <= 100 for tick in ticks)


def test_the_end_of_a_month_stays_in_its_month():
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2026, 11, 30), 14) == date(2028, 1, 30)


def readings(*numbers: float) -> list[MeasurementDot]:
    return [
        MeasurementDot(TODAY - timedelta(days=30 * k), v) for k, v in enumerate(reversed(numbers))
    ]


def test_the_axis_runs_past_today_and_past_the_deadline():
    chart = trend_chart(readings=readings(3, 2, 1), today=TODAY)
    assert chart.current is not None
    assert chart.current.x < 85
    late = trend_chart(readings=readings(3, 2, 1), today=TODAY, deadline=TODAY + timedelta(days=90))
    assert late.deadline_x is not None
    assert late.deadline_x < 95


def test_a_trend_says_what_it_has():
    assert trend_chart(readings=[], today=TODAY).code == "empty"
    assert trend_chart(readings=[], today=TODAY, baseline=9, target=3).code == "start_only"
    assert trend_chart(readings=readings(9), today=TODAY).code == "measured"
    ahead = [ForecastDay(TODAY + timedelta(days=30), 1, 2, 3)]
    assert trend_chart(readings=readings(9), today=TODAY, forecast=ahead).code == "forecast"


def test_a_band_starts_at_the_last_measurement_and_closes():
    ahead = [ForecastDay(TODAY + timedelta(days=30), 1, 2, 3)]
    chart = trend_chart(readings=readings(9, 8), today=TODAY, forecast=ahead)
    assert chart.band[0] == chart.line[-1] == chart.forecast_line[0]
    assert len(chart.band) == 3


small = st.floats(min_value=0, max_value=999, allow_nan=False).map(lambda v: round(v, 1))


@given(baseline=small, target=small, numbers=st.lists(small, min_size=1, max_size=8))
def test_labels_of_a_trend_never_cover_one_another(baseline, target, numbers):
    chart = trend_chart(
        readings=readings(*numbers),
        today=TODAY,
        unit="j",
        baseline=baseline,
        target=target,
        deadline=TODAY + timedelta(days=120),
    )
    boxes = [
        box_of(label.x, label.y, label.anchor, characters_of(label.value, "j") + WORDS)
        for label in chart.labels
    ]
    assert len(boxes) == 3
    assert not any(one.covers(other) for one, other in combinations(boxes, 2))


def test_spend_and_gain_share_one_scale_from_zero():
    chart = cumulative_chart(
        spent=[Total(TODAY - timedelta(days=60), 0), Total(TODAY, 2000)],
        gained=[Total(TODAY - timedelta(days=60), 0), Total(TODAY, 1000)],
        today=TODAY,
        budget=4000,
    )
    assert chart.spent_dot is not None
    assert chart.gained_dot is not None
    assert chart.budget_y is not None
    assert chart.budget_y < chart.spent_dot.y < chart.gained_dot.y < chart.plot_height
    assert chart.spent_line[0].y == chart.plot_height
    assert {label.code for label in chart.labels} == {"spent", "gained", "budget"}


def test_nothing_spent_nor_gained_is_said():
    assert cumulative_chart(spent=[], gained=[], today=TODAY).code == "empty"
    assert cumulative_chart(spent=[Total(TODAY, 5)], gained=[], today=TODAY).code == "spent_only"


def item(name: str, *, value: float = 5000, days: float = 5, health: str = "") -> MapItem:
    return MapItem(name, days, value / 2, value, value * 2, health)


def test_a_map_draws_running_ones_first_and_counts_the_rest():
    items = [item(f"{k}", value=1000 + k) for k in range(300)]
    chart = portfolio_map([*items, item("running", health="stalled")])
    assert (chart.code, len(chart.dots), chart.hidden) == ("some", 20, 281)
    assert chart.dots[0].item.name == "running"
    assert [dot.number for dot in chart.dots] == list(range(1, 21))
    assert [dot.is_idea for dot in chart.dots] == [False, *[True] * 19]


def test_a_place_does_not_depend_on_what_else_is_there():
    alone = portfolio_map([item("a", value=20_000, days=8)]).dots[0]
    beside = portfolio_map(
        [item("a", value=20_000, days=8), item("b", value=90_000, days=90)]
    ).dots[1]
    assert (alone.x, alone.y, alone.low_y, alone.high_y) == (
        beside.x,
        beside.y,
        beside.low_y,
        beside.high_y,
    )


def test_a_tenfold_is_the_same_way_everywhere():
    ten, hundred = (portfolio_map([item("a", value=v)]).dots[0].y for v in (10_000, 100_000))
    one = portfolio_map([item("a", value=1_000)]).dots[0].y
    assert one - ten == pytest.approx(ten - hundred, abs=0.2)
    assert portfolio_map([item("a", value=500_000)]).dots[0].is_beyond
    assert portfolio_map([item("a", value=0)]).dots[0].y == one


@given(
    st.lists(
        st.tuples(st.floats(0, 1e6), st.floats(0, 400)),
        min_size=1,
        max_size=20,
    )
)
def test_dots_stay_inside_the_map_and_none_stands_on_another(rows):
    chart = portfolio_map([item("x", value=value, days=days) for value, days in rows])
    for dot in chart.dots:
        assert 0 <= dot.x <= 100
        assert 0 <= dot.high_y <= dot.low_y <= chart.plot_height
        assert 0 <= dot.y <= chart.plot_height
    for one, other in combinations(chart.dots, 2):
        across = (one.x - other.x) * 2.9
        assert (across**2 + (one.y - other.y) ** 2) ** 0.5 >= 19


def scores(*numbers: float | None) -> list[RadarScore]:
    return [RadarScore(f"Dimension {k}", v) for k, v in enumerate(numbers)]


def test_a_radar_names_its_strongest_and_weakest_dimensions():
    chart = radar(scores(50, 10, None, 90, 0, 20, 30))
    assert chart.strongest is not None
    assert chart.weakest is not None
    assert (chart.strongest.value, chart.weakest.value) == (90, 0)
    assert chart.axes[2].dot is None
    assert chart.code == "one"


def test_a_full_score_touches_the_outer_ring():
    chart = radar(scores(100, 100, 100, 100, 100, 100, 100))
    assert chart.current == chart.rings[0]


def test_a_radar_without_scores_is_empty():
    assert radar(scores(None, None, None)).code == "empty"
    assert radar([]).axes == ()


def test_a_second_curve_is_drawn_when_there_was_a_former_assessment():
    chart = radar([RadarScore("a", 3, 1), RadarScore("b", 2, None), RadarScore("c", 1, 1)])
    assert chart.code == "two"
    assert len(chart.previous) == 3


def test_long_names_are_cut_between_words():
    assert wrapped("Compétences et adhésion") == ("Compétences", "et adhésion")
    assert len(wrapped("mot " * 40)) == 3
    assert max(len(line) for line in wrapped("mot " * 40)) <= 26
