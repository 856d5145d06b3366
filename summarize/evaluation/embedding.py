"""A score of meaning rather than letters, where the caller has a local sentence encoder.

Greedy matching as in BERTScore (Zhang et al. 2020), over sentences instead of word pieces: each
sentence is matched with its nearest on the other side. Knows nothing of models: an ``Encoder``
is any function from texts to unit vectors. Comparable only between runs with the same encoder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.errors import UsageError

Matrix = NDArray[np.floating[Any]]
Encoder = Callable[[Sequence[str]], Matrix]


def embedding_score(hypothesis: Sequence[str], reference: Sequence[str], encode: Encoder) -> float:
    """F1 × 100 of greedy cosine matching between two lists of sentences; 0 where either is empty.

    ``encode`` gives one unit vector a row; a wrong number of rows is a ``UsageError``.
    Negative similarities count as 0.
    """
    if not hypothesis or not reference:
        return 0.0
    vectors = encode([*hypothesis, *reference])
    if vectors.shape[0] != len(hypothesis) + len(reference):
        raise UsageError(
            f"the encoder gave {vectors.shape[0]} vectors for {len(hypothesis) + len(reference)} sentences"
        )
    similarity = np.clip(vectors[: len(hypothesis)] @ vectors[len(hypothesis) :].T, 0.0, 1.0)
    precision = float(similarity.max(axis=1).mean())
    recall = float(similarity.max(axis=0).mean())
    total = precision + recall
    return 100 * 2 * precision * recall / total if total else 0.0
