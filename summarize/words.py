"""The words of a text with their places, and which of them are written as names.

Knows letters and sentence ends only; no dictionary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
# What stands before a word that would be capitalised anyway: an end, an opening mark, a bullet.
_OPENING = re.compile(r"(?:^|[.!?…:;\n»”\"(«“„‘*•#>|\]\[])[\s\d.)–—«“„\"‘'(*_#-]*$")
_REACH = 12  # characters that are looked at before a word


@dataclass(frozen=True)
class Word:
    """One word; ``initial`` where a sentence or a quotation begins with it."""

    text: str
    start: int
    end: int
    initial: bool

    @property
    def capitalised(self) -> bool:
        """A capital and then at least one small letter."""
        return self.text[0].isupper() and not self.text.isupper()

    @property
    def acronym(self) -> bool:
        """Two to seven capitals and nothing else."""
        return 2 <= len(self.text) <= 7 and self.text.isupper()


def words(text: str) -> list[Word]:
    """Every word of a text; a hyphen ends a word, an English possessive is taken off."""
    found = []
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match[0])
        before = text[max(match.start() - _REACH, 0) : match.start()]
        initial = match.start() == 0 or (match[0][0].isupper() and _OPENING.search(before) is not None)
        found.append(Word(word, match.start(), match.start() + len(word), initial))
    return found
