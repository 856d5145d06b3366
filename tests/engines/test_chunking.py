"""Chunks are within the limit, even in size, cut at natural boundaries, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.engines.chunking import Piece, chunk, split_long
from summarize.errors import InputTooLong


def words(text: str) -> int:
    return len(text.split())


def characters(text: str) -> int:
    return len(text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_text_that_fits_is_one_chunk() -> None:
    chunks = chunk([Piece("One two."), Piece("Three.", 1)], words, 10)
    assert [c.text for c in chunks] == ["One two.\n\nThree."]
    assert (chunks[0].first, chunks[0].last) == (0, 1)


def test_no_pieces_give_no_chunks() -> None:
    assert chunk([], words, 10) == []


def test_chunks_are_even_and_the_last_is_not_tiny() -> None:
    pieces = [Piece(f"Sentence number {i} is here.") for i in range(21)]
    sizes = [words(c.text) for c in chunk(pieces, words, 60)]
    assert len(sizes) == 2 or max(sizes) <= 60
    assert min(sizes) >= max(sizes) - 10


def test_a_cut_prefers_a_nearby_paragraph() -> None:
    pieces = [Piece("a b c d e", 1 if i == 9 else 0) for i in range(20)]
    first, second = chunk(pieces, words, 66)
    assert first.last == 8
    assert second.first == 9


def test_a_long_sentence_is_cut_at_clauses_not_dropped() -> None:
    sentence = (
        "the first clause is here; the second clause, which is longer, follows it; and a third one ends it"
    )
    parts = split_long(sentence, words, 8)
    assert " ".join(parts) == sentence
    assert parts[0] == "the first clause is here;"
    assert all(words(part) <= 8 for part in parts)


def test_a_word_longer_than_the_limit_is_cut_between_characters() -> None:
    parts = split_long("x" * 25, characters, 10)
    assert "".join(parts) == "x" * 25
    assert max(map(len, parts)) <= 10


def test_a_limit_below_one_character_is_an_error() -> None:
    with pytest.raises(InputTooLong, match="reads 0 tokens"):
        split_long("xy", characters, 0)


def test_tokens_for_joining_pieces_are_counted() -> None:
    def dear(text: str) -> int:
        return len(text.split()) + 3 * text.count(". ")

    pieces = [Piece("one two three.") for _ in range(30)]
    chunks = chunk(pieces, dear, 20)
    assert all(dear(c.text) <= 20 for c in chunks)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    str.strip
)


@given(
    st.lists(st.builds(Piece, texts, st.integers(0, 2)), max_size=25),
    st.integers(5, 80),
)
def test_everything_is_in_exactly_one_chunk_within_the_limit(pieces: list[Piece], limit: int) -> None:
    chunks = chunk(pieces, characters, limit)
    assert squeezed("".join(c.text for c in chunks)) == squeezed("".join(p.text for p in pieces))
    assert all(characters(c.text) <= limit for c in chunks)
    assert [c.first for c in chunks] == sorted(c.first for c in chunks)
    if pieces:
        assert chunks[0].first == 0
        assert chunks[-1].last == len(pieces) - 1
