"""The words on the two sides of a closing mark: how they are read, not what they mean."""

import re
from dataclasses import dataclass

from summarize.abbreviations import Lexicon

REACH = 48  # characters read on either side: three abbreviated words and their stops

_LEFT = re.compile(r"(?:(?<!\w)[^\W\d_]{1,5}\.[ \u00a0]?){0,3}[^\W_][\w/’'-]*$")
_PREVIOUS = re.compile(r"([^\s«»“”„\"()\[\]]+)[\s«“„\"(\[]*$")
_RIGHT = re.compile(
    r"""(?P<dash>[-–—−‒―]+\s*)?
    (?P<opened>(?:[(\[«“„"'‘‹<*_]|\.{2,}\s?|…\s?|(?<=[«“„"])[-–—]\s)*)
    (?P<word>[^\W\d_][\w’'-]{0,40}|\d[\d.,:]{0,20})?
    (?P<stop>\.?)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Following:
    """What stands to the right of a mark: the first word, and the marks before and after it."""

    dash: bool
    opened: bool  # a quotation, a bracket or an ellipsis stands before the word
    word: str  # "" where something else than a word or a number follows
    stopped: bool  # the word has a full stop of its own: an initial, an abbreviation
    opener: bool  # the word opens sentences when it is capitalised
    text: str  # all of it, as it stands

    @property
    def lower(self) -> bool:
        """Whether a word in lower case follows; "iPhone" is not one."""
        return self.word.islower() and not self.number

    @property
    def number(self) -> bool:
        """Whether a number in figures follows."""
        return self.word[:1].isdigit()


def following(text: str, at: int, lexicon: Lexicon) -> Following:
    """Read the word at `at`, the offset of the first character after a mark and its white space."""
    match = _RIGHT.match(text, at)
    assert match is not None  # every part of the pattern is optional
    word = match["word"] or ""
    stopped = bool(match["stop"])
    known = word.lower().replace("’", "'") in lexicon.openers
    opener = known and not (stopped and len(word) == 1)
    return Following(bool(match["dash"]), bool(match["opened"]), word, stopped, opener, match.group())


def preceding(before: str) -> str:
    """The word that ends `before`, with the abbreviations that stand against it ("т. д"), or ""."""
    match = _LEFT.search(before[-REACH:])
    return match.group() if match else ""


def previous(before: str) -> str:
    """The last word of `before`, marks inside and after it included, or ""."""
    match = _PREVIOUS.search(before[-REACH:])
    return match.group(1) if match else ""
