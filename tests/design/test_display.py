from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from django.utils import timezone
from django.utils.translation import override

from tenants import display

N, S = "\u202f", "\u00a0"


@pytest.fixture(params=["fr", "en"])
def language(request):
    with override(request.param):
        yield request.param


def say(language, french, english):
    return french if language == "fr" else english


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (46200, f"46{N}200{S}€", "€46,200"),
        (0, f"0{S}€", "€0"),
        (Decimal("12.50"), f"12,50{S}€", "€12.50"),
        (-1200, f"−1{N}200{S}€", "−€1,200"),
        (1234567, f"1{N}234{N}567{S}€", "€1,234,567"),
        (None, "–", "–"),
    ],
)
def test_a_sum_is_written_as_the_reader_writes_it(language, value, french, english):
    assert display.money(value) == say(language, french, english)


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (58100, f"58,1{S}k€", "€58.1k"),
        (20000, f"20{S}k€", "€20k"),
        (850, f"850{S}€", "€850"),
        (1_250_000, f"1,3{S}M€", "€1.3M"),
        (999_600, f"1{S}M€", "€1M"),
        (-4200, f"−4,2{S}k€", "−€4.2k"),
    ],
)
def test_a_sum_at_a_glance_is_shortened(language, value, french, english):
    assert display.money_short(value) == say(language, french, english)


@pytest.mark.parametrize(
    ("low", "high", "french", "english"),
    [
        (8000, 20000, f"8 à 20{S}k€", "€8k–20k"),
        (500, 20000, f"500{S}€ à 20{S}k€", "€500–20k"),
        (8000, 8000, f"8{S}k€", "€8k"),
        (None, 8000, f"8{S}k€", "€8k"),
    ],
)
def test_a_range_names_its_unit_once(language, low, high, french, english):
    assert display.money_range(low, high) == say(language, french, english)


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (4.6, "j", f"4,6{S}j", f"4.6{S}j"),
        (9.0, "j", f"9{S}j", f"9{S}j"),
        (1.9, "%", f"1,9{N}%", "1.9%"),
        (1200, "€", f"1{N}200{S}€", "€1,200"),
        (0, "", "0", "0"),
        (0.005, "", "0,005", "0.005"),
        (None, "j", "–", "–"),
    ],
)
def test_a_quantity_carries_its_unit(language, value, unit, french, english):
    assert display.quantity(value, unit) == say(language, french, english)


def test_a_range_of_quantities_names_its_unit_once(language):
    assert display.quantity_range(2, 3.3, "j") == say(language, f"2 à 3,3{S}j", f"2–3.3{S}j")


@pytest.mark.parametrize("share", [0.77, Decimal("0.77")])
def test_a_share_is_a_whole_percentage(language, share):
    assert display.percent(share) == say(language, f"77{N}%", "77%")


def test_a_half_percent_rounds_up():
    with override("fr"):
        assert display.percent(Decimal("0.125")) == f"13{N}%"


def test_dates_follow_the_language(language):
    day = date(2027, 3, 31)
    assert display.date_short(day) == say(language, f"31{S}mars 2027", f"31{S}March 2027")
    this_year = timezone.localdate().replace(month=3, day=31)
    assert display.date_short(this_year) == say(language, f"31{S}mars", f"31{S}March")
    assert display.date_long(day) == say(language, f"31{S}mars 2027", f"31{S}March 2027")
    assert display.date_full(day) == say(
        language, f"mercredi 31{S}mars 2027", f"Wednesday 31{S}March 2027"
    )


def test_the_first_of_a_month_is_premier_in_french(language):
    assert display.date_long(date(2026, 9, 1)) == say(
        language, f"1er{S}septembre 2026", f"1{S}September 2026"
    )


def test_a_moment_is_shown_on_the_companys_calendar_day():
    with override("en"):
        last = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
        assert display.date_long(last) == f"1{S}January 2027"


def test_axis_dates_are_short(language):
    day = date(2027, 1, 1)
    assert display.date_axis(day, "month") == say(language, "janv.", "Jan")
    assert display.date_axis(day, "month_year") == say(language, f"janv.{S}27", f"Jan{S}27")
    assert display.date_axis(day, "day") == say(language, f"1{S}janv.", f"1{S}Jan")
    assert display.date_axis(day, "year") == "2027"


def test_a_change_shows_its_sign():
    with override("fr"):
        assert display.signed(22, "h") == f"+22{S}h"
        assert display.signed(-0.5, "point") == f"−0,5{S}point"
        assert display.signed(0, "h") == f"0{S}h"


def test_a_title_is_quoted_in_the_language(language):
    assert display.quoted("Chiffrer") == say(language, f"«{S}Chiffrer{S}»", "“Chiffrer”")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sophie Lambert", "SL"),
        ("Jean-Marc de la Tour", "JT"),
        ("Léa", "L"),
        ("", "?"),
        (None, "?"),
    ],
)
def test_initials_exist_for_every_name(name, letters):
    assert display.initials(name) == letters


def test_a_member_without_a_name_is_called_so():
    with override("en"):
        assert display.named("  ") == "Member without a name"


@pytest.mark.parametrize(
    ("values", "unit", "read"),
    [
        ((3.04, 3.05), "j", ["3,04\u00a0j", "3,05\u00a0j"]),
        ((3.041, 3.044), "j", ["3,041\u00a0j", "3,044\u00a0j"]),
        ((1000.4, 1000.2), "h", ["1\u202f000,4\u00a0h", "1\u202f000,2\u00a0h"]),
        ((9, 3.4, 3.404), "%", ["9\u202f%", "3,4\u202f%", "3,404\u202f%"]),
        ((3, 3.0), "j", ["3\u00a0j", "3\u00a0j"]),
        ((None, 3), "j", ["–", "3\u00a0j"]),
    ],
)
def test_two_values_that_differ_never_read_alike_side_by_side(values, unit, read):
    with override("fr"):
        assert display.quantities(*values, unit=unit) == read


def test_sums_shares_changes_and_ranges_keep_to_the_same_rule():
    with override("en"):
        assert display.sums(12_000, 12_040) == ["€12k", "€12.04k"]
        assert display.shares(0.996, 1.0) == ["99.6%", "100.0%"]
        assert display.changes(-0.111, -0.113, unit="j") == ["−0.111\u00a0j", "−0.113\u00a0j"]
        assert display.money_range(12_000, 12_040) == "€12k–12.04k"
        assert display.quantity_range(3.041, 3.044, "j") == "3.041–3.044\u00a0j"
    with override("fr"):
        assert display.money_range(8000, 20_000) == "8 à 20\u00a0k€"
        assert display.money_range(12_000, 12_040) == "12 à 12,04\u00a0k€"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_thousand_pairs_never_read_alike(language):
    draw = Random(7)
    with override(language):
        for _turn in range(1000):
            one = round(draw.uniform(0.01, 2000), 3)
            other = round(one + draw.choice([0.001, 0.01, 0.3, -0.002]), 3)
            first, last = display.quantities(one, other, unit="%")
            assert first != last, (one, other)
