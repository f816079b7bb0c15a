"""Every way a gain is thought to come, each as a Kalman filter of its level and its size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import cos, exp, log, pi, sin, sqrt
from statistics import NormalDist

from portfolio.forecast.rules.mixture import Mixture, NormalPart
from portfolio.forecast.rules.trend import MonthlyPoint

SIZE_SPREAD = 0.40**2
CLIP = 2.0
KEPT_STEPS = 3
STEP_PRIOR, FLAT_PRIOR = 0.26, 0.01
AGAIN_PRIOR, AGAIN_MEAN, AGAIN_SPREAD = 0.12, 0.40, 0.30**2
CYCLE_DRIFT = 0.06
# Noise, drift a month, weight.
PAIRS = ((0.07, 0.06, 0.30), (0.14, 0.11, 0.36))
REFERENCE_VALUES, REFERENCE_SD = 1.2, 0.45
TREND_WEIGHT, TREND_DAMPING, TREND_NOISE, TREND_DRIFT, TREND_BEND = 0.25, 0.9, 0.14, 0.10, 0.30
NARROWER = 0.93
_FORGOTTEN = exp(-12)
_LATE_CENTRE, _LATE_STEEPNESS = 0.6, 11.0


def _logistic(x: float) -> float:
    return 1 / (1 + exp(-_LATE_STEEPNESS * (x - _LATE_CENTRE)))


def _fall(peak: float) -> Callable[[float], float]:
    """A gain that is whole at `peak` of the time and half lost at the end."""
    return lambda x: x / peak if x < peak else 1 - 0.5 * (x - peak) / (1 - peak)


# By share of the time, each 0 at 0, with its weight beforehand.
CURVES: tuple[tuple[Callable[[float], float], float], ...] = (
    (lambda x: x, 0.22),
    (lambda x: (1 - exp(-4 * x)) / (1 - exp(-4)), 0.12),
    (lambda x: (_logistic(x) - _logistic(0)) / (_logistic(1) - _logistic(0)), 0.26),
    (_fall(0.35), 0.12),
    (_fall(0.25), 0.12),
)
# By months, each 0 at 0.
CYCLES: tuple[tuple[Callable[[float], float], float], ...] = (
    (lambda t: sin(2 * pi * t / 12), 0.10),
    (lambda t: cos(2 * pi * t / 12) - 1, 0.10),
)


class _Curve:
    """Level and size with their variances: `a` of the level, `c` of the size, `b` between them."""

    __slots__ = ("a", "b", "by_month", "c", "drift", "level", "noise", "size", "slope", "weight")

    def __init__(
        self,
        *,
        weight: float,
        noise: float,
        drift: float,
        size: float = 0.0,
        spread: float = 0.0,
        slope: float = 0.0,
        by_month: Sequence[float] = (),
    ) -> None:
        """`weight` is a logarithm, `noise` and `drift` are variances, `by_month` its course."""
        self.weight, self.noise, self.drift, self.slope = weight, noise, drift, slope
        self.level, self.size, self.a, self.b, self.c = 0.0, size, noise, 0.0, spread
        self.by_month = by_month

    def jumped(self, *, weight: float, by: float) -> _Curve:
        """A level that jumped from where this one stands."""
        other = _Curve(weight=self.weight + weight, noise=self.noise, drift=self.drift)
        other.level, other.a = self.level + by, self.a + SIZE_SPREAD
        return other

    def move(self, start: int, months: int) -> None:
        """The level goes on for that many months."""
        self.a += self.drift * months
        if self.by_month:
            d = self.by_month[start + months] - self.by_month[start]
            self.level += self.size * d + self.slope * months
            self.a += 2 * self.b * d + self.c * d * d
            self.b += self.c * d

    def learn(self, value: float) -> None:
        """The value is taken in; an odd one moves the level by two deviations at most."""
        total = self.a + self.noise
        root = sqrt(total)
        raw = (value - self.level) / root
        far = abs(raw)
        used = raw if far <= CLIP else (CLIP if raw > 0 else -CLIP)
        self.level += self.a / root * used
        self.size += self.b / root * used
        self.c -= self.b * self.b / total
        self.a, self.b = self.a * self.noise / total, self.b * self.noise / total
        surprise = raw * raw if far <= CLIP else 4 * far - 4
        self.weight -= 0.5 * (log(total) + surprise)

    def ahead(self, start: int, months: int, share: float) -> NormalPart:
        """The value measured so many months on, with that share of the mixture."""
        d = self.by_month[start + months] - self.by_month[start] if self.by_month else 0.0
        variance = self.a + 2 * self.b * d + self.c * d * d + self.drift * months + self.noise
        mean = self.level + self.size * d + self.slope * months
        return NormalPart(share, mean, NARROWER * sqrt(variance))


class _DampedTrend:
    """A level and a slope that dies away."""

    def __init__(self, *, centre: float, duration: int) -> None:
        self.level, self.slope = 0.0, centre / duration
        self.a, self.b, self.c = TREND_NOISE**2, 0.0, SIZE_SPREAD / duration**2
        self.bend = (TREND_BEND / duration) ** 2

    def _moved(self, months: int) -> tuple[float, float, float, float, float]:
        level, slope, a, b, c = self.level, self.slope, self.a, self.b, self.c
        damping, square = TREND_DAMPING, TREND_DAMPING**2
        for _ in range(months):
            level, slope = level + damping * slope, damping * slope
            a += 2 * damping * b + square * c + TREND_DRIFT**2
            b = damping * b + square * c
            c = square * c + self.bend
        return level, slope, a, b, c

    def take(self, months: int, value: float) -> None:
        """The value so many months on is taken in."""
        level, slope, a, b, c = self._moved(months)
        noise = TREND_NOISE**2
        total = a + noise
        root = sqrt(total)
        used = max(-CLIP, min(CLIP, (value - level) / root))
        self.level, self.slope = level + a / root * used, slope + b / root * used
        self.a, self.b, self.c = a * noise / total, b * noise / total, c - b * b / total

    def ahead(self, months: int, share: float) -> NormalPart:
        """The value measured so many months on."""
        level, _, a, _, _ = self._moved(months)
        return NormalPart(share, level, NARROWER * sqrt(a + TREND_NOISE**2))


class KpiBelief:
    """What is believed of one KPI after its first values, in shares of the gain.

    `duration` are the months from the baseline to the date, `base_rate` the company's own share
    of first promises kept.
    """

    def __init__(self, *, duration: int, base_rate: float, last_month: int) -> None:
        """`last_month` is the latest month that is asked of it."""
        odds = NormalDist().inv_cdf(base_rate)
        self.duration, self.month, self.count = duration, 0, 1
        self.centre = 1 + 0.40 * odds
        self.reference = NormalPart(0.0, 1 + REFERENCE_SD * odds, REFERENCE_SD)
        self.trend = _DampedTrend(centre=self.centre, duration=duration)
        self.flats: list[_Curve] = []
        self.curves: list[_Curve] = []
        self.steps: list[list[_Curve]] = []
        months = range(max(duration, last_month) + 1)
        shares = [min(month, duration) / duration for month in months]
        courses = [([curve(x) for x in shares], prior) for curve, prior in CURVES]
        cycles = [([cycle(month) for month in months], prior) for cycle, prior in CYCLES]
        for noise, drift, pair in PAIRS:
            kept, grows = noise * noise, drift * drift
            self.flats.append(_Curve(weight=log(FLAT_PRIOR) + log(pair), noise=kept, drift=grows))
            self.steps.append([])
            for by_month, prior in courses:
                self.curves.append(
                    _Curve(
                        weight=log(prior) + log(pair),
                        noise=kept,
                        drift=grows,
                        size=self.centre,
                        spread=SIZE_SPREAD,
                        by_month=by_month,
                    )
                )
            for by_month, prior in cycles:
                self.curves.append(
                    _Curve(
                        weight=log(prior) + log(pair),
                        noise=kept,
                        drift=max(drift, CYCLE_DRIFT) ** 2,
                        spread=SIZE_SPREAD,
                        slope=self.centre / duration,
                        by_month=by_month,
                    )
                )

    def take(self, point: MonthlyPoint) -> None:
        """The value of a later month is taken in."""
        start, gap = self.month, point.month - self.month
        jump = log(gap / self.duration) + log(STEP_PRIOR / FLAT_PRIOR)
        for curve in self.curves:
            curve.move(start, gap)
            curve.learn(point.value)
        for number, flat in enumerate(self.flats):
            flat.move(start, gap)
            steps = self.steps[number]
            for step in steps:
                step.move(start, gap)
            steps.append(flat.jumped(weight=jump, by=self.centre))
            for one in (flat, *steps):
                one.learn(point.value)
            steps.sort(key=lambda step: -step.weight)
            del steps[KEPT_STEPS:]
        self.trend.take(gap, point.value)
        self.month, self.count = point.month, self.count + 1

    def at(self, month: int) -> Mixture:
        """What may be measured at that month, or today where it lies behind."""
        ahead = max(0, month - self.month)
        known = [*self.flats, *self.curves, *(step for steps in self.steps for step in steps)]
        greatest = max(one.weight for one in known)
        parts = [
            one.ahead(self.month, ahead, exp(one.weight - greatest))
            for one in known
            if exp(one.weight - greatest) >= _FORGOTTEN
        ]
        if ahead:
            parts += self._again(ahead, greatest)
        reference = REFERENCE_VALUES / (REFERENCE_VALUES + self.count)
        trend = TREND_WEIGHT * (1 - reference)
        scale = (1 - reference - trend) / sum(part.share for part in parts)
        return Mixture(
            (
                *(NormalPart(part.share * scale, part.mean, part.sd) for part in parts),
                self.trend.ahead(ahead, trend),
                self.reference._replace(share=reference),
            )
        )

    def _again(self, ahead: int, greatest: float) -> Iterator[NormalPart]:
        """Each step may come once more."""
        rate = AGAIN_PRIOR / STEP_PRIOR * ahead / self.duration
        for step in (step for steps in self.steps for step in steps):
            share = rate * exp(step.weight - greatest)
            if share >= _FORGOTTEN:
                variance = step.a + AGAIN_SPREAD + step.drift * ahead + step.noise
                yield NormalPart(share, step.level + AGAIN_MEAN, NARROWER * sqrt(variance))
