"""A model folder → an ``Encoder``: sentences to unit vectors, whatever kind of model makes them.

What is on disk decides. Importing this module costs nothing; torch is imported when a transformer is
loaded, and never for static vectors. Knows no ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from summarize.engines.vectors import Floats
from summarize.errors import ModelError
from summarize.models.checkpoints import Checkpoint
from summarize.models.offline import offline
from summarize.request import Runtime

KINDS = ("encoder", "static")


class SentenceModel(Protocol):
    """What a kind of model must do; its vectors need not be unit vectors."""

    name: str
    dimension: int
    prompt: str

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Vectors [n, dimension], zeros for a text with nothing in it; all of every text is read."""

    def unknown(self, texts: Sequence[str]) -> float:
        """The share of the texts' tokens that its vocabulary does not have, 0 to 1."""


class SentenceEncoder:
    """One loaded model as the ``Encoder`` that ranking asks for.

    ``dimension`` is the width of its vectors; ``prompt`` is what it is given in front of each sentence.
    """

    def __init__(self, model: SentenceModel) -> None:
        self._model = model
        self.name, self.dimension, self.prompt = model.name, model.dimension, model.prompt

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, float32 [n, dimension], in the order of ``texts``.

        A sentence longer than the model reads is the weighted mean of its parts. One without a
        token that the model knows is a zero row.

        Raises:
            ModelError: a vector is not made of finite numbers, or memory ran out.
        """
        vectors = self._model(texts)
        if not np.isfinite(vectors).all():
            raise ModelError(
                f"{self.name} gives vectors that are no numbers: use --dtype float32 or fetch it again"
            )
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return unit

    def unknown(self, texts: Sequence[str]) -> float:
        """The share of the texts' tokens that its vocabulary does not have, 0 to 1."""
        return self._model.unknown(texts)


def load(checkpoint: Checkpoint, runtime: Runtime, prompt: str | None = None) -> SentenceEncoder:
    """The encoder in a model folder, ready to run; no socket is opened.

    ``prompt`` replaces what the folder's files want in front of every sentence.

    Raises:
        UsageError: the device or the precision is not to be had here.
        ModelError: the checkpoint makes no sentence vectors, is damaged, or does not fit.
    """
    if checkpoint.family.kind == "static":
        from summarize.engines.static_vectors import StaticVectors

        return SentenceEncoder(StaticVectors(checkpoint, prompt))
    if checkpoint.family.kind == "encoder":
        offline()
        from summarize.engines.transformers_encoder import TransformersEncoder

        return SentenceEncoder(TransformersEncoder(checkpoint, runtime, prompt))
    if checkpoint.problems:
        raise ModelError(f"{checkpoint.name} cannot be used: {'; '.join(checkpoint.problems)}")
    raise ModelError(
        f"{checkpoint.name} makes no sentence vectors: it is a {checkpoint.family.name} model, "
        "which writes text; use it for abstractive summaries or translation"
    )
