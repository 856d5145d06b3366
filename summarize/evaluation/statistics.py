"""Is a difference more than chance? Bootstrap intervals, paired tests, and the minimum detectable effect.

Everything is paired by sample, and every random draw has a fixed seed: the same numbers give the same
p. Identical outputs have p = 1 by rule. Scores are plain arrays, and higher is better: a caller negates
scores for which lower is better.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Alternative = Literal["less", "two-sided"]

SEED = 12345  # sacrebleu's
RESAMPLES = 1000
TRIALS = 10_000
DETECTABLE = NormalDist().inv_cdf(0.95) + NormalDist().inv_cdf(0.80)  # one-sided 5 %, power 80 %
NORMAL = NormalDist().inv_cdf(0.975)  # half a 95 % interval, in standard errors
_EXACT = 13  # up to 2**13 sign patterns are all tried
_SLACK = 1e-9  # sums in another order differ in the last digits
_CHUNK = 500  # rows at once: memory stays small for any number of samples


@dataclass(frozen=True)
class Interval:
    """A mean or corpus score with its 95 % interval, which is infinitely wide for a single sample."""

    value: float
    low: float
    high: float


@lru_cache(maxsize=1)
def _draws(n: int) -> Array:
    """How often each bootstrap resample draws each of ``n`` samples: ``(RESAMPLES, n)``."""
    random = np.random.default_rng(SEED)
    return random.multinomial(n, [1 / n] * n, RESAMPLES).astype(np.float64)


def _percentiles(value: float, resampled: Array, n: int) -> Interval:
    if n == 1:
        return Interval(value, -math.inf, math.inf)
    low, high = np.quantile(resampled, [0.025, 0.975])
    return Interval(value, float(low), float(high))


def mean_interval(values: Sequence[float] | Array) -> Interval:
    """The mean of per-sample scores and its 95 % interval (bootstrap percentiles)."""
    scores = np.asarray(values, dtype=np.float64)
    n = len(scores)
    return _percentiles(float(scores.mean()), _draws(n) @ scores / n, n)


def corpus_interval(counts: Array, score: Callable[[Array], Array]) -> Interval:
    """The score of all counts ``(segments, k)`` together and its 95 % interval (bootstrap percentiles)."""
    n = len(counts)
    return _percentiles(float(score(counts.sum(axis=0))), score(_draws(n) @ counts), n)


@dataclass(frozen=True)
class Comparison:
    """Two systems on the same ``n`` samples.

    ``difference`` is new minus old in the metric's own points, ``p`` the chance of a difference at
    least this far on the tested side, ``detectable`` the minimum detectable effect: the smallest true
    change that a set of this size would show four times out of five. ``wins``, ``losses`` and ``ties``
    count samples (new against old).
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


def detectable(differences: Array) -> float:
    """The minimum detectable effect of a mean, one-sided at 5 % with power 0.8: 2.49·sd/√n."""
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
    """Share of ``trials`` that are at least as extreme as ``observed``, which counts as one of them."""
    if alternative == "less":
        extreme = int((trials <= observed + slack).sum())
    else:
        extreme = int((np.abs(trials) >= abs(observed) - slack).sum())
    return extreme / len(trials) if exact else (extreme + 1) / (len(trials) + 1)


def sign_flip(differences: Array, alternative: Alternative = "less") -> float:
    """p of a paired permutation test on ``new - old`` per sample; ``less`` asks: did it drop?

    Samples that did not change are left out, since they decide nothing; if none changed, p = 1.
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
    n = len(old)
    spread = score(_draws(n) @ new) - score(_draws(n) @ old)
    found = _percentiles(difference, spread, n)
    reach = DETECTABLE * float(spread.std(ddof=1)) if n > 1 else math.inf
    return Comparison(n, difference, found.low, found.high, p, *tally, reach)


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
    """The chance of ``losses`` or more in ``losses + wins`` tosses of a fair coin; 1 for no tosses."""
    total = losses + wins
    return float(sum(math.comb(total, k) for k in range(losses, total + 1)) / 2**total)


def holm(p_values: Mapping[Any, float]) -> dict[Any, float]:
    """Holm's step-down adjustment of all p values that are tested together, by name."""
    adjusted: dict[Any, float] = {}
    highest = 0.0
    for rank, (name, p) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, p * (len(p_values) - rank)))
        adjusted[name] = highest
    return adjusted
