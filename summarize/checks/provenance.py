"""Find the source sentences that a summary sentence is based on.

Words are compared by overlapping four-letter pieces, weighted by their rarity in the source, so that
inflection matters little. This works within one language only. Meaning is not considered: a sentence
that says the opposite in the same words is based on the same sentences.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from summarize.checks.findings import Finding, finding
from summarize.checks.inflection import fold
from summarize.text import sentences

_WORD = re.compile(r"\w+")
_LINE = re.compile(r".+")
_PIECE = 4  # letters
_ENOUGH = 0.15  # least share of a summary sentence's weight that the first sentence explains
_MORE = 0.12  # least share that each further one adds
_MOST = 4  # source sentences per summary sentence
# Words from which a sentence without support is worth a flag: of the 370 sentences of the human summaries in
# evals/ four shorter ones have none ("Its future funding is uncertain."), of a foreign article's 325.
_JUDGED = 6


def _pieces(sentence: str) -> frozenset[str]:
    """The four-letter pieces of a sentence's words; shorter words and numbers are whole pieces."""
    found = set()
    for match in _WORD.finditer(sentence):
        word = fold(match[0])
        if len(word) <= _PIECE or word.isdigit():
            found.add(word)
        else:
            found.update(word[at : at + _PIECE] for at in range(len(word) - _PIECE + 1))
    return frozenset(found)


def _rests(
    wanted: frozenset[str], places: dict[str, list[int]], weights: dict[str, float]
) -> tuple[int, ...]:
    """The sentences that explain most of what is still unexplained, chosen one by one."""
    total = sum(weights.get(piece, weights[""]) for piece in wanted)
    left = set(wanted)
    chosen: list[int] = []
    while left and total and len(chosen) < _MOST:
        gains: dict[int, float] = {}
        for piece in left:
            for place in places.get(piece, ()):
                gains[place] = gains.get(place, 0.0) + weights[piece]
        if not gains:
            break
        gain = max(gains.values())
        best = min(place for place, value in gains.items() if value == gain)
        if gain < (_MORE if chosen else _ENOUGH) * total:
            break
        chosen.append(best)
        left = {piece for piece in left if best not in places.get(piece, ())}
    return tuple(sorted(chosen))


def rests_on(summary_sentences: Sequence[str], source_sentences: Sequence[str]) -> list[tuple[int, ...]]:
    """For each summary sentence, the indices of the source sentences it is based on, in order.

    There are at most four, and none if nothing in the source explains the sentence, as when it is
    invented or in another language.
    """
    sources = [_pieces(sentence) for sentence in source_sentences]
    places: dict[str, list[int]] = {}
    for place, pieces in enumerate(sources):
        for piece in pieces:
            places.setdefault(piece, []).append(place)
    count = len(sources)
    weights = {piece: math.log(1 + count / len(found)) for piece, found in places.items()}
    weights[""] = math.log(1 + count)
    return [_rests(_pieces(sentence), places, weights) for sentence in summary_sentences]


def unsupported(hypothesis: str, source: str, language: str) -> Iterator[Finding]:
    """Sentences of a summary, in the source's own language, that rest on no sentence of the source."""
    theirs = [
        line[start:end] for line in source.splitlines() for start, end in sentences.split(line, language)
    ]
    spans = [
        (match.start() + start, match.start() + end)
        for match in _LINE.finditer(hypothesis)
        for start, end in sentences.split(match[0], language)
    ]
    rests = rests_on([hypothesis[start:end] for start, end in spans], theirs)
    for (start, end), found in zip(spans, rests, strict=True):
        sentence = hypothesis[start:end]
        if not found and len(_WORD.findall(sentence)) >= _JUDGED:
            yield finding("unsupported", sentence, start, end)
