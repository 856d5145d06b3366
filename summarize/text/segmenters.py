"""What two libraries say of a full stop between a word that is no abbreviation of ours and a new one.

They see only the words beside the stop, so that their cost does not grow with the text.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from summarize.text.neighbours import REACH, Following, preceding


class Library(NamedTuple):
    """The verdicts of a library on full stops."""

    ends: Callable[[str, Following], bool]  # whether the stop after this text ends a sentence
    ends_after: Callable[[str], bool]  # whether a stop after this word ends one before any capital


@cache
def library(language: str) -> Library:
    """Sentencex (en) or razdel (ru, kk), imported on first use."""
    return _sentencex() if language == "en" else _razdel()


def _sentencex() -> Library:
    import sentencex

    def ends_between(word: str, next_word: str) -> bool:
        left = f"so {word}. "  # the word alone: a quotation mark would hide the stop
        return len(sentencex.segment("en", left + next_word)[0]) <= len(left)

    def ends(before: str, right: Following) -> bool:
        return ends_between(preceding(before).word, right.word)

    def ends_after(word: str) -> bool:
        return ends_between(word, "Smith")  # a word that opens no sentence: after abbreviations others do

    return Library(ends, ends_after)


def _razdel() -> Library:
    from razdel.segmenters.sentenize import SentSplit, sentenize
    from razdel.segmenters.sokr import HEAD_SOKRS, INITIALS, PAIR_SOKRS, SOKRS

    window = sentenize.split.window  # characters that it sees
    abbreviated = {*HEAD_SOKRS, *SOKRS, *INITIALS, *(pair[0] for pair in PAIR_SOKRS)}

    def ends_after(word: str) -> bool:
        return word[-window:].lower() not in abbreviated  # as its rules say in a fifth of the time

    def ends(before: str, right: Following) -> bool:
        word = before[len(before.rstrip(_SMALL)) :]
        if _is_plain(before, word) and ends_after(word) and _CAPITAL_OR_NUMBER.match(right.text):
            return True
        return not sentenize.join(SentSplit(before[-window:], ".", " " + right.text, before))

    return Library(ends, ends_after)


_SMALL = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяёәіңғүұқөһ"


def _is_plain(before: str, word: str) -> bool:
    """Whether the letters that end a text are all of a word."""
    rest = len(before) - len(word)
    return 2 <= len(word) <= REACH and not (rest and (before[rest - 1].isalnum() or before[rest - 1] == "_"))


_CAPITAL_OR_NUMBER = re.compile(r"[^\W\da-zа-яёәіңғүұқөһ_]|\d")
