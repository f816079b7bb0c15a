"""The forecast against eight shapes of truth: calibrated, better than the base rate, band held."""

from math import exp, pi, sin
from random import Random

import pytest

from portfolio.forecast.rules.forecast import forecast
from portfolio.forecast.rules.trend import MonthlyPoint

SEED, CASES = 20261201, 600
SHAPES = ("linear", "saturating", "step", "delayed", "walk", "seasonal", "flat", "fade")
# Cover of the band, greatest calibration error, how far the Brier score may pass the base rate's.
LIMITS = {
    "linear": (0.68, 0.93, 0.15, 0.0),
    "saturating": (0.82, 0.95, 0.17, 0.02),
    "step": (0.73, 0.90, 0.15, 0.03),
    "delayed": (0.68, 0.94, 0.15, 0.0),
    "walk": (0.68, 0.93, 0.15, 0.0),
    "seasonal": (0.68, 0.94, 0.15, 0.0),
    "flat": (0.72, 0.92, 0.15, None),
    "fade": (0.73, 0.93, 0.27, 0.065),
}
FLAT_BRIER = 0.040


def truth(random, shape, months):
    """The true share of the gain month by month."""
    gain = random.uniform(0.2, 1.4)
    xs = [month / months for month in range(months + 1)]
    match shape:
        case "linear":
            return [gain * x for x in xs]
        case "saturating":
            rate = random.uniform(3, 8)
            return [gain * (1 - exp(-rate * x)) / (1 - exp(-rate)) for x in xs]
        case "step":
            at = random.uniform(0.15, 0.75)
            return [gain if x >= at else 0.0 for x in xs]
        case "delayed":
            return delayed(random, gain, xs)
        case "walk":
            return walk(random, months)
        case "seasonal":
            height, phase = random.uniform(0.15, 0.5), random.uniform(0, 2 * pi)
            wave = [sin(2 * pi * month / 12 + phase) - sin(phase) for month in range(months + 1)]
            return [gain * x + height * swing for x, swing in zip(xs, wave, strict=True)]
        case "flat":
            drift = random.uniform(-0.1, 0.15)
            return [drift * x for x in xs]
    peak, loss = random.uniform(0.25, 0.5), random.uniform(0.2, 0.6)
    return [
        gain * x / peak if x < peak else gain * (1 - loss * (x - peak) / (1 - peak)) for x in xs
    ]


def delayed(random, gain, xs):
    """A logistic rise that begins late."""
    centre, steepness = random.uniform(0.4, 0.7), random.uniform(8, 16)
    start = 1 / (1 + exp(steepness * centre))
    return [gain * (1 / (1 + exp(-steepness * (x - centre))) - start) / (1 - start) for x in xs]


def walk(random, months):
    """A random walk with a drift."""
    values = [0.0]
    for _ in range(months):
        values.append(values[-1] + random.gauss(0.7 / months, 0.1))
    return values


def told(random, shape):
    """(chance, whether the target was met, whether the end fell within the band), or None."""
    months = random.choice((6, 9, 12, 18))
    noise = random.uniform(0.05, 0.25)
    values = [
        share + random.gauss(0, noise) * (5 if random.random() < 0.05 else 1)
        for share in truth(random, shape, months)
    ]
    now = max(2, min(months - 1, round(random.uniform(0.25, 0.8) * months)))
    end = values[months] - values[0]
    if values[now] - values[0] >= 1:
        return None
    series = [
        MonthlyPoint(month=month, value=values[month] - values[0]) for month in range(now + 1)
    ]
    found = forecast(series=series, target=1.0, duration_months=months)
    return found.chance, end >= 1, found.low <= end <= found.high


@pytest.fixture(scope="module")
def outcomes():
    random, rows = Random(SEED), {}
    for shape in SHAPES:
        rows[shape] = []
        while len(rows[shape]) < CASES:
            if (row := told(random, shape)) is not None:
                rows[shape].append(row)
    return rows


def cover(rows):
    return sum(within for *_, within in rows) / len(rows)


def brier(rows):
    return sum((chance - met) ** 2 for chance, met, _ in rows) / len(rows)


def calibration_error(rows):
    bins = [[0.0, 0] for _ in range(10)]
    for chance, met, _ in rows:
        one = bins[min(9, int(chance * 10))]
        one[0] += chance
        one[1] += met
    return sum(abs(said - came) for said, came in bins) / len(rows)


def base_rate(outcomes):
    every = [row for rows in outcomes.values() for row in rows]
    return sum(met for _, met, _ in every) / len(every)


def test_over_all_shapes_chance_and_band_hold_what_they_say(outcomes):
    every, rate = [row for rows in outcomes.values() for row in rows], base_rate(outcomes)
    assert 0.78 <= cover(every) <= 0.86
    assert calibration_error(every) <= 0.05
    assert brier(every) <= rate * (1 - rate) - 0.008
    assert all(0.03 <= chance <= 0.97 for chance, *_ in every)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_truth_is_told_badly(outcomes, shape):
    low, high, error, above = LIMITS[shape]
    rows, rate = outcomes[shape], base_rate(outcomes)
    of_base_rate = sum((rate - met) ** 2 for _, met, _ in rows) / len(rows)
    assert low <= cover(rows) <= high
    assert calibration_error(rows) <= error
    assert brier(rows) <= (FLAT_BRIER if above is None else of_base_rate + above)
