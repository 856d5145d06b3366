"""Is a difference more than chance? Intervals, paired tests, and what a set could see at all.

Everything is paired by sample and exact in its randomness: the same numbers in, the same p out
(NumPy's generator, fixed seed). Identical outputs are p = 1 by rule. Knows nothing of metrics,
files or thresholds; scores are plain arrays, and higher is better unless a caller negates them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

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


Array = NDArray[np.float64]
Alternative = Literal["less", "two-sided"]

TRIALS = 10_000
SEED = 12345  # sacrebleu's
DETECTABLE = 2.4865  # z(.95) + z(.80): one-sided 5 %, power 80 %
_EXACT = 13  # up to 2**13 sign patterns are all tried
_SLACK = 1e-9  # sums in another order differ in the last digits
_CHUNK = 500  # rows at once: memory stays small for any number of samples


@dataclass(frozen=True)
class Interval:
    """A mean or corpus score with its 95 % interval; the bounds are equal where nothing varies."""

    value: float
    low: float
    high: float

    @property
    def half(self) -> float:
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Comparison:
    """Two systems on the same ``n`` samples.

    ``difference`` is new minus old in the metric's own points, ``p`` the chance of a difference at
    least this far on the tested side, ``detectable`` the smallest true change that this set would
    show four times out of five, ``wins``/``losses``/``ties`` count samples (new against old).
    """

    n: int
    difference: float
    low: float
    high: float
    p: float
    wins: int
    losses: int
    ties: int
    detectable: float


def mean_interval(values: Sequence[float] | Array, level: float = 0.95) -> Interval:
    """Mean and Student-t interval of per-sample scores; infinitely wide for one sample."""
    scores = np.asarray(values, dtype=np.float64)
    if not len(scores):
        raise ValueError("no scores, no mean")
    mean = float(scores.mean())
    if len(scores) == 1:
        return Interval(mean, -math.inf, math.inf)
    spread = float(scores.std(ddof=1)) / math.sqrt(len(scores))
    half = student_quantile(0.5 + level / 2, len(scores) - 1) * spread
    return Interval(mean, mean - half, mean + half)


def detectable(differences: Array) -> float:
    """The smallest true mean change seen with power .8 at one-sided 5 %: 2.49·sd/√n."""
    if len(differences) < 2:
        return math.inf
    return DETECTABLE * float(differences.std(ddof=1)) / math.sqrt(len(differences))


def _signs(n: int) -> Iterator[Array]:
    """Sign patterns in blocks ``(patterns, n)``: all of them for small ``n``, else ``TRIALS`` random ones."""
    if n <= _EXACT:
        yield 1.0 - 2.0 * np.asarray((np.arange(2**n)[:, None] >> np.arange(n)) & 1, dtype=np.float64)
        return
    random, width = np.random.default_rng(SEED), -(-n // 8)
    for _ in range(TRIALS // _CHUNK):
        octets = np.frombuffer(random.bytes(_CHUNK * width), np.uint8).reshape(_CHUNK, width)
        yield 1.0 - 2.0 * np.unpackbits(octets, axis=1, count=n).astype(np.float64)


def _chance(trials: Array, observed: float, slack: float, alternative: Alternative, *, exact: bool) -> float:
    """Share of ``trials`` at least as far out as ``observed``; the observed pattern itself counts."""
    if alternative == "less":
        extreme = int((trials <= observed + slack).sum())
    else:
        extreme = int((np.abs(trials) >= abs(observed) - slack).sum())
    return extreme / len(trials) if exact else (extreme + 1) / (len(trials) + 1)


def sign_flip(differences: Array, alternative: Alternative = "less") -> float:
    """p of a paired permutation test on ``new - old`` per sample; ``less`` asks: did it drop?

    Samples that did not change decide nothing and are left out; if none changed, p = 1.
    Exact for up to 13 changed samples.
    """
    changed = differences[differences != 0]
    if not len(changed):
        return 1.0
    sums = np.concatenate([signs @ changed for signs in _signs(len(changed))])
    slack = _SLACK * float(np.abs(changed).sum())
    return _chance(sums, float(changed.sum()), slack, alternative, exact=len(changed) <= _EXACT)


def compare_means(old: Array, new: Array, alternative: Alternative = "less") -> Comparison:
    """Compare two systems by the mean of per-sample scores (higher is better)."""
    differences = new - old
    interval = mean_interval(differences)
    return Comparison(
        len(differences),
        interval.value,
        interval.low,
        interval.high,
        sign_flip(differences, alternative),
        *_tally(differences),
        detectable(differences),
    )


def _tally(differences: Array) -> tuple[int, int, int]:
    wins, losses = int((differences > _SLACK).sum()), int((differences < -_SLACK).sum())
    return wins, losses, len(differences) - wins - losses


def resample(counts: Array, score: Callable[[Array], Array], trials: int = 1000) -> Array:
    """Corpus scores of ``trials`` bootstrap resamples of the segments' counts ``(segments, k)``."""
    weights = np.random.default_rng(SEED).multinomial(len(counts), [1 / len(counts)] * len(counts), trials)
    return score(weights @ counts)


def corpus_interval(counts: Array, score: Callable[[Array], Array]) -> Interval:
    """A corpus score and its 95 % bootstrap interval (percentiles of 1000 resamples)."""
    value = float(score(counts.sum(axis=0)))
    if len(counts) == 1:
        return Interval(value, -math.inf, math.inf)
    low, high = np.quantile(resample(counts, score), [0.025, 0.975])
    return Interval(value, float(low), float(high))


def compare_corpora(
    old: Array, new: Array, score: Callable[[Array], Array], alternative: Alternative = "less"
) -> Comparison:
    """Compare two systems by a corpus score, by approximate randomisation of the paired segments.

    ``old`` and ``new`` are counts ``(segments, k)``; ``score`` turns summed counts into points where
    higher is better. The interval and ``detectable`` come from a paired bootstrap.
    """
    difference = float(score(new.sum(axis=0)) - score(old.sum(axis=0)))
    tally = _tally(score(new) - score(old))
    if np.array_equal(old, new):
        return Comparison(len(old), 0.0, 0.0, 0.0, 1.0, *tally, 0.0)
    p = _randomisation(old, new, score, difference, alternative)
    if len(old) == 1:
        return Comparison(1, difference, -math.inf, math.inf, p, *tally, math.inf)
    spread = resample(new, score) - resample(old, score)
    low, high = np.quantile(spread, [0.025, 0.975])
    reach = DETECTABLE * float(spread.std(ddof=1))
    return Comparison(len(old), difference, float(low), float(high), p, *tally, reach)


def _randomisation(
    old: Array, new: Array, score: Callable[[Array], Array], difference: float, alternative: Alternative
) -> float:
    """Share of random exchanges of segments between the systems that differ at least as far."""
    changed = np.flatnonzero((old != new).any(axis=1))
    gap = new[changed] - old[changed]
    both = old.sum(axis=0) + new.sum(axis=0)
    left = (both + np.concatenate([signs @ gap for signs in _signs(len(changed))])) / 2
    shuffled = score(left) - score(both - left)
    return _chance(shuffled, difference, _SLACK, alternative, exact=len(changed) <= _EXACT)


def sign_test(losses: int, wins: int) -> float:
    """Chance of at least ``losses`` among ``losses + wins`` fair coin throws; 1 where there are none."""
    total = losses + wins
    return float(sum(math.comb(total, k) for k in range(losses, total + 1)) / 2**total)


def holm(p_values: Mapping[Any, float]) -> dict[Any, float]:
    """Holm's step-down adjustment: each p as it stands among all the tests of one gate."""
    adjusted: dict[Any, float] = {}
    highest = 0.0
    for rank, (name, p) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, p * (len(p_values) - rank)))
        adjusted[name] = highest
    return adjusted
