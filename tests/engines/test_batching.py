from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from summarize.engines import batching

TEXTS = st.lists(st.tuples(st.integers(1, 600), st.sampled_from([64, 128, 256])), max_size=60)


@given(texts=TEXTS, budget=st.integers(1, 2000))
def test_every_text_is_in_one_batch_within_the_budget(texts: list[tuple[int, int]], budget: int) -> None:
    lengths, ceilings = [length for length, _ in texts], [ceiling for _, ceiling in texts]
    batches = list(batching.pack(lengths, ceilings, budget))
    assert sorted(index for batch in batches for index in batch) == list(range(len(texts)))
    for batch in batches:
        longest = max(lengths[index] for index in batch)
        assert len(batch) == 1 or longest * len(batch) <= budget
        assert len({ceilings[index] for index in batch}) == 1


def test_texts_of_similar_length_share_a_batch() -> None:
    assert list(batching.pack([5, 90, 6, 91], [9] * 4, 182)) == [[3, 1], [2, 0]]


@given(rows=st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=8), min_size=1, max_size=6))
def test_padding_is_masked(rows: list[list[int]]) -> None:
    for side in ("left", "right"):
        ids, mask = batching.pad(rows, 0, side)
        assert len({len(row) for row in ids}) == 1
        for row, padded, seen in zip(rows, ids, mask, strict=True):
            assert [number for number, real in zip(padded, seen, strict=True) if real] == row
            assert padded[-1 if side == "left" else 0] == row[-1 if side == "left" else 0]
