"""Chunks of text under a token limit: even in size, cut at natural boundaries, nothing dropped.

The input is a sequence of pieces (sentences, with the places where a paragraph or a section begins) and
a function that counts tokens.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summarize.errors import InputTooLong

Count = Callable[[str], int]

# Where a sentence that is too long may be cut, best first: after a semicolon or colon, after a comma or
# before a dash, at any space.
_CUTS = (re.compile(r"(?<=[;:])\s+"), re.compile(r"(?<=,)\s+|\s+(?=[–—-]\s)"), re.compile(r"\s+"))


@dataclass(frozen=True)
class Piece:
    """One sentence, and the boundary before it: 0 for a sentence, 1 for a paragraph, 2 for a section."""

    text: str
    boundary: int = 0


@dataclass(frozen=True)
class Chunk:
    """What a model reads at once; ``first`` and ``last`` (inclusive) are indices of the pieces."""

    text: str
    first: int
    last: int


def chunk(pieces: Sequence[Piece], count: Count, limit: int) -> list[Chunk]:
    """Join pieces into the fewest chunks of at most ``limit`` tokens, about equal in size.

    A piece longer than the limit is cut between clauses, else between words, else between characters,
    so that every character of every piece is in exactly one chunk.

    Args:
        pieces: in document order.
        count: the number of tokens of a text alone.
        limit: the most tokens per chunk, at least 1.

    Raises:
        InputTooLong: not even one character fits.
    """
    parts = [
        (index, part, piece.boundary if first else 0)
        for index, piece in enumerate(pieces)
        for first, part in _numbered(split_long(piece.text, count, limit))
    ]
    # A separator may cost a token; it is counted with the part after it.
    sizes = [count(text) + 1 for _, text, _ in parts]
    boundaries = [boundary for _, _, boundary in parts]
    chunks = []
    for start, end in _even(sizes, boundaries, limit + 1):
        for first, last in _fitting(parts, start, end, count, limit):
            chunks.append(Chunk(_join(parts[first:last]), parts[first][0], parts[last - 1][0]))
    return chunks


def _numbered(parts: list[str]) -> list[tuple[bool, str]]:
    return [(number == 0, part) for number, part in enumerate(parts)]


def _join(parts: Sequence[tuple[int, str, int]]) -> str:
    """Paragraphs are separated by an empty line; sentences and parts of one paragraph by a space."""
    text = parts[0][1]
    for _, part, boundary in parts[1:]:
        text += ("\n\n" if boundary else " ") + part
    return text


def _even(sizes: Sequence[int], boundaries: Sequence[int], limit: int) -> list[tuple[int, int]]:
    """The fewest spans with sums under ``limit``, the largest sum as small as possible."""
    wanted = len(_greedy(sizes, limit))
    low, high = max([*sizes, -(-sum(sizes) // max(wanted, 1))], default=1), limit
    while low < high:
        middle = (low + high) // 2
        if len(_greedy(sizes, middle)) <= wanted:
            high = middle
        else:
            low = middle + 1
    return _at_paragraphs(_greedy(sizes, high), sizes, boundaries, limit)


def _greedy(sizes: Sequence[int], limit: int) -> list[tuple[int, int]]:
    spans, start, total = [], 0, 0
    for index, size in enumerate(sizes):
        if index > start and total + size > limit:
            spans.append((start, index))
            start, total = index, 0
        total += size
    if start < len(sizes):
        spans.append((start, len(sizes)))
    return spans


def _at_paragraphs(
    spans: list[tuple[int, int]], sizes: Sequence[int], boundaries: Sequence[int], limit: int
) -> list[tuple[int, int]]:
    """Move each cut to a stronger boundary nearby if both neighbours stay within the limit.

    Nearby means within a quarter of a chunk: farther would make the chunks uneven again.
    """
    edges = [start for start, _ in spans] + [len(sizes)]
    before = [0]
    for size in sizes:
        before.append(before[-1] + size)
    for number in range(1, len(edges) - 1):
        left, cut, right = edges[number - 1], edges[number], edges[number + 1]
        reach = (before[right] - before[left]) // 8
        near = [
            place
            for place in range(left + 1, right)
            if abs(before[place] - before[cut]) <= reach
            and before[place] - before[left] <= limit
            and before[right] - before[place] <= limit
        ]
        edges[number] = max(
            near, key=lambda place: (boundaries[place], -abs(before[place] - before[cut])), default=cut
        )
    return list(itertools.pairwise(edges))


def _fitting(
    parts: Sequence[tuple[int, str, int]], start: int, end: int, count: Count, limit: int
) -> list[tuple[int, int]]:
    """The span itself, or its halves if the joined text has more tokens than the sum of its parts."""
    if end - start == 1 or count(_join(parts[start:end])) <= limit:
        return [(start, end)]
    middle = (start + end) // 2
    return [*_fitting(parts, start, middle, count, limit), *_fitting(parts, middle, end, count, limit)]


def split_long(text: str, count: Count, limit: int) -> list[str]:
    """The text itself if it fits, else parts that fit, cut at the best places.

    Raises:
        InputTooLong: a single character has more tokens than the limit.
    """
    if count(text) <= limit:
        return [text]
    for cuts in _CUTS:
        pieces = [piece for piece in cuts.split(text) if piece]
        if len(pieces) > 1:
            return [
                part for run in _greedy_texts(pieces, count, limit) for part in split_long(run, count, limit)
            ]
    if len(text) < 2:
        raise InputTooLong(
            f"the model reads {limit} tokens at once, too few for {text!r}; choose another model"
        )
    middle = len(text) // 2
    return [*split_long(text[:middle], count, limit), *split_long(text[middle:], count, limit)]


def _greedy_texts(pieces: Sequence[str], count: Count, limit: int) -> list[str]:
    spans = _even([count(piece) + 1 for piece in pieces], [0] * len(pieces), limit + 1)
    return [" ".join(pieces[start:end]) for start, end in spans]
