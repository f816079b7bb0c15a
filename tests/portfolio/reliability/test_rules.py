from datetime import date, timedelta
from uuid import UUID

import pytest

from portfolio.forecast.choices import ForecastWord
from portfolio.reliability.rules import KeptChance, reliability, value_at

DAY = date(2026, 6, 15)


def told(number: int, *, covered: bool = True, met: bool = False, word: str = "unlikely"):
    return KeptChance(
        objective_id=UUID(int=number), word=word, chance=0.1, is_met=met, is_covered=covered
    )


@pytest.mark.parametrize(("covered", "fails"), [(69, True), (70, False), (90, False), (91, True)])
def test_past_a_hundred_objectives_the_cover_must_be_what_it_says(covered, fails):
    seen = reliability(told(number, covered=number < covered) for number in range(100))
    assert (seen.cover, seen.fails) == (covered / 100, fails)


def test_below_a_hundred_nothing_is_judged_however_many_months_were_told():
    seen = reliability(told(number % 99, covered=False) for number in range(900))
    assert (seen.closed, seen.told, seen.cover, seen.fails) == (99, 900, 0, False)
    assert reliability([]).cover is None


def test_each_word_is_held_against_what_happened():
    lines = [told(1), told(2, met=True), told(3, word="likely", met=True)]
    found = {one.word: (one.told, one.chance, one.met) for one in reliability(lines).words}
    assert found == {ForecastWord.UNLIKELY: (2, 0.1, 0.5), ForecastWord.LIKELY: (1, 0.1, 1)}


@pytest.mark.parametrize(
    ("days", "value"),
    [((-46,), None), ((-45,), 1), ((-45, -2), 2), ((-2, 15), 2), ((-2, 16), 1), ((16,), None)],
)
def test_what_holds_at_a_date_was_measured_near_it(days, value):
    readings = [(DAY + timedelta(days=d), float(n)) for n, d in enumerate(days, start=1)]
    assert value_at(readings, on=DAY, cadence_days=30) == value
