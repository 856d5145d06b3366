"""Speech written down without punctuation, cut into utterances at pauses, discourse words and length.

A recogniser of speech writes hundreds of words without a full stop, and a form or a law one sentence of
thousands. Both are cut into pieces of 8 to 30 words where a speaker would draw breath: at a pause (two
spaces, a short line, "[pause]"), at a comma or semicolon, before a word that opens a clause ("so", "потом",
"сондықтан"), and in Kazakh after a finite verb. Cutting takes time linear in the text.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

_LONG: Final = 60  # words of a stretch that is cut if it has hardly any mark…
_MARKED: Final = 20  # …less than one in so many words
_LONGEST: Final = 150  # words of a stretch that is cut whatever its marks
_SHORT, _BEST, MOST = 8, 16, 30  # words of an utterance
_WIDEST: Final = 1000  # characters of a word that is cut as well
_PART: Final = 200  # characters of its parts
_READ: Final = 40  # characters of a word that are read
_REMEMBERED: Final = 50_000  # words


def _words(row: str) -> frozenset[str]:
    return frozenset(row.split())


_WORD = re.compile(r"\S+")
_PAUSE = re.compile(r" {2,}|\t|\n[^\S\n]*\n")
_MARK = re.compile(r"[,;:…](?=\s)|\s[-–—](?=\s)")
_PAUSED = re.compile(r"\[[^\[\]\s]{1,20}\]|\((?:pause|пауза|үзіліс)\)", re.IGNORECASE)
_OPENERS: Final = {
    "en": _words(
        """so but and then because okay ok well now also however anyway basically actually first second
        finally meanwhile although though if when while therefore afterwards next yes no yeah right um uh they
        we he she i there it this"""
    ),
    "ru": _words(
        """но а и потом затем поэтому потому значит итак ну вот однако также кстати хотя если когда пока
        наконец сначала теперь далее кроме например да нет короче эм э мы они он она я это там"""
    ),
    "kk": _words(
        """бірақ ал және сонымен сондықтан содан кейін алайда сосын енді мысалы дегенмен егер өйткені себебі
        иә жоқ жарайды әрі сонда біз олар ол мен бұл сол тағы"""
    ),
}
_STRONG: Final = _words(
    """so but then because okay well however meanwhile finally although therefore
    но потом затем поэтому значит итак однако наконец хотя сначала
    бірақ сонымен сондықтан содан алайда сосын дегенмен өйткені"""
)
# Words that no utterance ends with, because their phrase goes on.
_CLINGING: Final = _words(
    """a an the of in to on at by for with from and or but as is are was were be been that than into over not
    very my your his her its our their this these those which who
    в во на с со к ко о об от до из за по у и а но или не для при над под без что как через между его её их
    который которая которые
    және мен бен пен үшін туралы бойынша арқылы бір бұл осы сол мың млн"""
)
# Kazakh clauses end with their verb: past, present and future in the third and first person.
_VERB = re.compile(
    r"\w{2,}(?:[дт][ыі]|[дт][ыі][қк]|[аеій](?:ды|ді)|[ғгқк]ан(?:быз|біз)?|[ғгқк]ен(?:біз)?|м[ыі]з|мын|мін|екен)\Z"
)


def needs_cutting(text: str) -> bool:
    """Whether a sentence is so long that it must be several, or one that nobody can read."""
    if len(text) <= 2 * _LONG:
        return False  # a character and a space for each word
    words = text.count(" ") + text.count("\n") + 1  # an upper bound that is cheap
    if words <= _LONG and len(text) <= _WIDEST:
        return False
    found = [match.end() - match.start() for match in _WORD.finditer(text)]
    if max(found, default=0) > _WIDEST or len(found) > _LONGEST:
        return True
    return len(found) > _LONG and len(_MARK.findall(text)) * _MARKED < len(found)


def cut(text: str, language: str, most: int = MOST) -> list[tuple[int, int]]:
    """The utterances of ``text`` as (start, end) character offsets, in order.

    Every character that is not white space lies in one of them. None has more than ``most`` words, at
    least 1; a word of more than 1,000 characters is cut into parts of 200.
    """
    spans: list[tuple[int, int]] = []
    words: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if end - start <= _WIDEST:
            words.append((start, end))
            continue
        spans += _utterances(text, words, language, most)
        spans += [(at, min(at + _PART, end)) for at in range(start, end, _PART)]
        words = []
    return spans + _utterances(text, words, language, most)


def _utterances(text: str, words: list[tuple[int, int]], language: str, most: int) -> list[tuple[int, int]]:
    """The words in groups of at most ``most``, as spans of the text."""
    strengths = _strengths(text, words, language)
    least, best = min(_SHORT, (most + 1) // 2), min(_BEST, most)
    distances = [abs(length - best) / best for length in range(most + 1)]
    spans, first = [], 0
    while first < len(words):
        last = min(first + most, len(words))
        if len(words) - first > min(most, best + least):
            # A rest of a few words would be left over: leave enough for it.
            longest = min(last, max(first + least, len(words) - least)) - first
            pairs = zip(strengths[first + least : first + longest + 1], distances[least:], strict=False)
            values = [strength - distance for strength, distance in pairs]
            last = first + least + values.index(max(values))
        spans.append((words[first][0], words[last - 1][1]))
        first = last
    return spans


def _strengths(text: str, words: list[tuple[int, int]], language: str) -> list[float]:
    """How well a cut before each word divides the text; 0 is neutral."""
    broad = max(map(len, text.split("\n"))) if "\n" in text else 0
    known = _known(language)
    values = [known[text[start:end]] for start, end in words]
    strengths, line = [0.0], 0
    for ((_, end), (_, after)), ((start, _), (before, _)) in pairwise(zip(words, values, strict=True)):
        strength = after + before
        if text[end:start] != " ":
            strength += 3.0 if _PAUSE.search(text, end, start) else 0.0
            if "\n" in text[end:start]:
                strength += 2.0 if end - line < 0.75 * broad else 0.0
                line = start
        strengths.append(strength)
    return [*strengths, 4.0]


class _Words(dict[str, tuple[float, float]]):
    """How well a cut before a word, and one after it, divides a text.

    The same words come again and again; they are forgotten when there are many, which bounds the memory.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> tuple[float, float]:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = _before(word[:_READ], self._language), _after(word[-_READ:], self._language)
        return found


@cache
def _known(language: str) -> _Words:
    return _Words(language)


def _after(word: str, language: str) -> float:
    """How well a cut after a word divides a text."""
    lower, last = word.lower(), word[-1]
    strength = 2.5 if last in ";:…" or _PAUSED.fullmatch(lower) else 1.5 if last in ",-–—" else 0.0
    if language == "kk" and _VERB.match(lower):
        strength += 1.0
    return strength - (3.0 if lower in _CLINGING else 0.0)


def _before(word: str, language: str) -> float:
    """How well a cut before a word divides a text."""
    bare = word.lower().strip(",.;:…-–—")
    return 1.5 if bare in _STRONG else 0.5 if bare in _OPENERS[language] else 0.0
