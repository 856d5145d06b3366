"""Quantiles against tables, tests against enumeration and sacrebleu, intervals against simulation."""

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
from summarize.evaluation.statistics import incomplete_beta, student_cdf, student_quantile

SEED = 20_251


def closed_form(p: float, freedom: int) -> float:
    """The quantiles of Student's t that have one."""
    a = 4 * p * (1 - p)
    if freedom == 1:
        return math.tan(math.pi * (p - 0.5))
    if freedom == 2:
        return 2 * (p - 0.5) * math.sqrt(2 / a)
    q = math.cos(math.acos(math.sqrt(a)) / 3) / math.sqrt(a)
    return math.copysign(2 * math.sqrt(q - 1), p - 0.5)


@pytest.mark.parametrize("freedom", [1, 2, 4])
@pytest.mark.parametrize("p", [0.001, 0.025, 0.2, 0.6, 0.95, 0.975, 0.9995])
def test_quantiles_match_the_closed_forms(p: float, freedom: int) -> None:
    assert student_quantile(p, freedom) == pytest.approx(closed_form(p, freedom), rel=1e-9)


@pytest.mark.parametrize(
    ("p", "freedom", "tabled"),
    [
        (0.975, 3, 3.182446305), (0.975, 10, 2.228138852), (0.95, 30, 1.697260887),
        (0.995, 60, 2.660283029), (0.975, 120, 1.979930405), (0.9, 7, 1.414923928),
    ],
)  # fmt: skip
def test_quantiles_match_published_tables(p: float, freedom: int, tabled: float) -> None:
    assert student_quantile(p, freedom) == pytest.approx(tabled, abs=1e-9)


def test_many_degrees_of_freedom_are_the_normal_distribution() -> None:
    assert student_quantile(0.975, 1e8) == pytest.approx(1.959963985, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(st.floats(0.001, 0.999), st.integers(1, 500))
def test_the_quantile_inverts_the_distribution(p: float, freedom: int) -> None:
    assert student_cdf(student_quantile(p, freedom), freedom) == pytest.approx(p, abs=1e-10)


def test_incomplete_beta_at_its_ends_and_in_its_middle() -> None:
    assert incomplete_beta(0, 2, 3) == 0
    assert incomplete_beta(1, 2, 3) == 1
    assert incomplete_beta(0.5, 4, 4) == pytest.approx(0.5, abs=1e-12)
    assert incomplete_beta(0.3, 1, 1) == pytest.approx(0.3, abs=1e-12)


@pytest.mark.parametrize(("p", "freedom"), [(0, 3), (1, 3), (0.5, 0)])
def test_there_is_no_quantile_outside(p: float, freedom: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        student_quantile(p, freedom)


def test_a_mean_and_its_interval_by_hand() -> None:
    found = statistics.mean_interval([10.0, 20.0, 30.0])
    half = 4.302652729749 * 10 / math.sqrt(3)
    assert (found.value, found.low, found.high) == pytest.approx((20, 20 - half, 20 + half))
    assert found.half == pytest.approx(half)


def test_one_score_says_nothing_of_its_spread_and_none_is_an_error() -> None:
    assert statistics.mean_interval([5.0]).high == math.inf
    with pytest.raises(ValueError, match="no scores"):
        statistics.mean_interval([])


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    random = np.random.default_rng(SEED)
    draws = random.gamma(4, 10, (2_000, 30))
    covered = [each.low <= 40 <= each.high for each in map(statistics.mean_interval, draws)]
    assert 0.925 <= np.mean(covered) <= 0.965


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


def test_no_change_at_all_is_p_1() -> None:
    assert statistics.sign_flip(np.zeros(50)) == 1
    found = statistics.compare_means(np.full(50, 3.0), np.full(50, 3.0))
    assert (found.p, found.difference, found.detectable, found.ties) == (1, 0, 0, 50)


def test_unchanged_samples_decide_nothing() -> None:
    moved = np.array([-5.0, -3.0, -4.0, 1.0, -2.0])
    assert statistics.sign_flip(np.concatenate([moved, np.zeros(95)])) == statistics.sign_flip(moved)


def test_a_comparison_says_everything() -> None:
    old, new = np.array([10.0, 20, 30, 40]), np.array([9.0, 22, 30, 36])
    found = statistics.compare_means(old, new)
    assert (found.n, found.difference) == (4, pytest.approx(-0.75))
    assert (found.wins, found.losses, found.ties) == (1, 2, 1)
    assert found.low < found.difference < found.high
    assert found.detectable == pytest.approx(2.4865 * float(np.std([-1, 2, 0, -4], ddof=1)) / 2)


def test_the_detectable_change_is_found_four_times_in_five() -> None:
    random = np.random.default_rng(SEED)
    effect = 2.4865 * 10 / math.sqrt(100)
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


def test_identical_corpora_are_p_1_where_sacrebleu_says_significant() -> None:
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
