"""What a summary about something is about: how much of a query each sentence answers.

The words of a query are found in any inflected form, each weighted by how rare it is in the text; with a
sentence encoder, closeness in meaning counts as well. A sentence that points back ("It …") answers what the
sentence before it answers, and so does the answer to a question.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from summarize.checks.inflection import akin, fold
from summarize.engines.vectors import Encoder, Floats, matrix
from summarize.summaries.openings import continuations
from summarize.summaries.tfidf import FUNCTION_WORDS
from summarize.text.words import words

_LEAST: Final = 0.3  # share of the query's weight that a sentence must have…
_OF_BEST: Final = 0.5  # …and share of what the best sentence has
_BACKWARD: Final = 0.6  # share that a sentence which points back has of what the one before it has
_FRAGMENT: Final = 2  # words


def relevance(
    sentences: Sequence[str], queries: Sequence[str], language: str, encoder: Encoder | None = None
) -> Floats:
    """How much of a query each sentence answers, from 0 (nothing) to 1; shape [n].

    Args:
        sentences: the clean texts of all sentences.
        queries: the query, and the same in other words or languages; the best counts.
        language: the text's, whose inflection is looked through.
        encoder: a neural one, if the user named one; it is asked with the first query.

    Time grows linearly with the text.
    """
    found = np.zeros(len(sentences), dtype=np.float32)
    if not sentences:
        return found
    spoken = [{fold(word.text) for word in words(sentence)} for sentence in sentences]
    for query in queries:
        found = np.maximum(found, _shares(spoken, _terms(query), language))
    if encoder is not None:
        found = np.maximum(found, _closeness(sentences, queries[0], encoder))
    found[found < max(_LEAST, _OF_BEST * float(found.max()))] = 0
    backward = continuations(sentences, mentions=False)
    for index in range(1, len(sentences)):
        if backward[index] or _is_answered(sentences[index - 1]):
            found[index] = max(found[index], _BACKWARD * found[index - 1])
    return found


def _is_answered(sentence: str) -> bool:
    """Whether a sentence says nothing without the next one: a question, or a word or two."""
    return sentence.endswith("?") or len(sentence.split()) <= _FRAGMENT


def _terms(query: str) -> list[str]:
    """The words of a query that say what it is about; all of them if they are function words."""
    every = list(dict.fromkeys(word.text for word in words(query)))
    return [word for word in every if word.lower() not in FUNCTION_WORDS and len(word) > 2] or every


def _shares(spoken: Sequence[set[str]], terms: Sequence[str], language: str) -> Floats:
    """The share of the terms' weight that each sentence has."""
    vocabulary: dict[str, list[str]] = {}
    for word in set().union(*spoken):
        vocabulary.setdefault(word[:2], []).append(word)
    shares = np.zeros(len(spoken), dtype=np.float32)
    total = 0.0
    for term in terms:
        near = vocabulary.get(fold(term)[:2], ())
        forms = {word for word in near if akin(term, word, language)}
        has = np.array([not forms.isdisjoint(said) for said in spoken])
        weight = math.log((1 + len(spoken)) / (1 + int(has.sum()))) + 1
        shares += np.float32(weight) * has
        total += weight
    return np.asarray(shares / (total or 1), dtype=np.float32)


def _closeness(sentences: Sequence[str], query: str, encoder: Encoder) -> Floats:
    """Cosine similarity to the query, from the median (0) to the nearest (1); 0 if all are as near.

    An encoder has a nearest sentence for any query, and its cosines do not tell whether that is about it.
    """
    vectors = matrix(encoder([*sentences, query]))
    columns, values = vectors.row(len(sentences))
    wanted = np.zeros(vectors.shape[1], dtype=np.float32)
    wanted[columns] = values
    cosines = vectors.project(wanted)[: len(sentences)]
    middle, nearest = float(np.median(cosines)), float(cosines.max())
    return np.asarray(np.clip((cosines - middle) / max(nearest - middle, 1e-6), 0, 1), dtype=np.float32)
