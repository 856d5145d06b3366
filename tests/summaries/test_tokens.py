"""Sentences with their tokens numbered, and the rules that look at distinct tokens first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.summaries.contacts import contacts, is_contact
from summarize.summaries.cues import saying, says_something, tasks
from summarize.summaries.openings import continuations, points_back
from summarize.summaries.sections import apart, is_apart
from summarize.summaries.tfidf import tfidf
from summarize.summaries.tokens import Sentences

SENTENCES = st.lists(st.text("ab \n.", max_size=12), max_size=8)


def with_b(token: str) -> bool:
    return "b" in token


@given(SENTENCES)
def test_sentences_with_a_token_are_found(sentences: list[str]) -> None:
    split = [sentence.split() for sentence in sentences]
    known = Sentences(sentences)
    assert known.having(with_b).tolist() == [any(map(with_b, tokens)) for tokens in split]
    assert known.having(known.each(with_b) > 0).tolist() == known.having(with_b).tolist()
    assert known.having(with_b, among=2).tolist() == [any(map(with_b, tokens[:2])) for tokens in split]
    assert known.total(len).tolist() == [sum(map(len, tokens)) for tokens in split]
    assert known.total(lambda token: token.count("b") - 1).tolist() == [
        sum(token.count("b") - 1 for token in tokens) for tokens in split
    ]


@given(SENTENCES)
def test_sentences_with_a_token_at_a_place_are_found(sentences: list[str]) -> None:
    split = [sentence.split() for sentence in sentences]
    for place, needed in ((0, 1), (1, 2), (-1, 1), (-2, 2)):
        found = [len(tokens) >= needed and with_b(tokens[place]) for tokens in split]
        assert Sentences(sentences).at(place, with_b).tolist() == found


@given(SENTENCES)
def test_tokens_are_numbered_as_they_appear(sentences: list[str]) -> None:
    known = Sentences(sentences)
    every = [token for sentence in sentences for token in sentence.split()]
    assert known.vocabulary == list(dict.fromkeys(every))
    assert [known.vocabulary[number] for number in known.numbers] == every
    assert known.lengths.tolist() == [len(sentence.split()) for sentence in sentences]


@given(SENTENCES, st.integers(0, 8))
def test_the_first_sentences_are_those_of_a_shorter_text(sentences: list[str], count: int) -> None:
    first = Sentences(sentences).first(count)
    assert list(first) == sentences[:count]
    for known in (first, Sentences(sentences[:count])):
        assert known.having(with_b).tolist() == [with_b(sentence) for sentence in sentences[:count]]
        assert known.total(len).tolist() == [len("".join(each.split())) for each in sentences[:count]]


def test_more_sentences_than_are_split_at_a_time() -> None:
    sentences = [f"word{i % 7} b" if i % 3 else "" for i in range(2500)]
    assert Sentences(sentences).having(with_b).tolist() == [bool(i % 3) for i in range(2500)]


def test_a_token_may_have_several_features_or_none() -> None:
    vectors = tfidf(["социально-экономическое 12 the", "", "экономики (социальной)"])
    assert [len(vectors.row(index)[0]) for index in range(3)] == [2, 0, 2]
    assert sorted(vectors.row(0)[0]) == sorted(vectors.row(2)[0])


def test_vectors_do_not_depend_on_the_blocks_in_which_they_are_made() -> None:
    sentences = [f"слово{i % 11} alpha beta{i % 5} gamma" for i in range(12_000)]
    vectors = tfidf(sentences)
    weights = np.ones(len(sentences), dtype=np.float32)
    pooled = vectors.pool(weights)
    dense = np.zeros(vectors.shape, dtype=np.float32)
    for index in range(len(sentences)):
        columns, values = vectors.row(index)
        dense[index, columns] = values
    np.testing.assert_allclose(pooled, dense.sum(axis=0, dtype=np.float64), rtol=1e-5)
    np.testing.assert_allclose(vectors.project(pooled), dense @ pooled, rtol=1e-5)
    np.testing.assert_allclose((dense**2).sum(axis=1), 1, rtol=1e-5)
    sizes, shared, introduced = vectors.shared(len(sentences))
    has = dense > 0
    frequency = has.sum(axis=0)
    first = has.argmax(axis=0)
    rows = np.arange(len(sentences))[:, None]
    assert sizes.tolist() == has.sum(axis=1).tolist()
    assert shared.tolist() == (has * (frequency - 1)).sum(axis=1).tolist()
    assert introduced.tolist() == (has * (frequency - 1) * (first == rows)).sum(axis=1).tolist()


PIECES = st.sampled_from([
    "He", "«It", "–", "The dot", "But,", "In fact", "<media", "omitted>", "(пауза)", "12", "Fig. 1.",
    "Table 2:", "Key words:", "Рис.", "3-сурет.", "Decision:", "Решили:", "it was agreed", "word", "Ол",
    "«Бұл", "…", "\n", "The same", "In", "Yes", "the second", "with", "him", "this", "of them", "every day",
    "said,", "Contact us:", "Head of", "он,", "после того как", "”",
])  # fmt: skip
MIXED = st.lists(st.lists(PIECES, max_size=5).map(" ".join), min_size=1, max_size=6)


@given(MIXED)
def test_rules_find_in_distinct_tokens_what_they_find_in_sentences(sentences: list[str]) -> None:
    headings = [None] * len(sentences)
    assert saying(sentences).tolist() == [says_something(each) for each in sentences]
    assert contacts(sentences).tolist() == [is_contact(each) for each in sentences]
    assert apart(sentences, headings).tolist() == [is_apart(each, None) for each in sentences]
    back = [points_back(each) for each in sentences]
    found = continuations(sentences).tolist()
    assert all(new or not old for new, old in zip(found[1:], back[1:], strict=True))
    plain = [not each.startswith("The ") for each in sentences]
    assert all(new == old for new, old, same in zip(found[1:], back[1:], plain[1:], strict=True) if same)


ENTRIES = [
    "1. Decision: buy", "TODO: call", "to do: call", "It was agreed to go", "The board resolved to go",
    "tasks: one", "Actions: none", "Решено: купить", "ПОСТАНОВИЛИ: купить", "Задача: позвонить",
    "Поручить директору", "Шешім: сатып алу", "Комиссия құру шешілді", "Қаулы етілді: алу",
    "Тапсырма: қоңырау шалу", "Міндет: есеп",
]  # fmt: skip


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_kind_of_entry_in_minutes_has_a_word_that_it_is_looked_up_by(entry: str) -> None:
    assert tasks(["Minutes of the meeting", entry]).tolist() == [0, 1]
