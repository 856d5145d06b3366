"""A score for meaning rather than wording, computed with a local sentence encoder.

Greedy matching as in BERTScore (Zhang et al. 2020), over sentences instead of word pieces: each
sentence is matched with the nearest one on the other side. The mean vector of the language is taken away
first: with it, a multilingual encoder gives an unrelated text 80 and a copy 88. Only scores made with the
same encoder can be compared, so the encoder's files are part of the signature.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summarize.errors import UsageError

Matrix = NDArray[np.floating[Any]]
Encode = Callable[[Sequence[str]], Matrix]
Sentences = Sequence[str]

EMBEDDING = "embedding"
_DECIMALS = 2  # a vector's last digits depend on what else was in its batch


@dataclass(frozen=True)
class SentenceScorer:
    """An encoder and what identifies it; a scorer encodes every text once.

    ``encode`` returns one unit vector per row, and ``freed`` takes from such vectors what a language adds
    to all of them. ``fingerprint`` is a digest of the model's files; ``unknown`` gives the share of tokens,
    0 to 1, that are missing from its vocabulary.
    """

    encode: Encode
    name: str
    fingerprint: str
    unknown: Callable[[Sequence[str]], float] = lambda texts: 0.0
    freed: Callable[[Matrix, str], Matrix] | None = None
    _known: dict[tuple[str, str], NDArray[Any]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def signature(self) -> str:
        """How the metric was computed: by which model files, whatever their folder is called."""
        mean = "|mean:away" if self.freed else ""
        encoder = f"encoder:{self.fingerprint[:16]}{mean}"
        return f"{EMBEDDING}|f1|{encoder}|unit:sentence|match:greedy|refs:max|agg:mean"

    def scores(
        self,
        hypotheses: Sequence[Sentences],
        references: Sequence[Sequence[Sentences]],
        languages: Sequence[str] | None = None,
    ) -> list[float]:
        """F1 × 100 of each text, given as sentences, against the best of its references.

        ``languages`` are those of the texts, one for each hypothesis; without them, as for texts in two
        languages, cosines are taken as they are.
        ``UsageError`` where the encoder does not return one vector per text.
        """
        spoken = list(languages) if languages is not None else [""] * len(hypotheses)
        for language in dict.fromkeys(spoken):
            here = [
                side
                for said, hypothesis, several in zip(spoken, hypotheses, references, strict=True)
                if said == language
                for side in (hypothesis, *several)
            ]
            self._learn(list(dict.fromkeys(text for side in here for text in side)), language)
        return [
            round(max(self._f1(hypothesis, each, said) for each in several), _DECIMALS) + 0.0
            for said, hypothesis, several in zip(spoken, hypotheses, references, strict=True)
        ]

    def _learn(self, texts: list[str], language: str) -> None:
        new = [text for text in texts if (text, language) not in self._known]
        if not new:
            return
        vectors = self.encode(new)
        if len(vectors) != len(new):
            raise UsageError(f"the encoder returned {len(vectors)} vectors for {len(new)} sentences")
        if self.freed and language:
            vectors = self.freed(vectors, language)
        self._known.update(zip(((text, language) for text in new), vectors, strict=True))

    def _f1(self, hypothesis: Sentences, reference: Sentences, language: str) -> float:
        """F1 × 100 of greedy cosine matching; 0 where either is empty. Negative similarities count as 0."""
        if not hypothesis or not reference:
            return 0.0
        ours, theirs = (
            np.stack([self._known[text, language] for text in side]) for side in (hypothesis, reference)
        )
        similarity = np.clip(ours @ theirs.T, 0.0, 1.0)
        precision, recall = (float(similarity.max(axis=axis).mean()) for axis in (1, 0))
        total = precision + recall
        return 100 * 2 * precision * recall / total if total else 0.0


def local_scorer(model: str) -> SentenceScorer:
    """A scorer with a local sentence encoder, given by folder or name; nothing is downloaded.

    ``ModelError`` where there is no such model or it makes no sentence vectors.
    """
    from summarize.engines.loaded import LOADED
    from summarize.models.cache import checkpoint
    from summarize.models.fingerprints import model_digest
    from summarize.request import Runtime

    found = checkpoint(model)
    encoder = LOADED.encoder(found, Runtime(precision="float32"))  # the same numbers on every device
    digest = model_digest(found.path)
    return SentenceScorer(encoder, encoder.name, digest, encoder.unknown, encoder.means.freed)
