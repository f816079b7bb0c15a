"""A sum of normal distributions: chances, quantiles, expectations."""

from dataclasses import dataclass
from math import erf, exp, pi, sqrt
from typing import NamedTuple

_ROOT_TWO, _ROOT_TWO_PI = sqrt(2), sqrt(2 * pi)
_PRECISION = 1e-9
_MOST_STEPS = 100


class NormalPart(NamedTuple):
    """One normal distribution with its share of the whole."""

    share: float
    mean: float
    sd: float


@dataclass(frozen=True)
class Mixture:
    """What may be measured; the shares of its parts sum to 1."""

    parts: tuple[NormalPart, ...]

    def below(self, value: float) -> float:
        """Return the chance of less than that value."""
        return sum(
            share * 0.5 * (1 + erf((value - mean) / (sd * _ROOT_TWO)))
            for share, mean, sd in self.parts
        )

    def quantile(self, probability: float) -> float:
        """Return the value that is not passed with that probability (safeguarded Newton)."""
        low = min(mean - 8 * sd for _, mean, sd in self.parts)
        high = max(mean + 8 * sd for _, mean, sd in self.parts)
        value = sum(share * mean for share, mean, _ in self.parts)
        for _ in range(_MOST_STEPS):
            miss, slope = -probability, 0.0
            for share, mean, sd in self.parts:
                u = (value - mean) / sd
                miss += share * 0.5 * (1 + erf(u / _ROOT_TWO))
                slope += share * exp(-0.5 * u * u) / (sd * _ROOT_TWO_PI)
            low, high = (low, value) if miss > 0 else (value, high)
            following = value - miss / slope if slope > 0 else low
            if not low < following < high:
                following = (low + high) / 2
            if abs(following - value) < _PRECISION:
                return following
            value = following
        return value

    def mean_and_sd(self) -> tuple[float, float]:
        """Return mean and standard deviation of the whole."""
        mean = sum(share * centre for share, centre, _ in self.parts)
        variance = sum(s * (sd * sd + (centre - mean) ** 2) for s, centre, sd in self.parts)
        return mean, sqrt(variance)

    def expected_within_one(self) -> float:
        """Return the expectation of the value held between 0 and 1."""
        total = 0.0
        for share, mean, sd in self.parts:
            a, b = -mean / sd, (1 - mean) / sd
            inside = mean * (_cdf(b) - _cdf(a)) + sd * (_pdf(a) - _pdf(b))
            total += share * (inside + 1 - _cdf(b))
        return total


def _cdf(x: float) -> float:
    return 0.5 * (1 + erf(x / _ROOT_TWO))


def _pdf(x: float) -> float:
    return exp(-0.5 * x * x) / _ROOT_TWO_PI
