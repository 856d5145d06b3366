"""A sentence encoder without weights: a sentence is the sum of its words' concepts and its language."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from summarize.engines.encoders import SentenceEncoder, Span
from summarize.engines.language_means import sample_sentences
from summarize.engines.vectors import Floats
from summarize.text.words import words

LANGUAGE = 3.0  # what every sentence of a language has in common outweighs what it says


class Concepts:
    """``dictionary`` maps words of any language to numbers of concepts; other words mean nothing.

    The n-th sample sentences of all languages mean the same.
    """

    def __init__(self, dictionary: dict[str, int], layers: bool = True) -> None:
        self.name, self.prompt = "concepts", ""
        self._dictionary, self._layers = dictionary, layers
        self._samples = {text: n for texts in sample_sentences().values() for n, text in enumerate(texts)}
        self._first = max(dictionary.values()) + 1
        self.dimension = self._first + len(sample_sentences()["en"]) + 2

    def __call__(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            vector[-1 if text.isascii() else -2] = LANGUAGE
            if text in self._samples:
                vector[self._first + self._samples[text]] = 1
            for word in words(text):
                if (concept := self._dictionary.get(word.text.casefold())) is not None:
                    vector[concept] += 1
        return vectors

    def words(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[Floats] | None:
        if not self._layers:
            return None
        rows = []
        for text, row in zip(texts, spans, strict=True):
            vectors = np.zeros((len(row), self.dimension), np.float32)
            for vector, (start, end) in zip(vectors, row, strict=True):
                vector[self._dictionary.get(text[start:end].casefold(), -1)] = 1
            rows.append(vectors)
        return rows

    def unknown(self, texts: Sequence[str]) -> float:
        return 0.0


def encoder(*meanings: str, layers: bool = True) -> SentenceEncoder:
    """Each meaning is a line of words, of any language, that mean the same."""
    concepts = {word: number for number, line in enumerate(meanings) for word in line.split()}
    return SentenceEncoder(Concepts(concepts, layers))
