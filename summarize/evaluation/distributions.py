"""Student's t without scipy: its distribution function and quantiles.

The regularised incomplete beta function by its continued fraction (modified Lentz), quantiles by
bisection on it. Right to about 1e-12 for the degrees of freedom a test set has; tested against
published tables and against closed forms for one, two and four degrees of freedom.
"""

from __future__ import annotations

import math
from functools import cache

_TINY = 1e-300
_STEPS = 10_000


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for 0 ≤ x ≤ 1 and positive a, b."""
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return front * _beta_fraction(x, a, b) / a


def _beta_fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function, summed from the front."""
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    c, total = 1.0, d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        change = 1.0
        for term in (even, odd):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            total *= c * d
            change = c * d
        if abs(change - 1) < 1e-16:
            break
    return total


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def student_cdf(t: float, freedom: float) -> float:
    """P(T ≤ t) for Student's t with ``freedom`` degrees of freedom."""
    tail = incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
    return 1 - tail if t > 0 else tail


@cache
def student_quantile(probability: float, freedom: float) -> float:
    """The t with ``student_cdf(t, freedom) == probability``; ``ValueError`` outside (0, 1)."""
    if not 0 < probability < 1 or freedom <= 0:
        raise ValueError(f"no quantile for probability {probability} and {freedom} degrees of freedom")
    if probability < 0.5:
        return -student_quantile(1 - probability, freedom)
    low, high = 0.0, 1.0
    while student_cdf(high, freedom) < probability:
        low, high = high, high * 2
    while high - low > 1e-14 * max(high, 1.0):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if student_cdf(middle, freedom) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2
