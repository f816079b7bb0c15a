"""The forecast against simulated truths: it must be calibrated and beat the base rate."""

from math import exp
from random import Random

from portfolio.forecast.choices import ForecastStatus
from portfolio.forecast.rules.forecast import forecast
from portfolio.forecast.rules.trend import Point

RUNS, KNOWN, AHEAD = 3_000, 6, 6
LENGTH = KNOWN - 1 + AHEAD


def truth(random):
    """Return the true share of the gain month by month, of one of five shapes."""
    shape = random.choice(("linear", "saturating", "delayed", "walk", "flat"))
    final = random.uniform(0.2, 1.4)
    months = range(LENGTH + 1)
    if shape == "linear":
        return [final * m / LENGTH for m in months]
    if shape == "saturating":
        return [final * (1 - exp(-3 * m / LENGTH)) / (1 - exp(-3)) for m in months]
    if shape == "delayed":
        return [final * max(0, m - 3) / (LENGTH - 3) for m in months]
    if shape == "flat":
        return [0.0 for _ in months]
    walk = [0.0]
    for _ in range(LENGTH):
        walk.append(walk[-1] + random.gauss(0.05, 0.1))
    return walk


def outcomes():
    """Return (chance told, whether the target was met) of many simulated initiatives."""
    random, told = Random(20261122), []
    for _ in range(RUNS):
        shares, noise = truth(random), random.uniform(0.05, 0.20)
        seen = [
            share + random.gauss(0, noise) * (5 if random.random() < 0.05 else 1)
            for share in shares[:KNOWN]
        ]
        series = [Point(month=0, value=0.0)]
        series += [Point(month=m, value=seen[m]) for m in range(1, KNOWN)]
        found = forecast(series=series, target=1.0, duration_months=LENGTH)
        if found.status is ForecastStatus.FORECAST:
            told.append((found.chance, shares[-1] + random.gauss(0, noise) >= 1))
    return told


def test_six_values_six_months_ahead_are_calibrated_and_beat_the_base_rate():
    told = outcomes()
    rate = sum(met for _, met in told) / len(told)
    brier = sum((chance - met) ** 2 for chance, met in told) / len(told)
    bins = [[pair for pair in told if int(min(pair[0], 0.999) * 10) == b] for b in range(10)]
    error = sum(abs(sum(c for c, _ in b) - sum(m for _, m in b)) for b in bins) / len(told)
    assert brier < rate * (1 - rate)
    assert error <= 0.08
