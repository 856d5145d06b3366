"""Sentence vectors without what they owe to their language.

A multilingual encoder adds much the same vector to everything written in one language, so that cosines across
languages are close together whatever the sentences say. With the mean vector of each language taken away they
spread out. The means are those of the texts at hand together with ``sample_sentences.toml``, so that a few
sentences on one subject do not lose their subject.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from summarize.engines.vectors import Floats

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_SAMPLE = Path(__file__).with_name("sample_sentences.toml")
_UNRELATED = 0.99  # share of unrelated pairs that are below the floor
_SPREADS = 4.75  # standard deviations below the usual cosine; set with news (see ``evals/checks/README.md``)


@cache
def sample_sentences() -> Mapping[str, Sequence[str]]:
    """Twenty-four sentences of the same meaning in each language."""
    return tomllib.loads(_SAMPLE.read_text("utf-8"))


class LanguageMeans:
    """The sample sentences as one encoder sees them; each language is encoded when it is first asked for."""

    def __init__(self, encode: Callable[[Sequence[str]], Floats]) -> None:
        self._encode = encode
        self._vectors: dict[str, Floats] = {}

    def centred(self, vectors: Floats, language: str) -> Floats:
        """Unit vectors [n, d] of texts in a language, less its mean; zero rows stay zero."""
        sample = self._sample(language)
        known = vectors[np.any(vectors != 0, axis=1)]
        mean = (known.sum(axis=0) + sample.sum(axis=0)) / (len(known) + len(sample))
        return unit(np.where(np.any(vectors != 0, axis=1, keepdims=True), vectors - mean, 0))

    def freed(self, vectors: Floats, language: str) -> Floats:
        """Unit vectors [n, d] less the mean of the sample alone: each depends on no other text."""
        mean = self._sample(language).mean(axis=0)
        return unit(np.where(np.any(vectors != 0, axis=1, keepdims=True), vectors - mean, 0))

    def floor(self, source: str, target: str) -> float:
        """The cosine that one in a hundred pairs of unrelated sample sentences reaches, -1 to 1."""
        ours, theirs = (
            unit(sample - sample.mean(axis=0)) for sample in (self._sample(source), self._sample(target))
        )
        cosines = ours @ theirs.T
        return float(np.quantile(cosines[~np.eye(len(cosines), dtype=bool)], _UNRELATED))

    def least(self, source: str, target: str) -> float:
        """The cosine of ``freed`` vectors that hardly any translation is below, -1 to 1.

        It comes from the sample sentences and their translations, so it fits any encoder.
        """
        ours, theirs = (unit(sample - sample.mean(axis=0)) for sample in map(self._sample, (source, target)))
        cosines = (ours * theirs).sum(axis=1)
        usual = float(cosines.mean())
        return usual - _SPREADS * max(float(cosines.std()), usual / 10)  # few samples may be too alike

    def _sample(self, language: str) -> Floats:
        if language not in self._vectors:
            self._vectors[language] = self._encode(sample_sentences()[language])
        return self._vectors[language]


def unit(vectors: Floats) -> Floats:
    """The rows at length one; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return rows
