"""Is the questionnaire itself in good health? Figures for those who publish it.

Internal consistency (Cronbach's alpha, 1951, with Bonett's interval, 2002), repeatability (ICC(2,1)
of Shrout and Fleiss, 1979; kappa with quadratic weights, Cohen, 1968), and answers that no longer
tell companies apart. The questionnaire is an index: alpha is read, it never stops a publication.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist, mean, variance

LEAST_FOR_ALPHA = 50
LEAST_FOR_DRIFT = 20
LEAST_PAIRS = 20
FINE_FROM, FINE_TO, REDUNDANT_ABOVE, REVIEW_BELOW = 0.70, 0.90, 0.95, 0.60
MOST_UNKNOWN, MOST_IN_ONE_ANCHOR = 0.20, 0.80
_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Repeatability:
    """Two takings of the same companies: *icc* of 1, *sem* the standard error of measurement."""

    pairs: int
    icc: float
    sem: float


@dataclass(frozen=True, slots=True)
class Drift:
    """How an item is answered; *flag* is unknown, one_anchor, or None; shares of 1."""

    item: str
    answered: int
    unknown: float
    most_common: float
    flag: str | None


def alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Cronbach's alpha of complete cases (rows) by items; None where nothing varies."""
    items = len(rows[0]) if rows else 0
    if items < 2 or len(rows) < 2:
        return None
    total = variance([sum(row) for row in rows])
    if total == 0:
        return None
    apart: float = sum(variance(column) for column in zip(*rows, strict=True))
    return items / (items - 1) * (1 - apart / total)


def alpha_interval(value: float, *, items: int, cases: int) -> tuple[float, float]:
    """Bonett's 95 % interval of an alpha below 1, from the logarithm of its complement."""
    width = _Z * sqrt(2 * items / ((items - 1) * (cases - 2)))
    centre = log(1 - value)
    return 1 - exp(centre + width), 1 - exp(centre - width)


def read_alpha(value: float) -> str:
    """fine (0.70 to 0.90), redundant (above 0.95), review (below 0.60), or acceptable."""
    if value > REDUNDANT_ABOVE:
        return "redundant"
    if value < REVIEW_BELOW:
        return "review"
    return "fine" if FINE_FROM <= value <= FINE_TO else "acceptable"


def repeatability(pairs: Sequence[tuple[float, float]]) -> Repeatability | None:
    """ICC(2,1), two-way random effects, absolute agreement; None below two pairs or variance."""
    count = len(pairs)
    if count < 2:
        return None
    middle = mean(value for pair in pairs for value in pair)
    between = 2 * sum((mean(pair) - middle) ** 2 for pair in pairs)
    times = count * sum((mean(column) - middle) ** 2 for column in zip(*pairs, strict=True))
    whole = sum((value - middle) ** 2 for pair in pairs for value in pair)
    rest = max(0.0, whole - between - times) / (count - 1)
    rows = between / (count - 1)
    scale = rows + rest + 2 * (times - rest) / count
    if scale <= 0:
        return None
    return Repeatability(count, (rows - rest) / scale, sqrt(rest))


def smallest_detectable_change(*, deviation: float, icc: float) -> float:
    """The change that is no chance at 95 %, in points: 1.96·√2·SD·√(1−ICC)."""
    return _Z * sqrt(2) * deviation * sqrt(1 - icc)


def weighted_kappa(first: Sequence[int], second: Sequence[int]) -> float | None:
    """Kappa with quadratic weights of two series of anchors; None where chance explains all."""
    count = len(first)
    if count == 0:
        return None
    seen = sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) / count
    one, two = Counter(first), Counter(second)
    expected = sum(n * m * (a - b) ** 2 for a, n in one.items() for b, m in two.items()) / count**2
    return None if expected == 0 else 1 - seen / expected


def drift(item: str, answers: Sequence[int | None]) -> Drift:
    """How one item is answered, None for don't know; a flag from twenty answers on."""
    count = len(answers)
    known = [answer for answer in answers if answer is not None]
    unknown = 1 - len(known) / count if count else 0.0
    most = max(Counter(known).values(), default=0) / count if count else 0.0
    flag = None
    if count >= LEAST_FOR_DRIFT and unknown > MOST_UNKNOWN:
        flag = "unknown"
    elif count >= LEAST_FOR_DRIFT and most > MOST_IN_ONE_ANCHOR:
        flag = "one_anchor"
    return Drift(item, count, unknown, most, flag)
