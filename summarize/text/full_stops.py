"""Whether a sentence ends at a full stop that a capital letter, a number or a symbol follows.

The word before the stop decides: an abbreviation (by its kind), an initial, a number, or the marker of
a list. A stop after any other word is answered by a library, sentencex for English and razdel for Russian
and Kazakh; it is shown only the words beside the stop, so that a long text costs it no more than a short.

Lower case on the right, quotations and brackets are not known here; see `boundaries`.
"""

import re
from collections.abc import Callable
from functools import cache

from summarize.text.abbreviations import LEXICONS, Kind
from summarize.text.neighbours import Following, Preceding, preceding

_MARKER_LENGTH = 12  # characters; a longer beginning is not the marker of a list
_MARKER = re.compile(r"[(\[«“\"*•–—-]*\s?(?:[IVXLCivxl]{1,5}|\d{1,3}(?:\.\d{1,3})*|[a-zа-яA-ZА-Я])$")
_ROMAN = re.compile(r"[IVXLCХ]+$")
_DATED = re.compile(r"(?:.*\d(?:[-–—]?[а-яәі]{1,3})?|[IVXLCХ–—-]+)$")  # 1999, 1990-х, XIX
_DAY_OR_MONTH = re.compile(r"\d{1,2}\.")
_OPENING = "([{«<„“\"'‘*_"
_TIMES = frozenset({"г", "гг", "в", "вв", "ж", "жж", "ғ", "ғғ", "a.m", "p.m"})
_DATE_LENGTH = 14  # characters; no sentence, only a date, is this short: «В 1999 г.», "At 5 a.m."
_PREDICATE = re.compile(  # Russian past tense, passive participle, reflexive present
    r"\b(?:[а-яё]+(?:[аеёиоуыя]л[аои]?(?:с[ья])?|[аеё]н[аоы]?|[ая]т[аоы]|(?:[еёи]т|[уюая]т)ся)"
    r"|умер|погиб|возник|достиг|исчез|вырос)\b",
    re.IGNORECASE,
)


def ends_sentence(before: str, right: Following, language: str, whole: bool) -> bool:
    """Whether the full stop between `before` and `right` ends a sentence.

    `before` is the end of the sentence so far, without the stop, and `whole` says that it is all of it.
    """
    left = preceding(before)
    if not left.word:
        return True
    if whole and len(before) < _MARKER_LENGTH and _MARKER.match(before):
        return False
    last = left.word.rpartition(".")[2].removeprefix("-")
    kind = LEXICONS[language].kind(left.word)
    verdict: bool | None = None
    if kind:
        verdict = _abbreviation_ends(kind, left, before, right, language)
    elif len(last) == 1 and last.isupper():
        verdict = not _initial(left) or _initial_ends(left, right, language)
    elif last.isdigit():
        verdict = _number_ends(last, left, right)
    elif "-" in last:  # «в 1970-х», «да-с»: razdel would see an abbreviation in the ending
        verdict = True
    return (right.opener or library(language)(before, right)) if verdict is None else verdict


def abbreviated(before: str, language: str) -> bool:
    """Whether `before` ends with an abbreviation or an initial, so that its full stop proves nothing."""
    left = preceding(before)
    return LEXICONS[language].kind(left.word) not in (None, Kind.WORD) or _initial(left)


def _initial(left: Preceding) -> bool:
    """Whether a single capital stands alone before the stop; that of "20 °C" does not."""
    letter = left.word.rpartition(".")[2].removeprefix("-")
    return (
        len(letter) == 1 and letter.isupper() and left.chunk.lstrip(_OPENING) == left.word[-len(left.chunk) :]
    )


def _abbreviation_ends(
    kind: Kind, left: Preceding, before: str, right: Following, language: str
) -> bool | None:
    """The verdict on an abbreviation of a known kind; None where the kind leaves it open."""
    if kind is Kind.BINDS:
        return False
    if kind is Kind.WORD or kind is Kind.UNIT:
        if left.previous[-1:].isdigit():
            return not right.number
        return True if kind is Kind.WORD else None
    if kind is Kind.NUMBERED:
        return right.opener or not (right.number or len(right.word) == 1 or _ROMAN.match(right.word))
    if right.dash or right.number:
        return False
    timed = left.word.lower() in _TIMES and _DATED.match(left.previous) is not None
    if timed and len(before) <= _DATE_LENGTH:
        return False
    if kind is Kind.CLOSES:
        return right.word.lower() not in LEXICONS[language].joiners
    if not timed and not left.word.endswith("н.э"):
        return right.opener
    # «… основан в 1999 г. Завод …» against «Летом 1999 г. Завод …»: whether the clause has its predicate
    complete = language == "ru" and (_PREDICATE.search(before) or _PREDICATE.match(right.word))
    return right.opener or bool(complete)


def _initial_ends(left: Preceding, right: Following, language: str) -> bool:
    """A single capital, "J." or «А. С.»: a name goes on, unless a word follows that opens sentences."""
    if right.opener:
        return True
    if left.word == "I" and language == "en":  # the pronoun far more often than a name
        return left.previous == "War" or (
            left.previous.islower() and left.previous not in ("by", "of", "with")
        )
    return left.word in ("I", "V", "X") and language != "en"  # in Cyrillic text a numeral: Пётр I


def _number_ends(last: str, left: Preceding, right: Following) -> bool:
    """A number in figures: the marker of a list inside a line, a part of a date, or the last word."""
    short = len(last) <= 2
    if short and left.chunk == last and left.previous[-1:] in (":", ";"):
        return False
    return not (short and right.number and _DAY_OR_MONTH.match(right.word))


@cache
def library(language: str) -> Callable[[str, Following], bool]:
    """The opinion of sentencex (en) or razdel (ru, kk): whether a full stop ends a sentence.

    The library is imported when the first stop needs it.
    """
    if language == "en":
        import sentencex

        def by_sentencex(before: str, right: Following) -> bool:
            left = (
                f"so {preceding(before).word}. "  # words alone: a quotation mark would hide the stop from it
            )
            return len(sentencex.segment("en", left + right.word)[0]) <= len(left)

        return by_sentencex
    from razdel.segmenters.sentenize import SentSplit, sentenize

    def by_razdel(before: str, right: Following) -> bool:
        split = SentSplit(before[-sentenize.split.window :], ".", " " + right.text, before)
        return not sentenize.join(split)

    return by_razdel
