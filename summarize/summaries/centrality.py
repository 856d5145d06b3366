"""How central each sentence is to a text: the centroid and shared words.

All of it takes time linear in the text: no sentence is compared with every other one.
"""

from __future__ import annotations

import numpy as np

from summarize.engines.vectors import Floats, Matrix


def centrality(vectors: Matrix, sizes: Floats, shared: Floats) -> Floats:
    """The mean of two measures for the first rows, scaled to a maximum of 1; shape [count].

    ``sizes`` and ``shared`` [count] are how many words each of them has, and what ``Sparse.shared`` tells.

    One is the cosine similarity to the sum of all sentences (the centroid), which prefers short sentences
    about one thing. The other is the degree in the graph of shared words: the words that a sentence has in
    common with each other one, over the logarithms of both lengths (Mihalcea and Tarau, 2004, "TextRank"),
    the other's at its mean, so that the sum needs no pairs. It prefers sentences that say much.
    """
    count = len(sizes)
    weights = np.zeros(vectors.shape[0], dtype=np.float32)
    weights[:count] = 1
    closeness = vectors.project(vectors.pool(weights))[:count]
    lengths = np.log(np.maximum(sizes, 2))
    return scaled(scaled(closeness) + scaled(shared / (lengths + lengths.mean())))


def likeness(vectors: Matrix, index: int) -> Floats:
    """Cosine similarity of every row to row ``index``; shape [n]."""
    columns, values = vectors.row(index)
    vector = np.zeros(vectors.shape[1], dtype=np.float32)
    vector[columns] = values
    return vectors.project(vector)


def scaled(values: Floats) -> Floats:
    """The values over the largest of them; zeros if none is positive."""
    largest = float(values.max(initial=0))
    return np.asarray(values / largest if largest > 0 else np.zeros(len(values)), dtype=np.float32)
