"""Whether a sentence ends at a closing mark, judged by the words beside it.

A mark ends a sentence unless a rule says otherwise: quotations, dashes, brackets, lists and emoticons have
such rules. A few rules let a sentence end although a word in lower case, or without a space, follows.

A single full stop before a capital letter, a number or a symbol depends on the word before it: an
abbreviation (by its kind), an initial, a number, or a list marker. After any other word a library decides,
sentencex for English and razdel for Russian and Kazakh.

Brackets and quotation marks are matched by shape in one pass. A bracketed aside, or a title in quotation
marks, inside a sentence does not end it, however many full stops it holds. Long pairs are ignored; otherwise
a missing closing mark would swallow a page.
"""

import re
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from summarize.errors import UsageError
from summarize.text.abbreviations import LEXICONS, Kind
from summarize.text.neighbours import REACH, Following, Preceding, following, preceding
from summarize.text.segmenters import library

_ASIDE_LONGEST = 250  # characters; longer brackets hold sentences of their own
_TITLE_LONGEST = 80
_ALL_MARKS = '()[]«»“”„"'
_MARK = re.compile(f"[{re.escape(_ALL_MARKS)}]")  # one set of characters, which is fast to search for
_CLOSES = {")": "(", "]": "[", "»": "«", "”": "“"}
_SENTENCE_MARKS = frozenset(".!?…:")


class _Enclosures(NamedTuple):
    """Brackets and quotation marks of a paragraph, as character offsets into it."""

    inline: list[tuple[int, int]]  # disjoint (open, close) stretches inside a sentence, in order
    titles: set[int]  # closing marks of short quotations that follow a plain word
    asides: set[int]  # closing brackets that were opened inside a sentence
    stray: set[int]  # closing round brackets that were never opened: often an emoticon

    def add(self, text: str, start: int, at: int) -> None:
        """Note what the marks at `start` and `at` enclose, if they do so inside a sentence."""
        before = text[max(0, start - 2) : start].rstrip()[-1:]
        if not before or before in _SENTENCE_MARKS:
            return
        if text[start] in "([":
            if at - start <= _ASIDE_LONGEST:
                self.asides.add(at)
                self.inline.append((start, at))
        elif at - start <= _TITLE_LONGEST and before.isalnum():
            self.titles.add(at)
            if _continues(text, at + 1):
                self.inline.append((start, at))

    def holds(self, position: int) -> bool:
        """Whether `position` lies strictly inside an inline stretch."""
        if not self.inline:
            return False
        index = bisect_right(self.inline, (position, 0)) - 1
        return index >= 0 and position < self.inline[index][1]


_NO_ENCLOSURES = _Enclosures([], set(), set(), set())


def _enclosures(text: str) -> _Enclosures:
    """Match the brackets and quotation marks of `text`, in time linear in its length."""
    opened: dict[str, list[int]] = {mark: [] for mark in '([«“"'}
    found = _Enclosures([], set(), set(), set())
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        kind = _CLOSES.get(mark) or _closed_alike(text, at, mark, opened)
        if kind is None:
            if mark != "(" or not text[at + 1 : at + 2].isspace():
                opened["“" if mark == "„" else mark].append(at)
        elif not opened[kind]:
            if mark == ")":
                found.stray.add(at)
        else:
            found.add(text, opened[kind].pop(), at)
    return found._replace(inline=_outermost(found.inline)) if len(found.inline) > 1 else found


def _closed_alike(text: str, at: int, mark: str, opened: dict[str, list[int]]) -> str | None:
    """The mark at `at` if it opens as well and now closes: `"` and, for „Berlin“ and “Алматы“, `“`."""
    if mark not in '"“' or not opened[mark] or text[at - 1].isspace():
        return None
    return mark if mark == '"' or not text[at + 1 : at + 2].isalnum() else None


def _continues(text: str, at: int) -> bool:
    """Whether the sentence goes on at `at`: a comma, a semicolon, or a word in lower case."""
    rest = text[at : at + 2].lstrip()
    return rest[:1].islower() or rest[:1] in (",", ";")


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`pairs` in order, without those that begin inside another one."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if not kept or start > kept[-1][1]:
            kept.append((start, end))
    return kept


_MARKER_LENGTH = 12  # characters; a list marker is no longer
_MARKER = re.compile(r"[(\[«“\"*•–—-]*\s?(?:[IVXLCivxl]{1,5}|\d{1,3}(?:\.\d{1,3})*|[a-zа-яA-ZА-Я])$")
_ROMAN = re.compile(r"[IVXLCХ]+$")
_DATED = re.compile(r"(?:.*\d(?:[-–—]?[а-яәі]{1,3})?|[IVXLCХ–—-]+)$")  # 1999, 1990-х, XIX
_DAY_OR_MONTH = re.compile(r"\d{1,2}\.")
_OPENING = "([{«<„“\"'‘*_"
_TIMES = frozenset({"г", "гг", "в", "вв", "ж", "жж", "ғ", "ғғ", "a.m", "p.m"})
_DATE_LENGTH = 14  # characters; only a date is this short, not a sentence: «В 1999 г.», "At 5 a.m."
_PREDICATE = re.compile(  # Russian past tense, passive participle, reflexive present
    r"\b(?:[а-яё]+(?:[аеёиоуыя]л[аои]?(?:с[ья])?|[аеё]н[аоы]?|[ая]т[аоы]|(?:[еёи]т|[уюая]т)ся)"
    r"|умер|погиб|возник|достиг|исчез|вырос)\b",
    re.IGNORECASE,
)


def _full_stop_ends(before: str, right: Following, language: str, whole: bool) -> bool:
    """Whether the full stop between `before` and `right` ends a sentence.

    `before` is the end of the sentence so far, without the stop; with `whole` it is the whole sentence.
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
    elif "-" in last:  # «в 1970-х», «да-с»: razdel takes the ending for an abbreviation
        verdict = True
    return (right.opener or library(language).ends(before, right)) if verdict is None else verdict


def _abbreviated(before: str, language: str) -> bool:
    """Whether `before` ends with an abbreviation or an initial, so that its full stop need not end it."""
    left = preceding(before)
    return LEXICONS[language].kind(left.word) not in (None, Kind.WORD) or _initial(left)


def _initial(left: Preceding) -> bool:
    """Whether the word before the stop is a single capital, and not that of "20 °C"."""
    letter = left.word.rpartition(".")[2].removeprefix("-")
    return (
        len(letter) == 1 and letter.isupper() and left.chunk.lstrip(_OPENING) == left.word[-len(left.chunk) :]
    )


def _abbreviation_ends(
    kind: Kind, left: Preceding, before: str, right: Following, language: str
) -> bool | None:
    """Whether a sentence ends at an abbreviation of a known kind; None if the kind does not decide it."""
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
    # «… основан в 1999 г. Завод …» ends, «Летом 1999 г. Завод …» does not: the clause has a predicate or not
    complete = language == "ru" and (_PREDICATE.search(before) or _PREDICATE.match(right.word))
    return right.opener or bool(complete)


def _initial_ends(left: Preceding, right: Following, language: str) -> bool:
    """Whether a sentence ends at an initial, "J." or «А. С.»: only before a word that opens sentences."""
    if right.opener:
        return True
    if left.word == "I" and language == "en":  # the pronoun far more often than a name
        return left.previous == "War" or (
            left.previous.islower() and left.previous not in ("by", "of", "with")
        )
    return left.word in ("I", "V", "X") and language != "en"  # Roman numerals in Cyrillic text: Пётр I


def _number_ends(last: str, left: Preceding, right: Following) -> bool:
    """Whether a sentence ends at a number: not at an inline list marker, nor inside a date."""
    short = len(last) <= 2
    if short and left.chunk == last and left.previous[-1:] in (":", ";"):
        return False
    return not (short and right.number and _DAY_OR_MONTH.match(right.word))


_PLAIN_REACH = 24  # characters before a full stop that mostly hold two words
_REMEMBERED = 50_000  # words
_OPENED = frozenset("([«“„\"'‘‹<*_")
_CLAUSE = 240  # characters that rules on words see; enough for a clause and its predicate
_QUOTES = frozenset('»”"“')
_CONTINUES = re.compile(
    r"""[,;:.!?…)\]}»”%/|+=&^~\\]
    |"(?=\s)                # with white space on both sides a quotation mark may close or open
    |\W{1,8}$             # only marks up to the end of the paragraph
    """,
    re.VERBOSE,
)
_ADDRESS = re.compile(r"[/@\\=_]|\bwww\b|\.\w")
_SUFFIX = re.compile(r"(?:com|org|net|gov|edu|info|html?|txt|pdf|docx?|xlsx?|jpe?g|png|рф)\b", re.IGNORECASE)
_SPEECH = re.compile(
    r"(?:[A-Z][\w’'-]*\s){1,3}(?:said|says|asked|asks|replied|cried|shouted|yelled|exclaimed|whispered|answered"
    r"|muttered|called|added|wrote|demanded|screamed|inquired|wondered|murmured|laughed|snapped)\b"
)
_PLAIN_ENDING = {  # of words that are not abbreviations: most abbreviations end with a consonant
    "en": re.compile(r".*[A-Za-z][a-z]{2}$|\d{4}$"),
    "ru": re.compile(r".*[а-яё]{2}[аеёиоуыэюяйь]$"),
    "kk": re.compile(r".*[а-яәіңғүұқөһ]{2}[аеёиоуыэюяйьәіүұө]$"),
}


class _Plain(dict[str, bool]):
    """Whether a full stop after a word ends a sentence before any word with a capital.

    The key is the word with its stop; False says nothing. A text repeats its words, and they are forgotten
    when there are many, which bounds the memory.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, chunk: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        word = chunk[:-1]
        plain = len(word) > 1 and word.isalpha() and LEXICONS[self._language].kind(word) is None
        found = self[chunk] = plain and library(self._language).ends_after(word)
        return found


_plain = cache(_Plain)


class Boundaries:
    """Decides for one paragraph which candidates end a sentence."""

    def __init__(self, text: str, language: str) -> None:
        if language not in LEXICONS:
            raise UsageError(f"no sentence rules for language {language!r}: use one of {', '.join(LEXICONS)}")
        self._text = text
        self._language = language
        self._lexicon = LEXICONS[language]
        self._plain = _plain(language)
        marked = any(map(text.__contains__, _ALL_MARKS))  # three times as fast as to look for them
        self._enclosures = _enclosures(text) if marked else _NO_ENCLOSURES

    def plainly_ends(self, at: int, start: int) -> bool:
        """Whether the full stop at `at` ends a sentence by its looks.

        That is between a word of letters that is no abbreviation and a word with a capital, after one space
        and at most one opening mark, as most are. `ends_sentence` says the same in ten times as long; False
        says nothing.
        """
        if at - start < _PLAIN_REACH:
            return False
        text = self._text
        chunks = text[at - _PLAIN_REACH : at + 3].rsplit(None, 3)
        if len(chunks) < 4 or not self._plain[chunks[2]] or chunks[1][-1] == ".":
            return False
        first = text[at + 3 : at + 4] if chunks[3] in _OPENED else chunks[3]
        return first.isupper() and first.isalpha() and not self._enclosures.holds(at)

    def ends_sentence(self, candidate: re.Match[str], start: int, resumes: int) -> bool:
        """Whether the sentence that begins at `start` ends with `candidate`.

        `candidate` is a match of the pattern in `sentences`, with its groups `stop`, `close`, `glued` and
        `face`; `resumes` is the offset of the next character that is not white space.
        """
        at, text = candidate.start(), self._text
        if self._enclosures.holds(at) or (candidate["glued"] and not text[at - 2 : at].islower()):
            return False
        right = following(text, resumes, self._lexicon)
        before = text[max(start, at - _CLAUSE) : at]
        if candidate["face"]:
            return self._emoticon_ends(candidate, before, right)
        if candidate["glued"]:
            return self._glued(before, right, resumes)
        if not right.word and _CONTINUES.match(self._text, resumes):
            return False
        if self._runs_through(candidate, before, right, resumes):
            return False
        if right.lower:
            return self._ends_before_lower(candidate, before, right)
        if candidate["stop"] != ".":
            return not self._exclaimed(candidate, before, right)
        if self._closes_aside(candidate) and _abbreviated(before, self._language):
            return False
        return _full_stop_ends(before, right, self._language, whole=at - start <= _CLAUSE)

    def _closes_aside(self, candidate: re.Match[str]) -> bool:
        return any(mark in self._enclosures.asides for mark in range(*candidate.span("close")))

    def _runs_through(self, candidate: re.Match[str], before: str, right: Following, resumes: int) -> bool:
        """Whether the sentence goes on past the mark: (!), … at its beginning, titles, speech and its tag."""
        stop, close = candidate.group("stop", "close")
        if close and before[-1:] in ("(", "["):
            return True
        if stop[0] in ".…" and len(before) < 4 and not any(map(str.isalnum, before)):
            return True
        if not close or _QUOTES.isdisjoint(close):
            return False
        if right.dash:
            return True
        if stop[0] == ".":
            return False
        named = not right.opener or right.word == "I"
        if self._language == "en" and named and _SPEECH.match(self._text, resumes):
            return True
        titled = any(mark in self._enclosures.titles for mark in range(*candidate.span("close")))
        return titled and not right.opener

    def _emoticon_ends(self, candidate: re.Match[str], before: str, right: Following) -> bool:
        """Whether an emoticon, or a bracket that closes nothing, ends a sentence: only before a capital."""
        if not before or not right.word[:1].isupper():
            return False
        if candidate["face"].strip(")"):  # ":)", or "(((" before white space, which opens nothing
            return True
        stray = candidate.end() - 1 in self._enclosures.stray
        return stray and len(before) > 2 and before[-2:].isalpha()

    def _glued(self, before: str, right: Following, resumes: int) -> bool:
        """Whether two sentences meet without a space: a plain word, a mark, a capitalised word."""
        left, _, chunk = preceding(before)
        if len(left) < 3 or "." in left or not (left[-2:].isalpha() and left[-2:].islower()):
            return False
        rest = self._text[resumes : resumes + REACH].split(None, 1)[0]
        if _ADDRESS.search(chunk) or _ADDRESS.search(rest):
            return False
        if self._lexicon.kind(left) not in (None, Kind.WORD) or _SUFFIX.match(right.word):
            return False
        return right.opener or (left.islower() and len(right.word) > 2 and right.word[1:].islower())

    def _ends_before_lower(self, candidate: re.Match[str], before: str, right: Following) -> bool:
        """Whether a sentence ends although the next begins in lower case, as people type on the web."""
        stop = candidate["stop"]
        if candidate["close"] or stop[0] == "…" or stop.startswith(".."):
            return False
        if right.dash and (self._language != "en" or stop != "."):
            return False
        if stop[0] != ".":
            return (right.opened or self._language == "en") and not self._exclaimed(candidate, before, right)
        left = preceding(before).word
        if (
            "." in left
            or len(left) < (2 if right.opened else 3)
            or self._lexicon.kind(left) not in (None, Kind.WORD)
        ):
            return False
        plain = _PLAIN_ENDING[self._language].match(left) is not None
        if self._language != "en" and not right.opened:
            return plain
        return (plain or right.opened) and library("en").ends(before, right)

    def _exclaimed(self, candidate: re.Match[str], before: str, right: Following) -> bool:
        """Whether the mark is part of a name: Yahoo! Finance."""
        if candidate["stop"] != "!" or (right.opener and not right.lower):
            return False
        return preceding(before).word.lower() in self._lexicon.exclaimed
