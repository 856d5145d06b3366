"""How central each sentence is to a text: the centroid, shared words, and the words that it introduces.

All of it takes time linear in the text: no sentence is compared with every other one.
"""

from __future__ import annotations

import numpy as np

from summarize.engines.vectors import Floats, Matrix
from summarize.summaries.tfidf import Sparse


def centrality(vectors: Matrix, words: Sparse, count: int) -> Floats:
    """The mean of two measures for the first ``count`` rows, scaled to a maximum of 1; shape [count].

    One is the cosine similarity to the sum of all sentences (the centroid), which prefers short sentences
    about one thing. The other is the degree in the graph of shared words: the words that a sentence has in
    common with each other one, over the logarithms of both lengths (Mihalcea and Tarau, 2004, "TextRank"),
    the other's at its mean, so that the sum needs no pairs. It prefers sentences that say much.
    """
    weights = np.zeros(vectors.shape[0], dtype=np.float32)
    weights[:count] = 1
    closeness = vectors.project(vectors.pool(weights))[:count]
    sizes, shared, _ = words.shared(count)
    lengths = np.log(np.maximum(sizes, 2))
    return scaled(scaled(closeness) + scaled(shared / (lengths + lengths.mean())))


def introduction(words: Sparse, count: int) -> Floats:
    """How much the first ``count`` sentences introduce that others speak of again, 0 to 1; shape [count]."""
    return scaled(words.shared(count)[2])


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
