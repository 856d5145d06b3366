"""Intervals against simulation, tests against enumeration and sacrebleu."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics.chrf import CHRF as ORIGINAL
from sacrebleu.significance import PairedTest

from summarize.evaluation import statistics
from summarize.evaluation.corpus import CHRF
from summarize.evaluation.results import Measure

SEED = 20_251


def test_the_interval_of_two_scores_holds_their_resampled_means() -> None:
    found = statistics.mean_interval([10.0, 20.0])
    assert (found.value, found.low, found.high) == (15, 10, 20)  # a quarter of the resamples at either end


def test_a_large_sample_has_the_interval_of_the_normal_distribution() -> None:
    scores = np.random.default_rng(SEED).normal(50, 10, 1_000)
    found = statistics.mean_interval(scores)
    half = 1.959964 * float(scores.std(ddof=1)) / math.sqrt(1_000)
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half), abs=0.1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=2, max_size=30))
def test_an_interval_of_scores_stays_within_them(scores: list[float]) -> None:
    found = statistics.mean_interval(scores)
    edges = [min(scores), found.low, found.high, max(scores)]
    assert all(left <= right + 1e-9 for left, right in itertools.pairwise(edges))


def test_one_score_says_nothing_about_its_spread() -> None:
    found = statistics.mean_interval([5.0])
    assert (found.value, found.low, found.high) == (5, -math.inf, math.inf)


@pytest.mark.parametrize(("n", "least"), [(5, 0.81), (20, 0.91), (30, 0.925), (100, 0.935)])
def test_intervals_cover_the_true_mean_and_are_too_narrow_only_for_few_samples(n: int, least: float) -> None:
    draws = np.random.default_rng(SEED).gamma(4, 10, (2_000, n))
    covered = np.mean([each.low <= 40 <= each.high for each in map(statistics.mean_interval, draws)])
    assert least <= covered <= 0.96


def brute_force(differences: list[float], alternative: str) -> float:
    observed = sum(differences)
    sums = [sum(s * d for s, d in zip(signs, differences, strict=True))
            for signs in itertools.product((1, -1), repeat=len(differences))]  # fmt: skip
    if alternative == "less":
        return float(np.mean([total <= observed + 1e-9 for total in sums]))
    return float(np.mean([abs(total) >= abs(observed) - 1e-9 for total in sums]))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-20, 20).filter(bool).map(float), min_size=1, max_size=8),
    st.sampled_from(["less", "two-sided"]),
)
def test_small_sign_flips_are_exact(differences: list[float], alternative: statistics.Alternative) -> None:
    found = statistics.sign_flip(np.array(differences), alternative)
    assert found == pytest.approx(brute_force(differences, alternative))


def test_large_sign_flips_agree_with_the_normal_approximation() -> None:
    differences = np.random.default_rng(SEED).normal(-1, 10, 400)
    z = differences.sum() / math.sqrt((differences**2).sum())
    expected = 0.5 * math.erfc(-z / math.sqrt(2))
    assert statistics.sign_flip(differences) == pytest.approx(expected, abs=0.01)


def test_no_change_has_p_1() -> None:
    assert statistics.sign_flip(np.zeros(50)) == 1
    found = statistics.compare_means(np.full(50, 3.0), np.full(50, 3.0))
    assert (found.p, found.difference, found.detectable, found.ties) == (1, 0, 0, 50)


def test_unchanged_samples_do_not_change_p() -> None:
    moved = np.array([-5.0, -3.0, -4.0, 1.0, -2.0])
    assert statistics.sign_flip(np.concatenate([moved, np.zeros(95)])) == statistics.sign_flip(moved)


def test_a_comparison_by_hand() -> None:
    old, new = np.array([10.0, 20, 30, 40]), np.array([9.0, 22, 30, 36])
    found = statistics.compare_means(old, new)
    assert (found.n, found.difference) == (4, pytest.approx(-0.75))
    assert (found.wins, found.losses, found.ties) == (1, 2, 1)
    assert found.low < found.difference < found.high
    assert found.detectable == pytest.approx(2.486475 * float(np.std([-1, 2, 0, -4], ddof=1)) / 2)


def test_the_detectable_change_is_found_four_times_in_five() -> None:
    random = np.random.default_rng(SEED)
    effect = 2.486475 * 10 / math.sqrt(100)
    found = [statistics.sign_flip(random.normal(-effect, 10, 100)) < 0.05 for _ in range(300)]
    assert 0.73 <= np.mean(found) <= 0.87


REFERENCES = [[f"Біз {n} көпір салдық, бірақ {n + 3} жол қалды."] for n in range(60)]
GOOD = [reference[0].replace("бірақ", "ал") for reference in REFERENCES]
BAD = [text.replace("көпір", "үй") if n % 3 else text for n, text in enumerate(GOOD)]


def test_randomisation_of_a_corpus_score_agrees_with_sacrebleu() -> None:
    nearly = [text.replace("салдық", "салған") if n % 7 == 0 else text for n, text in enumerate(GOOD)]
    nearly[1:20:9] = [REFERENCES[1][0], REFERENCES[10][0], REFERENCES[19][0]]
    old, new = CHRF.count(GOOD, REFERENCES), CHRF.count(nearly, REFERENCES)
    found = statistics.compare_corpora(old, new, CHRF.score, "two-sided")
    test = PairedTest(
        [("old", GOOD), ("new", nearly)],
        {"chrf": ORIGINAL(word_order=2)},
        [[each[0] for each in REFERENCES]],
        "ar",
    )
    theirs = test()[1]["chrF2++"][1].p_value
    assert 0.01 < theirs < 0.9
    assert found.p == pytest.approx(theirs, abs=0.02)


def test_a_worse_corpus_is_found_and_the_better_one_is_not_called_worse() -> None:
    good, bad = CHRF.count(GOOD, REFERENCES), CHRF.count(BAD, REFERENCES)
    worse = statistics.compare_corpora(good, bad, CHRF.score)
    assert worse.difference < 0
    assert worse.p < 0.001
    assert worse.low <= worse.difference <= worse.high < 0
    assert (worse.wins, worse.losses) == (0, 40)
    assert statistics.compare_corpora(bad, good, CHRF.score).p > 0.99


def test_identical_corpora_have_p_1_where_sacrebleu_reports_significance() -> None:
    counts = CHRF.count(GOOD, REFERENCES)
    found = statistics.compare_corpora(counts, counts, CHRF.score)
    assert (found.p, found.difference, found.ties) == (1, 0, 60)


def test_one_segment_has_no_interval() -> None:
    good, bad = CHRF.count(GOOD[:1], REFERENCES[:1]), CHRF.count(["жоқ"], REFERENCES[:1])
    assert statistics.compare_corpora(good, bad, CHRF.score).detectable == math.inf
    assert statistics.corpus_interval(good, CHRF.score).high == math.inf


def test_a_corpus_interval_holds_its_score() -> None:
    counts = CHRF.count(BAD, REFERENCES)
    found = statistics.corpus_interval(counts, CHRF.score)
    assert found.low < found.value < found.high
    assert found.value == pytest.approx(float(CHRF.score(counts.sum(axis=0))))


def test_holm_by_hand() -> None:
    found = statistics.holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.9})
    assert found == pytest.approx({"a": 0.04, "c": 0.09, "b": 0.09, "d": 0.9})
    assert statistics.holm({}) == {}
    assert statistics.holm({"a": 0.7, "b": 0.8}) == {"a": 1.0, "b": 1.0}


def test_sign_test_by_hand() -> None:
    assert statistics.sign_test(5, 0) == pytest.approx(1 / 32)
    assert statistics.sign_test(0, 0) == 1
    assert statistics.sign_test(3, 3) == pytest.approx(42 / 64)


def test_a_hundred_samples_show_the_detectable_drop_four_times_in_five() -> None:
    """Two systems whose scores correlate 0.5, and a true drop of what the first one's interval promises."""
    random = np.random.default_rng(7)
    seen = 0
    for _ in range(200):
        common, own, others = random.normal(0, 15 / math.sqrt(2), (3, 100))
        old = 45 + common + own
        found = statistics.mean_interval(old)
        drop = Measure(found.value, found.low, found.high, "higher", "s").detectable
        assert drop is not None
        seen += statistics.sign_flip(common + others - drop - (common + own)) < 0.05
    assert 0.70 <= seen / 200 <= 0.90
