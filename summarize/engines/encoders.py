"""Sentence encoders: sentences to unit vectors, whatever kind of model computes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from summarize.engines.vectors import Floats
from summarize.errors import ModelError


class SentenceModel(Protocol):
    """One kind of model; its vectors need not have length one.

    ``dimension`` is the width of its vectors; ``prompt`` is put in front of each sentence.
    """

    name: str
    dimension: int
    prompt: str

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Vectors [n, dimension], zeros for an empty text; every text is read in full."""

    def unknown(self, texts: Sequence[str]) -> float:
        """The share of the texts' tokens that are not in the vocabulary, 0 to 1."""


class SentenceEncoder:
    """One loaded model as an ``Encoder`` for ranking."""

    def __init__(self, model: SentenceModel) -> None:
        self._model = model
        self.name, self.dimension, self.prompt = model.name, model.dimension, model.prompt

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, float32 [n, dimension], in the order of ``texts``.

        A sentence longer than the model reads is the weighted mean of its parts; one without a known
        token is a zero row.

        Raises:
            ModelError: a vector holds NaN or infinity, or memory ran out.
        """
        vectors = self._model(texts)
        if not np.isfinite(vectors).all():
            raise ModelError(
                f"{self.name} gives NaN or infinite vectors: use --dtype float32, or fetch the model again"
            )
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return unit

    def unknown(self, texts: Sequence[str]) -> float:
        """The share of the texts' tokens that are not in the vocabulary, 0 to 1."""
        return self._model.unknown(texts)
