"""Sentence vectors: the operations that ranking needs, whatever computes the vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.integer[Any]]


class Matrix(Protocol):
    """n unit rows of d features; no operation needs a matrix of n by n."""

    shape: tuple[int, int]

    def pool(self, weights: Floats) -> Floats:
        """The sum of the rows weighted by ``weights`` [n]; shape [d]."""

    def project(self, vector: Floats) -> Floats:
        """The dot product of every row with ``vector`` [d]; shape [n]."""

    def row(self, index: int) -> tuple[Indices, Floats]:
        """The columns and values of one row, equally long and at most d."""


Encoder: TypeAlias = Callable[[Sequence[str]], "Matrix | Floats"]


class Dense:
    """An array [n, d] of unit rows, the output of a neural sentence encoder."""

    def __init__(self, rows: Floats) -> None:
        self._rows = np.asarray(rows, dtype=np.float32)
        self.shape: tuple[int, int] = (self._rows.shape[0], self._rows.shape[1])

    def pool(self, weights: Floats) -> Floats:
        return np.asarray(weights @ self._rows, dtype=np.float32)

    def project(self, vector: Floats) -> Floats:
        return np.asarray(self._rows @ vector, dtype=np.float32)

    def row(self, index: int) -> tuple[Indices, Floats]:
        return np.arange(self.shape[1]), self._rows[index]


def matrix(vectors: Matrix | Floats) -> Matrix:
    """The output of an encoder as a ``Matrix``."""
    return Dense(vectors) if isinstance(vectors, np.ndarray) else vectors
