"""Translations compared by meaning with the sentences of their document, by a local sentence encoder.

Three things are found that numbers, names and lengths do not tell: a translation that is nearer to another
sentence of the document than to its own, one that is farther from its own than translations are, and one that
is short and has no word for a run of the source's words. Negation, changed names and changed numbers are
not found by vectors; the checks look for them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from summarize.checks.findings import Finding, absence, finding
from summarize.engines.encoders import SentenceEncoder
from summarize.engines.language_means import unit
from summarize.engines.vectors import Floats
from summarize.text.words import words

# How much nearer another sentence must be, in cosine: sentences of one article can be alike.
_NEARER = 0.05
# The score of a loss: the words of the longest run that has no counterpart, less ten times the length of the
# translation as a share of the usual one. Two in a hundred human translations of news, into Kazakh three, are
# above these scores (NTREX-128, its first 60 documents, with multilingual-e5-small).
_SHORTER = 10.0
_MISSING = {
    ("en", "ru"): -2.7, ("en", "kk"): -1.4, ("ru", "kk"): -2.1, ("kk", "en"): -3.5, ("ru", "en"): -2.9,
    ("kk", "ru"): -2.7,
}  # fmt: skip
# The usual length in characters, as a share of the source's (the same documents).
_LENGTH = {
    ("en", "ru"): 1.09, ("en", "kk"): 1.03, ("ru", "kk"): 0.95, ("kk", "en"): 0.97, ("ru", "en"): 0.92,
    ("kk", "ru"): 1.05,
}  # fmt: skip
_FEWEST = 6  # words of a source in which a missing run means something
_WHOLE = 1.0  # of the usual length; a translation as long as usual lacks nothing


class Meaning:
    """The sentences of one document in one language; their vectors are computed once."""

    def __init__(self, encoder: SentenceEncoder, sentences: Sequence[str], source: str, target: str) -> None:
        self._encoder = encoder
        self._source, self._target = source, target
        self._sentences = list(dict.fromkeys(sentences))
        self._places = {sentence: place for place, sentence in enumerate(self._sentences)}
        vectors = encoder(self._sentences)
        self._vectors = encoder.means.centred(vectors, source)
        self._freed = encoder.means.freed(vectors, source)
        self._floor = encoder.means.floor(source, target)
        self._least = encoder.means.least(source, target)

    def findings(self, pairs: Sequence[tuple[str, str]]) -> list[list[Finding]]:
        """For each (sentence, translation) what is wrong with its meaning, if anything; in order."""
        hypotheses = [hypothesis for _, hypothesis in pairs]
        encoded = self._encoder(hypotheses)
        cosines = self._encoder.means.centred(encoded, self._target) @ self._vectors.T
        places = [self._places[sentence] for sentence, _ in pairs]
        near = (self._encoder.means.freed(encoded, self._target) * self._freed[places]).sum(axis=1)
        found = [
            self._strayed(hypothesis, place, row, float(own))
            for hypothesis, place, row, own in zip(hypotheses, places, cosines, near, strict=True)
        ]
        runs = self._missing(pairs)
        return [one or run for one, run in zip(found, runs, strict=True)]

    def _strayed(self, hypothesis: str, place: int, cosines: Floats, near: float) -> list[Finding]:
        """A translation of another sentence, or of none; ``cosines`` [n] with every sentence.

        ``near`` is the cosine with its own sentence that does not depend on the rest of the document.
        """
        if not cosines.any():  # a text without a known token
            return []
        own, others = cosines[place], np.delete(cosines, place)
        if len(others) and others.max() > own + _NEARER:
            nearest = int(others.argmax())
            other = self._sentences[nearest + (nearest >= place)]
            return [finding("meaning-other", hypothesis[:60], 0, len(hypothesis), other)]
        if own < self._floor or near < self._least:
            return [finding("meaning", hypothesis[:60], 0, len(hypothesis))]
        return []

    def _missing(self, pairs: Sequence[tuple[str, str]]) -> list[list[Finding]]:
        """Runs of source words that no word of a short translation stands for."""
        found: list[list[Finding]] = [[] for _ in pairs]
        short = [place for place, pair in enumerate(pairs) if self._length(*pair) < _WHOLE]
        spelled = [tuple(words(text) for text in pairs[place]) for place in short]
        texts = [text for place in short for text in pairs[place]]
        spans = [[(word.start, word.end) for word in row] for two in spelled for row in two]
        vectors = self._encoder.words(texts, spans)
        if vectors is None:
            return found
        for place, (row, _), ours, theirs in zip(short, spelled, vectors[::2], vectors[1::2], strict=True):
            start, end = longest_unaligned(ours, theirs)
            sentence, hypothesis = pairs[place]
            score = end - start - _SHORTER * self._length(sentence, hypothesis)
            if len(row) >= _FEWEST and score > _MISSING[self._source, self._target]:
                piece = sentence[row[start].start : row[end - 1].end]
                found[place] = [absence("omission", piece, hypothesis)]
        return found

    def _length(self, sentence: str, hypothesis: str) -> float:
        """The length of a translation as a share of the usual one."""
        return len(hypothesis) / (_LENGTH[self._source, self._target] * max(len(sentence), 1))


def longest_unaligned(source: Floats, target: Floats) -> tuple[int, int]:
    """The longest run of source words [n, d] not aligned with a target word [m, d], as start and end.

    Two words are aligned if each is the nearest to the other (SimAlign's argmax, Jalili Sabet et al. 2020).
    """
    if not len(source) or not len(target):
        return 0, 0
    cosines = unit(source) @ unit(target).T
    nearest = cosines.argmax(axis=1)
    aligned = cosines.argmax(axis=0)[nearest] == np.arange(len(source))
    longest, start = (0, 0), 0
    for end in range(1, len(source) + 1):
        if aligned[end - 1]:
            start = end
        elif end - start > longest[1] - longest[0]:
            longest = start, end
    return longest
