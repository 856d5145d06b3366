"""Sentences as unit vectors: the seam between what measures likeness and what ranks by it.

An ``Encoder`` turns n sentences into n unit rows. ``tfidf`` is the one that needs no
weights: it compares words by their first letters, so that the case forms of Russian and the
suffix chains of Kazakh meet in one feature. A neural encoder returns a dense array and is
wrapped by ``matrix``. Knows nothing of positions, lengths or summaries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from summarize.text.function_words import FUNCTION_WORDS

Floats: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.integer[Any]]


class Matrix(Protocol):
    """n unit rows with d features: all that ranking asks of vectors, none of it n by n."""

    shape: tuple[int, int]

    def pool(self, weights: Floats) -> Floats:
        """The rows summed with ``weights`` [n]; shape [d]."""

    def project(self, vector: Floats) -> Floats:
        """The dot product of every row with ``vector`` [d]; shape [n]."""

    def row(self, index: int) -> tuple[Indices, Floats]:
        """One row as its columns and the values there; both of one length, at most d."""


Encoder: TypeAlias = Callable[[Sequence[str]], "Matrix | Floats"]


class Dense:
    """A plain array [n, d] of unit rows, as a neural sentence model makes it."""

    def __init__(self, rows: Floats) -> None:
        self._rows = np.asarray(rows, dtype=np.float32)
        self.shape: tuple[int, int] = (self._rows.shape[0], self._rows.shape[1])

    def pool(self, weights: Floats) -> Floats:
        return np.asarray(weights @ self._rows, dtype=np.float32)

    def project(self, vector: Floats) -> Floats:
        return np.asarray(self._rows @ vector, dtype=np.float32)

    def row(self, index: int) -> tuple[Indices, Floats]:
        return np.arange(self.shape[1]), self._rows[index]


class Sparse:
    """Compressed rows: row i holds ``values[k]`` at ``columns[k]`` for k in ``starts[i]:starts[i + 1]``."""

    def __init__(self, starts: Indices, columns: Indices, values: Floats, width: int) -> None:
        self.shape: tuple[int, int] = (len(starts) - 1, width)
        self._starts, self._columns, self._values = starts, columns, values
        self._rows = np.repeat(np.arange(self.shape[0], dtype=np.int32), np.diff(starts))

    def pool(self, weights: Floats) -> Floats:
        parts = self._values * weights[self._rows]
        return np.bincount(self._columns, parts, self.shape[1]).astype(np.float32)

    def project(self, vector: Floats) -> Floats:
        parts = self._values * vector[self._columns]
        return np.bincount(self._rows, parts, self.shape[0]).astype(np.float32)

    def row(self, index: int) -> tuple[Indices, Floats]:
        here = slice(self._starts[index], self._starts[index + 1])
        return self._columns[here], self._values[here]


def matrix(vectors: Matrix | Floats) -> Matrix:
    """What an encoder returned, as a ``Matrix``."""
    return Dense(vectors) if isinstance(vectors, np.ndarray) else vectors


# Words of three letters and more; the line feed ends a sentence. Figures and one- or
# two-letter words are noise for likeness (formulas, table rows, particles).
_TOKEN: Final = re.compile(r"[^\W\d_]{3,}|\n")
_STEM_LETTERS: Final = 5
_END, _SKIP = -2, -1
_BLOCK: Final = 1000  # sentences tokenised at a time: bounds the memory that Python strings take


class _Features(dict[str, int]):
    """Word → feature number, filled as words appear; function words are skipped."""

    def __init__(self) -> None:
        super().__init__({"\n": _END})
        self.stems: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        feature = _SKIP
        if word not in FUNCTION_WORDS:
            feature = self.stems.setdefault(word[:_STEM_LETTERS], len(self.stems))
        self[word] = feature
        return feature


def tfidf(sentences: Sequence[str]) -> Sparse:
    """Sub-word TF-IDF of sentences in any mixture of English, Russian and Kazakh; unit rows [n, d].

    A feature is the first five letters of a word: on news and abstracts in the three languages
    this ranked as well as Snowball stems, which do not exist for Kazakh. Counts are damped by
    a logarithm, and the inverse sentence frequency by a square root: within one document a
    frequent word is a topic as often as it is a filler. A sentence without words is a zero row.
    """
    features = _Features()
    blocks = [_count(sentences[at : at + _BLOCK], at, features) for at in range(0, len(sentences), _BLOCK)]
    keys = np.concatenate([key for key, _ in blocks]) if blocks else np.zeros(0, np.int64)
    counts = np.concatenate([count for _, count in blocks]) if blocks else np.zeros(0, np.float32)
    rows, columns = keys >> 32, (keys & 0xFFFFFFFF).astype(np.int32)
    height, width = len(sentences), len(features.stems)
    frequency = np.bincount(columns, minlength=width)
    weight = np.sqrt(np.log((1 + height) / (1 + frequency)) + 1).astype(np.float32)
    values = (1 + np.log(counts)) * weight[columns]
    norms = np.sqrt(np.bincount(rows, values * values, height)).astype(np.float32)
    starts = np.zeros(height + 1, dtype=np.int64)
    np.cumsum(np.bincount(rows, minlength=height), out=starts[1:])
    return Sparse(starts, columns, values / norms[rows], width)


def _count(sentences: Sequence[str], first: int, features: _Features) -> tuple[Indices, Floats]:
    """Distinct (sentence, feature) pairs, packed into sorted integers, and how often each occurs."""
    text = "".join([sentence.replace("\n", " ") + "\n" for sentence in sentences])
    tokens = _TOKEN.findall(unicodedata.normalize("NFC", text).lower().replace("ё", "е"))
    numbers = np.fromiter(map(features.__getitem__, tokens), dtype=np.int64, count=len(tokens))
    owners = np.cumsum(numbers == _END) + first
    kept = numbers >= 0
    pairs, counts = np.unique((owners[kept] << 32) | numbers[kept], return_counts=True)
    return pairs, counts.astype(np.float32)
