"""Student's t distribution from the regularised incomplete beta function."""

from math import exp, inf, isnan, lgamma, log, log1p

_TINY = 1e-300
_PRECISION = 1e-15
_MOST_STEPS = 10_000


def incomplete_beta(*, a: float, b: float, x: float) -> float:
    """Return I_x(a, b) for a, b > 0 and x in [0, 1] (continued fraction, modified Lentz)."""
    if a <= 0 or b <= 0 or not 0 <= x <= 1:
        raise ValueError("incomplete beta needs a, b > 0 and 0 <= x <= 1")
    if x in (0.0, 1.0):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(a=b, b=a, x=1 - x)
    front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    return exp(front) * _continued_fraction(a=a, b=b, x=x) / a


def cdf(*, t: float, df: float) -> float:
    """Return P(T <= t) with df > 0 degrees of freedom; each tail is computed on its small side."""
    if df <= 0 or isnan(t):
        raise ValueError("a Student t needs degrees of freedom and a number")
    if t in (inf, -inf):
        return float(t > 0)
    square = t * t
    if square < df:
        centre = incomplete_beta(a=0.5, b=df / 2, x=square / (df + square)) / 2
        return 0.5 + centre if t > 0 else 0.5 - centre
    tail = incomplete_beta(a=df / 2, b=0.5, x=df / (df + square)) / 2
    return 1 - tail if t > 0 else tail


def quantile(*, probability: float, df: float) -> float:
    """Return t with P(T <= t) = probability, 0 < probability < 1 (bisection)."""
    if not 0 < probability < 1:
        raise ValueError("a probability stands strictly between 0 and 1")
    if probability < 0.5:
        return -quantile(probability=1 - probability, df=df)
    low, high = 0.0, 1.0
    while cdf(t=high, df=df) < probability:
        low, high = high, high * 2
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if cdf(t=middle, df=df) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _continued_fraction(*, a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta, x below its mean."""
    c, d = 1.0, _inverse(1 - (a + b) * x / (a + 1))
    result = d
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = _inverse(1 + even * d)
        c = _away_from_zero(1 + even / c)
        result *= d * c
        d = _inverse(1 + odd * d)
        c = _away_from_zero(1 + odd / c)
        result *= d * c
        if abs(d * c - 1) < _PRECISION:
            return result
    raise ArithmeticError("the continued fraction did not converge")


def _away_from_zero(value: float) -> float:
    """Return the value, or a tiny one instead of zero."""
    return value if abs(value) > _TINY else _TINY


def _inverse(value: float) -> float:
    """Return the inverse, finite."""
    return 1 / _away_from_zero(value)
