"""Batches of texts of similar length, within a budget of tokens.

Sorting by length saves padding; the budget bounds memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

# Padded source tokens times beams per batch: a few hundred megabytes of activations at most.
TOKENS_PER_BATCH = 8192


def pack(
    lengths: Sequence[int], ceilings: Sequence[int], budget: int = TOKENS_PER_BATCH
) -> Iterator[list[int]]:
    """Indices of ``lengths`` in batches, longest first; rows times the longest row is at most ``budget``.

    A batch has one ceiling on its output, so only texts with the same ceiling share one. A text longer
    than the budget is a batch of its own. Every index appears exactly once.
    """
    order = sorted(range(len(lengths)), key=lambda index: (-ceilings[index], -lengths[index], index))
    batch: list[int] = []
    for index in order:
        full = batch and lengths[batch[0]] * (len(batch) + 1) > budget
        if batch and (full or ceilings[index] != ceilings[batch[0]]):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def pad(rows: Sequence[Sequence[int]], filler: int, side: str) -> tuple[list[list[int]], list[list[int]]]:
    """Rows of ids padded on one side (``left`` or ``right``) to equal length, and the mask: 0 for padding."""
    width = max(len(row) for row in rows)
    ids, mask = [], []
    for row in rows:
        gap = width - len(row)
        before, after = (gap, 0) if side == "left" else (0, gap)
        ids.append([filler] * before + list(row) + [filler] * after)
        mask.append([0] * before + [1] * len(row) + [0] * after)
    return ids, mask
