"""The words beside a closing mark, from which it is judged whether a sentence ends there."""

import re
from typing import NamedTuple

from summarize.text.abbreviations import Lexicon

REACH = 48  # characters read on either side: three abbreviated words and their stops
_ABBREVIATED = 6  # characters with the stop; a longer word is not part of an abbreviation
_LAST = re.compile(r"[^\W_][\w/’'.-]*$")
_RIGHT = re.compile(
    r"""(?P<dash>[-–—−‒―]+\s*)?
    (?P<opened>(?:[(\[«“„"'‘‹<*_]|\.{2,}\s?|…\s?|(?<=[«“„"])[-–—]\s){0,12})
    (?P<word>[^\W\d_][\w’'-]{0,40}|\d[\d.,:]{0,20})?
    (?P<stop>\.?)""",
    re.VERBOSE,
)


class Preceding(NamedTuple):
    """The text to the left of a mark."""

    word: str  # with the abbreviations before it, without spaces: "т.д" for "и т. д"; "" after another mark
    previous: str  # the chunk before the word
    chunk: str  # everything from the last white space to the mark


class Following(NamedTuple):
    """The text to the right of a mark: the first word, and the marks before and after it."""

    dash: bool
    opened: bool  # a quotation mark, a bracket or an ellipsis before the word
    word: str  # "" unless a word or a number follows
    opener: bool  # the word opens sentences when it is capitalised
    text: str

    @property
    def lower(self) -> bool:
        """Whether a word all in lower case follows; "iPhone" is not one."""
        return self.word.islower() and not self.number

    @property
    def number(self) -> bool:
        """Whether a number in figures follows."""
        return self.word[:1].isdigit()


def following(text: str, at: int, lexicon: Lexicon) -> Following:
    """Read the word at `at`, the offset of the first character after a mark and its white space."""
    match = _RIGHT.match(text, at)
    assert match is not None  # every part of the pattern is optional
    dash, opened, word, stop = match.groups("")
    opener = word.lower().replace("’", "'") in lexicon.openers and not (stop and len(word) == 1)
    return Following(bool(dash), bool(opened), word, opener, match.group())


def preceding(before: str) -> Preceding:
    """Read the word that ends `before`, the text up to a mark."""
    chunks = before[-REACH:].rsplit(None, 4) if not before[-1:].isspace() else []
    if not chunks:
        return Preceding("", "", "")
    word = chunk = chunks.pop()
    if not chunk.isalpha():
        match = _LAST.search(chunk)
        word = match.group() if match else ""
    if word == chunk:
        while chunks and chunks[-1].endswith(".") and len(chunks[-1]) <= _ABBREVIATED:
            word = chunks.pop() + word
    return Preceding(word, chunks[-1] if chunks else "", chunk)
