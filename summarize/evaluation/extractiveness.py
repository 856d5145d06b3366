"""How much of a summary is its source's own words: copying, compression, novelty, repetition.

Coverage and density follow Grusky, Naaman and Artzi (2018, "Newsroom"): greedy longest shared
fragments. None of these says whether a summary is good; together they say what kind it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarize.evaluation.rouge import ngrams

Words = Sequence[str]


def fragments(source: Words, summary: Words) -> list[int]:
    """Lengths in words of the greedy longest runs of ``summary`` that stand in ``source``."""
    places: dict[str, list[int]] = {}
    for index, word in enumerate(source):
        places.setdefault(word, []).append(index)
    lengths: list[int] = []
    at = 0
    while at < len(summary):
        longest = 0
        for place in places.get(summary[at], ()):
            length = _shared_run(source, place, summary, at)
            if length > longest:
                longest = length
            if at + longest == len(summary):
                break
        if longest:
            lengths.append(longest)
        at += max(longest, 1)
    return lengths


def _shared_run(source: Words, place: int, summary: Words, at: int) -> int:
    limit = min(len(source) - place, len(summary) - at)
    for length in range(limit):
        if source[place + length] != summary[at + length]:
            return length
    return limit


def describe(source: Words, summary: Words) -> dict[str, float]:
    """What kind of summary this is; 0 for everything where the summary has no words.

    ``coverage`` (0–1): share of the summary's words in shared fragments. ``density`` (words):
    mean length of the fragment a word stands in. ``compression``: source words per summary word.
    ``novel_bigrams`` (0–1): share of the summary's bigrams that the source lacks.
    ``repetition`` (0–1): share of the summary's trigrams that it had said before.
    ``words``: the summary's length.
    """
    names = ("coverage", "density", "compression", "novel_bigrams", "repetition", "words")
    if not summary:
        return dict.fromkeys(names, 0.0)
    lengths = fragments(source, summary)
    pairs, known = ngrams(summary, 2), ngrams(source, 2)
    triples = ngrams(summary, 3)
    novel = sum(count for pair, count in pairs.items() if pair not in known)
    return dict(
        zip(
            names,
            (
                sum(lengths) / len(summary),
                sum(length * length for length in lengths) / len(summary),
                len(source) / len(summary),
                novel / pairs.total() if pairs else 0.0,
                1 - len(triples) / triples.total() if triples else 0.0,
                float(len(summary)),
            ),
            strict=True,
        )
    )
