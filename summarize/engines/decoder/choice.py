"""The best of a vocabulary without a full pass for each: first the best blocks, then the best in them.

Knows scores only. Ties go to the lower id, as with ``argmax``.
"""

from __future__ import annotations

from math import log

import torch

_ARGMAX_BLOCK, _TOP_BLOCK = 256, 128
# So many doublings below the best score a word adds nothing to a sum of floats; a little farther down powers
# are denormal numbers, on which processors take twelve times as long.
_NOTHING = -115.0
_DOUBLINGS = 1 / log(2)


def largest(scores: torch.Tensor) -> torch.Tensor:
    """(rows, words) → (rows,) the id with the largest score in each row."""
    rows, words = scores.shape
    whole = words // _ARGMAX_BLOCK * _ARGMAX_BLOCK
    if whole < 4 * _ARGMAX_BLOCK:
        return scores.argmax(-1)
    blocks = _blocks(scores[:, :whole], _ARGMAX_BLOCK)
    best, block = blocks.amax(-1).max(-1)
    every = torch.arange(rows)
    found: torch.Tensor = block * _ARGMAX_BLOCK + blocks[every, block].argmax(-1)
    if whole < words:
        rest, place = scores[:, whole:].max(-1)
        found = torch.where(rest > best, place + whole, found)
    return found


def top(scores: torch.Tensor, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    """(rows, words) → the ``count`` largest of each row, largest first, and their ids: (rows, count) each."""
    words = scores.shape[1]
    whole = words // _TOP_BLOCK * _TOP_BLOCK
    if whole < 2 * count * _TOP_BLOCK:
        values, ids = scores.topk(count, -1)
        return values, ids
    blocks = _blocks(scores[:, :whole], _TOP_BLOCK)
    chosen = blocks.amax(-1).topk(count, -1, sorted=False).indices
    pool = blocks.gather(1, chosen[:, :, None].expand(-1, -1, _TOP_BLOCK)).flatten(1)
    names = (chosen[:, :, None] * _TOP_BLOCK + torch.arange(_TOP_BLOCK)).flatten(1)
    if whole < words:
        pool = torch.cat([pool, scores[:, whole:]], 1)
        names = torch.cat([names, torch.arange(whole, words).expand(len(names), -1)], 1)
    values, places = pool.topk(count, -1)
    return values, names.gather(1, places)


def normalizer(scores: torch.Tensor) -> torch.Tensor:
    """(rows, words) → (rows, 1): what log-softmax takes off each row.

    A row at a time, so that the exponentials stay in the processor's cache.
    """
    highest = scores.amax(-1, keepdim=True)
    # Powers of two take a third of the time that powers of e do.
    sums = [
        (row - high).mul_(_DOUBLINGS).clamp_min_(_NOTHING).exp2_().sum()
        for row, high in zip(scores, highest, strict=True)
    ]
    return highest + torch.stack(sums)[:, None].log()


def _blocks(scores: torch.Tensor, size: int) -> torch.Tensor:
    """A view (rows, blocks, size); also of a part of the columns."""
    rows, words = scores.shape
    return scores.as_strided((rows, words // size, size), (scores.stride(0), size, 1))
