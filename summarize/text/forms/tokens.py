"""A text in tokens: words (letters and digits) and single symbols, each with its place."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W_]+(?:\u0301[^\W_]*)*(?:['’ʼ][^\W_]+)*|[^\w\s]|_")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_FOLDED = str.maketrans({"ё": "е", "’": "'", "ʼ": "'", "\u0301": None, "‑": "-", "–": "-", "—": "-"})


class Token(NamedTuple):
    """A word or symbol, without an English possessive; ``key`` is its folded form.

    ``spaced`` is whether white space, or the text's beginning, stands before it.
    """

    text: str
    start: int
    end: int
    key: str
    spaced: bool

    @property
    def word(self) -> bool:
        """Whether it is a word or a number, and no symbol."""
        return self.text[0].isalnum()


def fold(text: str) -> str:
    """The form in which words are compared: lower case, е for ё, no stress marks, one kind of hyphen."""
    return text.casefold().translate(_FOLDED)


@lru_cache(maxsize=8)
def tokens(text: str) -> tuple[Token, ...]:
    """Every token of a text, in order."""
    found = []
    for match in _TOKEN.finditer(text):
        start = match.start()
        word = _POSSESSIVE.sub("", match[0]) or match[0]
        spaced = start == 0 or text[start - 1].isspace()
        found.append(Token(word, start, start + len(word), fold(word), spaced))
    return tuple(found)
