"""Centrality by centroid and shared words: by hand, and against a graph of all pairs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.summaries.centrality import centrality, scaled
from summarize.summaries.tfidf import tfidf

WORDS = ["wells", "steppe", "river", "bread", "school", "озеро", "мектеп"]
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=0, max_size=6).map(" ".join), min_size=1, max_size=9
)


@given(TEXTS)
def test_shared_words_are_those_of_all_pairs(text: list[str]) -> None:
    sets = [set(sentence.split()) for sentence in text]
    sizes, shared, introduced = tfidf(text).shared(len(text))
    assert sizes.tolist() == [len(words) for words in sets]
    assert shared.tolist() == [
        sum(len(words & other) for at, other in enumerate(sets) if at != index)
        for index, words in enumerate(sets)
    ]
    assert introduced.tolist() == [
        sum(len((words - set().union(*sets[:index])) & other) for other in sets[index + 1 :])
        for index, words in enumerate(sets)
    ]


def test_only_the_first_rows_count() -> None:
    vectors = tfidf(["wells steppe", "wells", "steppe steppe river"])
    assert vectors.shared(2)[1].tolist() == [1, 1]
    assert tfidf([]).shared(0)[0].tolist() == []


def test_a_sentence_that_says_much_is_as_central_as_one_about_one_thing() -> None:
    """The centroid alone prefers the short one."""
    text = ["wells", "wells steppe river bread", "steppe river", "river bread", "wells school"]
    vectors = tfidf(text)
    closeness = vectors.project(vectors.pool(np.ones(5, np.float32)))
    found = centrality(vectors, *vectors.shared(5)[:2])
    assert found[1] / found[0] > closeness[1] / closeness[0]
    assert found.max() == 1


def test_what_is_introduced_early_and_taken_up_again_counts_once() -> None:
    vectors = tfidf(["wells steppe", "bread", "wells steppe river", "river school"])
    assert scaled(vectors.shared(4)[2]).tolist() == pytest.approx([1, 0, 0.5, 0])


def test_nothing_is_scaled_to_nothing() -> None:
    assert scaled(np.zeros(2, np.float32)).tolist() == [0, 0]
    assert scaled(np.zeros(0, np.float32)).tolist() == []
    empty = tfidf(["", ""])
    assert centrality(empty, *empty.shared(2)[:2]).tolist() == [0, 0]
