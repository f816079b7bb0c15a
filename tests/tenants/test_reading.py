from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tenants import display
from tenants.reading import (
    EURO,
    Ambiguous,
    Unread,
    is_unit,
    read_day,
    read_number,
    read_quantity,
)

NARROW, NO_BREAK, MINUS = "\u202f", "\u00a0", "\u2212"
BOTH = [
    ("12 000", "12000"),
    (f"12{NARROW}000", "12000"),
    (f"12{NO_BREAK}000", "12000"),
    ("1 234,5", "1234.5"),
    ("1 234.5", "1234.5"),
    ("1.234,5", "1234.5"),
    ("1,234.5", "1234.5"),
    ("1'234.5", "1234.5"),
    ("1\u2019234.50", "1234.50"),
    ("1.234.567", "1234567"),
    ("1,234,567.8", "1234567.8"),
    (f"{MINUS}3,2", "-3.2"),
    ("-3.2", "-3.2"),
    ("+22", "22"),
    ("0,125", "0.125"),
    ("0.125", "0.125"),
    (",5", "0.5"),
    ("3,4", "3.4"),
    ("12.5", "12.5"),
    ("12,3456", "12.3456"),
    ("007", "7"),
]


@pytest.mark.parametrize("is_french", [True, False, None])
@pytest.mark.parametrize(("text", "value"), BOTH)
def test_a_number_reads_the_same_in_both_languages(text, value, is_french):
    assert read_number(text, is_french=is_french) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("12,5 %", "12.5", "%"),
        ("€ 900", "900", "€"),
        ("900 €", "900", "€"),
        ("900€", "900", "€"),
        (f"18{NARROW}000,50{NO_BREAK}€", "18000.50", "€"),
        (f"{MINUS}€1,250.5", "-1250.5", "€"),
        ("€ -900", "-900", "€"),
        ("900 EUR", "900", "eur"),
        ("58,1 k€", "58100", "€"),
        ("€58.1k", "58100", "€"),
        ("1,3 M€", "1300000", "€"),
        ("3,4 j", "3.4", "j"),
        ("+22 h", "22", "h"),
        ("4 out of 5", "4", "out of 5"),
    ],
)
def test_a_number_keeps_the_unit_beside_it(text, value, unit):
    found = read_quantity(text, is_french=True)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "is_french", "places", "readings"),
    [
        ("12.000", True, 3, ("12000", "12.000")),
        ("12.345", True, 3, ("12345", "12.345")),
        ("12,000", True, 3, ("12000", "12.000")),
        ("12.000", False, 3, ("12000", "12.000")),
        ("12,000", True, 2, ("12000", "12.000")),
        ("12.000", False, 0, ("12000", "12.000")),
        ("1,234", None, 3, ("1234", "1.234")),
    ],
)
def test_what_has_two_readings_is_asked_and_names_both(text, is_french, places, readings):
    with pytest.raises(Ambiguous) as told:
        read_number(text, is_french=is_french, places=places)
    assert told.value.readings == tuple(Decimal(one) for one in readings)


@pytest.mark.parametrize(
    ("text", "is_french", "places", "value"),
    [
        ("12.000", True, 2, "12000"),
        ("12.000", True, 0, "12000"),
        ("12,000", False, 2, "12000"),
        ("12,000", False, 3, "12000"),
        ("1,234", True, 3, "1.234"),
        ("1.234", False, 3, "1.234"),
    ],
)
def test_one_reading_is_taken_where_the_language_or_the_column_leaves_one(
    text, is_french, places, value
):
    assert read_number(text, is_french=is_french, places=places) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "abc", "–", "1 2", "12 00", "1 0000", "1.2.3", "1,234.5,6", "1''000", "--3"),
        *("12 -5", "5 %", "$5", "x5", "٣", "１２", "1" * 61, "nan", "Infinity", "1e5", "1.234.56"),
    ],
)
def test_what_is_no_number_is_told(text):
    with pytest.raises(Unread) as told:
        read_number(text, is_french=True)
    assert not isinstance(told.value, Ambiguous)


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    st.sampled_from(["fr", "en"]),
    st.sampled_from(["", "%", "d", "h", "min", "EUR", "EUR/ha", "n", "n/h", "x/y", "/5", "km"]),
)
def test_what_we_print_is_read_as_what_it_says(value, language, unit):
    with override(language):
        printed = display.quantity(value, unit)
        shown = read_quantity(printed, is_french=language == "fr")
        again = display.quantity(shown.value, unit)
        in_field = display.written(value, 3)
        units = display.unit_spellings([unit])
    assert again == printed
    assert not shown.unit or is_unit(shown.unit, units)
    assert read_number(in_field, is_french=language == "fr") == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(["fr", "en"]))
def test_a_sum_we_print_is_read_to_the_cent(value, language):
    with override(language):
        found = read_quantity(display.money(value), is_french=language == "fr", places=2)
        short = read_quantity(display.money_short(value), is_french=language == "fr")
        short_again = display.money_short(short.value)
        assert found.value == value
        assert short_again == display.money_short(value)
        assert (found.unit in EURO, short.unit in EURO) == (True, True)


@pytest.mark.parametrize(
    "text",
    [
        *("28 février 2027", "28 fevrier 2027", "28 févr. 2027", "28 February 2027"),
        *("February 28, 2027", "dimanche 28 février 2027", "Sunday 28 February 2027"),
        *(
            "28/02/2027",
            "28.2.2027",
            "28-02-2027",
            "28/2/27",
            "2027-02-28",
            f"28{NO_BREAK}Feb 2027",
        ),
    ],
)
def test_a_day_is_read_as_people_write_it(text):
    assert read_day(text) == date(2027, 2, 28)


def test_the_first_of_a_month_is_read():
    assert read_day("1er septembre 2026") == read_day("1st September 2026") == date(2026, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "28 février",
        "30 février 2027",
        "31/31/2027",
        "02/28/2027",
        "demain",
        "28 x 2027",
        "1 2 3",
    ],
)
def test_what_is_no_day_is_told(text):
    with pytest.raises(Unread):
        read_day(text)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["fr", "en"]))
def test_a_day_we_print_is_read(day, language):
    with override(language):
        assert read_day(display.date_long(day)) == read_day(display.date_full(day)) == day
