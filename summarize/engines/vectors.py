"""Sentences as unit vectors: what ranking asks of them, whatever made them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

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


def matrix(vectors: Matrix | Floats) -> Matrix:
    """What an encoder returned, as a ``Matrix``."""
    return Dense(vectors) if isinstance(vectors, np.ndarray) else vectors
