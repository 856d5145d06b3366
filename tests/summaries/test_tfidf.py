"""TF-IDF vectors: stems in three languages, and the same results from sparse and dense rows."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.engines.vectors import Dense, matrix
from summarize.summaries.tfidf import Sparse, tfidf


def dense(rows: Sparse) -> np.ndarray:
    table = np.zeros(rows.shape, dtype=np.float32)
    for index in range(rows.shape[0]):
        columns, values = rows.row(index)
        table[index, columns] = values
    return table


def cosine(left: str, right: str) -> float:
    # Two unrelated sentences give the inverse frequencies of a longer text.
    table = dense(tfidf([left, right, "zzzzz qqqqq", "wwwww vvvvv"]))
    return float(table[0] @ table[1])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("реформа образования", "реформы образованием"),
        ("мектептің оқушылары", "мектепте оқушыларға"),
        ("school reforms", "schools reform"),
        ("ещё учёные", "еще ученые"),
    ],
)
def test_forms_of_a_word_are_similar(left: str, right: str) -> None:
    assert cosine(left, right) > 0.45


def test_different_words_are_not_similar() -> None:
    assert cosine("реформа образования", "ремонт дороги") == 0
    assert cosine("the school of this city", "the road of this village") == 0  # only function words shared


def test_composed_and_decomposed_letters_are_equal() -> None:
    word = "майский случай"
    assert cosine(word, unicodedata.normalize("NFD", word)) == pytest.approx(1)


def test_a_line_feed_inside_a_sentence_does_not_shift_its_neighbours() -> None:
    table = dense(tfidf(["alpha beta\ngamma", "delta epsilon", "alpha beta gamma"]))
    assert table[0] @ table[2] == pytest.approx(1)
    assert table[0] @ table[1] == 0


def test_sentences_without_words_are_zero_rows() -> None:
    rows = tfidf(["...", "12 34", "", "word"])
    assert np.linalg.norm(dense(rows), axis=1).tolist() == pytest.approx([0, 0, 0, 1])
    assert tfidf([]).shape == (0, 0)
    assert tfidf(["…"]).shape == (1, 0)


def test_more_sentences_than_one_block() -> None:
    sentences = [f"{'abcdefghij'[i % 10] * 4} common" for i in range(2345)]
    table = tfidf(sentences)
    assert table.shape == (2345, 11)
    columns, values = table.row(2344)
    first = dict(zip(*(part.tolist() for part in table.row(4)), strict=True))
    assert dict(zip(columns.tolist(), values.tolist(), strict=True)) == first


@given(st.lists(st.text(alphabet="аәбвгabcd .\n1ё", max_size=30), max_size=12))
def test_sparse_and_dense_agree(sentences: list[str]) -> None:
    sparse = tfidf(sentences)
    full = Dense(dense(sparse))
    weights = np.linspace(-1, 2, len(sentences), dtype=np.float32)
    pooled = sparse.pool(weights)
    assert pooled == pytest.approx(full.pool(weights), abs=1e-5)
    assert sparse.project(pooled) == pytest.approx(full.project(pooled), abs=1e-5)
    norms = np.linalg.norm(dense(sparse), axis=1)
    assert np.all(np.isclose(norms, 1, atol=1e-5) | (norms == 0))


def test_matrix_wraps_arrays_only() -> None:
    sparse = tfidf(["one sentence"])
    assert matrix(sparse) is sparse
    assert isinstance(matrix(np.eye(3, dtype=np.float32)), Dense)
