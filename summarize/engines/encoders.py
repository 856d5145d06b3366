"""Sentence encoders: sentences to unit vectors, whatever kind of model computes them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

import numpy as np

from summarize.engines.language_means import LanguageMeans, unit
from summarize.engines.vectors import Floats
from summarize.errors import ModelError

Span = tuple[int, int]


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

    def words(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Floats] | None:
        """Vectors of words in their sentences; see ``SentenceEncoder.words``."""


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
        return unit(vectors)

    @cached_property
    def means(self) -> LanguageMeans:
        """The means of its languages."""
        return LanguageMeans(self)

    def unknown(self, texts: Sequence[str]) -> float:
        """The share of the texts' tokens that are not in the vocabulary, 0 to 1."""
        return self._model.unknown(texts)

    def words(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Floats] | None:
        """For each text the vectors [words, width] of its words, which are given as character offsets.

        A word has a vector of its own in each sentence, from a middle layer, where those of translations are
        alike. ``None`` if the model has no layers or does not say where its tokens are; no rows for a text
        that is longer than it reads.
        """
        return self._model.words(texts, spans)
