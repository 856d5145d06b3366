"""Two texts with the words that differ marked, as HTML.

Words are compared without case; the rest of each text is kept as it is. A pair too large to be
aligned in reasonable time is shown unmarked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape

_PIECE = re.compile(r"\w+|\W+")
_LARGEST = 4_000_000  # words of one text times words of the other


def _is_word(piece: str) -> bool:
    return piece[0].isalnum() or piece[0] == "_"


def _keys(pieces: Sequence[str]) -> list[str]:
    return [piece.casefold() for piece in pieces if _is_word(piece)]


def marked(left: str, right: str) -> tuple[str, str]:
    """Both texts as HTML: words of the left that the right lacks in ``<mark>``, and the other way round.

    "Lacks" is by alignment: a word that stands elsewhere in the other text is marked too.
    """
    ours, theirs = _PIECE.findall(left), _PIECE.findall(right)
    left_keys, right_keys = _keys(ours), _keys(theirs)
    if len(left_keys) * len(right_keys) > _LARGEST:
        return escape(left), escape(right)
    blocks = SequenceMatcher(None, left_keys, right_keys, autojunk=False).get_matching_blocks()
    kept_left = {block.a + i for block in blocks for i in range(block.size)}
    kept_right = {block.b + i for block in blocks for i in range(block.size)}
    return _html(ours, kept_left, "ours"), _html(theirs, kept_right, "theirs")


def _html(pieces: Sequence[str], kept: set[int], name: str) -> str:
    """The pieces joined, runs of words that are not kept in one mark each."""
    found: list[str] = []
    word, inside, between = 0, False, ""
    for piece in pieces:
        if not _is_word(piece):
            between += escape(piece)
            continue
        differs = word not in kept
        word += 1
        if inside and not differs:
            found.append("</mark>")
        found.append(between)
        if differs and not inside:
            found.append(f'<mark class="{name}">')
        found.append(escape(piece))
        between, inside = "", differs
    return "".join([*found, "</mark>" if inside else "", between])


def closest(text: str, others: Sequence[str]) -> int:
    """The index of the text among ``others`` that shares most words with ``text``; 0 for none."""
    words = set(_keys(_PIECE.findall(text)))
    shares = [len(words & set(_keys(_PIECE.findall(other)))) for other in others]
    return shares.index(max(shares)) if shares else 0
