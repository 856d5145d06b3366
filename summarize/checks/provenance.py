"""Which sentences of the source a summary's sentence rests on: by shared pieces of words.

Words are compared by their overlapping four-letter pieces, weighted by rarity in the source, so
that inflection matters little. Within one language only. Not known: meaning; a sentence that says
the opposite in the same words rests on the same place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from summarize.checks.inflection import fold

_WORD = re.compile(r"\w+")
_PIECE = 4  # letters
_ENOUGH = 0.15  # share of a summary sentence's weight that the first sentence must explain
_MORE = 0.12  # and that each further one must add
_MOST = 4  # sentences that one sentence can rest on


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
    """Sentences that explain the most of what is still unexplained, one after the other."""
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
    """For each summary sentence the indices of the source sentences it rests on, ascending.

    At most four; ``()`` where nothing in the source explains it (another language, or invented).
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
