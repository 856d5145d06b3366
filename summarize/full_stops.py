"""Whether a sentence ends at a full stop that a capital letter, a number or a symbol follows.

The word before the stop decides: an abbreviation (by its kind), an initial, a number, or the marker of
a list. A stop after any other word is answered by a library, sentencex for English and razdel for Russian
and Kazakh; it is shown only the words beside the stop, so that a long text costs it no more than a short.

Lower case on the right, quotations and brackets are not known here; see `boundaries`.
"""

import re
from collections.abc import Callable
from functools import cache

from summarize.abbreviations import LEXICONS, Kind
from summarize.neighbours import Following, preceding, previous

_MARKER_LENGTH = 12  # characters; a longer beginning is not the marker of a list
_MARKER = re.compile(r"[(\[«“\"*•–—-]*\s?(?:[IVXLCivxl]{1,5}|\d{1,3}(?:\.\d{1,3})*|[a-zа-яA-ZА-Я])$")
_ROMAN = re.compile(r"[IVXLCХ]+$")
_DATED = re.compile(r"(?:.*\d(?:[-–—]?[а-яәі]{1,3})?|[IVXLCХ–—-]+)$")  # 1999, 1990-х, XIX
_TIMES = frozenset({"г", "гг", "в", "вв", "н.э"})
_PREDICATE = re.compile(  # Russian past tense, passive participle, reflexive present
    r"\b[а-яё]{2,}(?:[аеёиоуыя]л[аои]?(?:с[ья])?|[аеё]н[аоы]?|[ая]т[аоы]|(?:[еёи]т|[уюая]т)ся)\b", re.IGNORECASE
)


def ends_sentence(before: str, right: Following, language: str, whole: bool) -> bool:
    """Whether the full stop between `before` and `right` ends a sentence.

    `before` is the end of the sentence so far, without the stop, and `whole` says that it is all of it.
    """
    left = preceding(before)
    if not left:
        return True
    if whole and len(before) < _MARKER_LENGTH and _MARKER.match(before):
        return False
    key = left.replace(" ", "").replace("\u00a0", "")
    kind = LEXICONS[language].kind(key)
    earlier = before[: -len(left)]
    if kind:
        verdict = _abbreviation_ends(kind, key, earlier, right, language)
        return (right.opener or library(language)(before, right)) if verdict is None else verdict
    last = key.rpartition(".")[2]
    if len(last) == 1 and last.isupper():
        return _initial_ends(key, earlier, right, language)
    if last.isdigit():
        return _number_ends(last, earlier, right)
    return right.opener or library(language)(before, right)


def abbreviated(before: str, language: str) -> bool:
    """Whether `before` ends with an abbreviation or an initial, so that its full stop proves nothing."""
    key = preceding(before).replace(" ", "").replace("\u00a0", "")
    last = key.rpartition(".")[2]
    return LEXICONS[language].kind(key) not in (None, Kind.WORD) or (len(last) == 1 and last.isupper())


def _abbreviation_ends(kind: Kind, key: str, earlier: str, right: Following, language: str) -> bool | None:
    """The verdict on an abbreviation of a known kind; None where the kind leaves it open."""
    counted = previous(earlier)[-1:].isdigit()
    if kind is Kind.BINDS:
        return False
    if kind is Kind.WORD or kind is Kind.UNIT:
        if counted:
            return not right.number
        return True if kind is Kind.WORD else None
    if right.dash or right.number:
        return kind is Kind.NUMBERED and not right.number and None
    if kind is Kind.NUMBERED:
        return False if _ROMAN.match(right.word) else None
    if kind is Kind.CLOSES:
        return right.word.lower() not in LEXICONS[language].joiners
    return right.opener or (language == "ru" and _date_ends(key, earlier, right))


def _date_ends(key: str, earlier: str, right: Following) -> bool:
    """«… основан в 1999 г. Завод …» against «В 1999 г. Завод …»: whether the clause has its predicate."""
    time = "н.э" if key.endswith("н.э") else key.rpartition(".")[2]
    if time not in _TIMES or not (time == "н.э" or _DATED.match(previous(earlier))):
        return False
    return bool(_PREDICATE.search(earlier) or _PREDICATE.match(right.word))


def _initial_ends(key: str, earlier: str, right: Following, language: str) -> bool:
    """A single capital, "J." or «А. С.»: a name goes on, unless a word follows that opens sentences."""
    if right.opener:
        return True
    if key == "I" and language == "en":  # the pronoun far more often than a name
        return previous(earlier).islower() and previous(earlier) not in ("by", "of", "with", "and")
    return False


def _number_ends(last: str, earlier: str, right: Following) -> bool:
    """A number in figures: the marker of a list inside a line, a part of a date, or the last word."""
    if len(last) <= 2 and earlier[-1:].isspace() and previous(earlier)[-1:] in (":", ";"):
        return False
    return not (len(last) <= 2 and right.number and re.match(r"\d{1,2}\.\d|\d{1,2}\.?$", right.word))


@cache
def library(language: str) -> Callable[[str, Following], bool]:
    """The opinion of sentencex (en) or razdel (ru, kk): whether a full stop ends a sentence.

    The library is imported when the first stop needs it.
    """
    if language == "en":
        import sentencex

        def by_sentencex(before: str, right: Following) -> bool:
            left = f"so {preceding(before)}. "  # words alone: a quotation mark would hide the stop from it
            return len(sentencex.segment("en", left + right.word)[0]) <= len(left)

        return by_sentencex
    from razdel.segmenters.sentenize import SentSplit, sentenize

    def by_razdel(before: str, right: Following) -> bool:
        split = SentSplit(before[-sentenize.split.window :], ".", " " + right.text, before)
        return not sentenize.join(split)

    return by_razdel
