"""The words of a text with their offsets, and which of them are written as names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
# Text before a word that would be capitalised anyway: a sentence end, an opening mark, a bullet.
_OPENING = re.compile(r"(?:^|[.!?…:;\n»”\"(«“„‘*•#>|\]\[])[\s\d.)–—«“„\"‘'(*_#-]*$")
_REACH = 12  # characters read before a word


class Word(NamedTuple):
    """One word; ``initial`` if it has its capital because a sentence or a quotation begins."""

    text: str
    start: int
    end: int
    initial: bool

    @property
    def capitalised(self) -> bool:
        """Whether a capital is followed by at least one small letter."""
        return self.text[0].isupper() and not self.text.isupper()

    @property
    def acronym(self) -> bool:
        """Whether the word is two to seven capitals."""
        return 2 <= len(self.text) <= 7 and self.text.isupper()


@lru_cache(maxsize=8)  # every check asks for the words of its two texts again
def words(text: str) -> tuple[Word, ...]:
    """Every word of a text; a hyphen ends a word, and an English possessive is removed."""
    found = []
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if not word.isalpha():
            word = _POSSESSIVE.sub("", word)
        initial = word[0].isupper() and (
            start == 0 or _OPENING.search(text[max(start - _REACH, 0) : start]) is not None
        )
        found.append(Word(word, start, start + len(word), initial))
    return tuple(found)
