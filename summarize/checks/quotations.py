"""Check quotations against the source.

Within a language, quoted words must occur in the source in the same order, inflection allowed. Across
languages, only the number of quotations is compared. Who is quoted is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarize.checks.findings import Finding, absence, finding
from summarize.checks.inflection import akin, fold
from summarize.text.words import words

_QUOTED = re.compile(
    r"«([^«»]+)»|[“„\"]([^“”„\"\n]+)[”“\"]"
    r"|(?<!\w)[‘']([^‘’'\n]*(?:\w[’'][a-z][^‘’'\n]*)*)[’'](?!\w)"
)
_PAUSE = re.compile(r"…|\.\.\.|\[[^\[\]]*\]")
_SPOKEN = 5  # words of the shortest speech; a shorter quotation may be a title or irony
_WHOLE = 0.9  # share of a text from which a quotation is all of it, and may go on elsewhere
_MARK = re.compile(r"[«»“”„‟\"‘’']")
_INSIDE = ".,!?…)»”’"  # what may stand before a closing mark
_APOSTROPHE = re.compile(r"s['’] [a-z]")  # students' behaviour
_REACH = 300  # characters in which a single mark is closed
_SAID = re.compile(
    r"\b(?:said|says?|told|added|adds|according|announced|reported|noted|warned|claimed|explained|stated)\b"
    r"|(?<!\w)(?:сказал|говор|сообщ|заяв|отмет|добав|по словам|утвержда|рассказ|подчеркн|объясн)"
    r"|(?<!\w)(?:деді|дейді|деп|деген|айтты|айтуынша|хабарла|мәлімде|жазды|айтыл)",
    re.IGNORECASE,
)
_NEARLY_ALL = 0.5  # share of quoted words from which a sentence is someone's words and who said them
# By how much the share of quoted words must differ where both sides quote something.
_MORE, _MUCH_MORE = 0.12, 0.3
_ANY_MARK = re.compile(r"[«»“”„\"]|(?<!\w)[‘']|^\s*[–—-]")
_DASH_SPEECH = re.compile(r"^[^\S\n]*[–—-]\s", re.MULTILINE)


@dataclass(frozen=True)
class Quotation:
    """The text between a pair of quotation marks; not ``closed`` if it begins or ends outside the text."""

    text: str
    start: int
    end: int
    closed: bool = True


def quotations(text: str) -> list[Quotation]:
    """Every quotation of a text, in double marks of any national form or in single ones."""
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        if match[group].strip():
            found.append(Quotation(match[group], match.start(group), match.end(group)))
    return found


class Wording:
    """The words of a text in order, indexed to find a run of words; built in linear time."""

    def __init__(self, text: str, language: str) -> None:
        self._language = language
        self._words = [fold(word.text) for word in words(text)]
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            self._places.setdefault(word[:3], []).append(place)

    def has(self, run: list[str]) -> bool:
        """Whether these words occur consecutively, each in any form."""
        folded = [fold(word) for word in run]
        if not folded:
            return True
        rarest = min(range(len(folded)), key=lambda at: len(self._places.get(folded[at][:3], ())))
        for place in self._places.get(folded[rarest][:3], ()):
            start = place - rarest
            here = self._words[max(start, 0) : start + len(folded)]
            if len(here) == len(folded) and all(
                akin(one, other, self._language) for one, other in zip(folded, here, strict=True)
            ):
                return True
        return False


def invented_quotations(hypothesis: str, source: str, language: str) -> Iterator[Finding]:
    """Quoted words that the source, in the same language, does not have in this order."""
    found = quotations(hypothesis)
    wording = Wording(source if found else "", language)
    for quotation in found:
        parts = [[word.text for word in words(part)] for part in _PAUSE.split(quotation.text)]
        if not all(wording.has(part) for part in parts):
            yield finding("quotation", quotation.text, quotation.start, quotation.end)


def speech(text: str) -> list[Quotation]:
    """Every stretch of a text inside double or outer single marks, in order.

    Marks pair as they stand: an opening one after a space, a closing one after a letter, whatever their
    shape (”…”, “…“, „…“). A quotation may begin or end outside the text, in a neighbouring sentence.
    """
    found: list[Quotation] = []
    opened: int | None = None
    depth = last = 0
    for at, opens in _marks(text):
        if opens:
            opened = at + 1 if depth == 0 else opened
            depth += 1
            continue
        if depth == 0 and not text[last:at].isspace():  # it was opened before this text
            found.append(Quotation(text[last:at], last, at, closed=False))
        elif depth == 1 and opened is not None:
            found.append(Quotation(text[opened:at], opened, at))
        depth = max(depth - 1, 0)
        last = at + 1
    if depth and opened is not None:
        found.append(Quotation(text[opened:], opened, len(text), closed=False))
    return [quotation for quotation in found if quotation.text.strip()]


def _marks(text: str) -> Iterator[tuple[int, bool]]:
    """The quotation marks of a text, each with whether it opens a quotation."""
    single = False  # inside single marks
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if mark in "«»":
            yield at, mark == "«"
            continue
        opens = not (before and (before.isalnum() or before in _INSIDE)) and not (
            after.isspace() or not after
        )
        if mark in '“”„‟"':
            yield at, opens
        elif opens and not single:
            single = True
            yield at, True
        elif single and not opens and not after.isalnum():
            possessive = _APOSTROPHE.match(text, at - 1) and text.find(mark, at + 1, at + _REACH) > 0
            single = bool(possessive)
            if not possessive:
                yield at, False


class _Speech:
    """The quotations of a text that are long enough to be speech, and how much of the text they are."""

    def __init__(self, text: str) -> None:
        found = [(quotation, len(words(quotation.text))) for quotation in speech(text)]
        self.text = text
        self.share = sum(count for _, count in found) / max(len(words(text)), 1)
        self.all = [quotation for quotation, count in found if count >= _SPOKEN]
        self.closed = [one for one in self.all if one.closed]

    def outweighs(self, other: _Speech) -> bool:
        """Whether this text quotes speech that the other does not."""
        if len(self.closed) <= len(other.all) or _DASH_SPEECH.search(other.text):
            return False
        if other.share == 0:
            return _ANY_MARK.search(other.text) is None or self.share < _WHOLE
        return self.share - other.share > (_MORE if other.all else _MUCH_MORE)


def unmatched_speech(hypothesis: str, source: str) -> Iterator[Finding]:
    """Across languages: speech in quotation marks on one side that the other does not quote.

    A side that quotes anything has it matched, unless the other quotes more often and clearly more of
    its text: the parts of one quotation may be joined or split.
    """
    ours, theirs = _Speech(hypothesis), _Speech(source)
    if ours.outweighs(theirs):
        if ours.share >= _NEARLY_ALL and _SAID.search(source):
            return  # indirect speech became direct
        if _is_title(ours.closed[-1].text, source):
            return
        last = ours.closed[-1]
        yield finding("quotation-added", last.text, last.start, last.end)
    elif theirs.outweighs(ours):
        yield absence("quotation-lost", theirs.closed[0].text, hypothesis)


_LONGEST_TITLE = 8  # words
_TITLED = re.compile(r"[A-Z][a-z]+(?:\s(?:(?:a|an|and|for|in|of|on|the|to)\s){0,3}[A-Z][a-z]+){2,}")


def _is_title(quoted: str, source: str) -> bool:
    """Whether quoted words may be a name that the source has without marks: in capitals, or as it is here."""
    if quoted.casefold() in source.casefold():
        return True
    return len(words(quoted)) <= _LONGEST_TITLE and _TITLED.search(source) is not None
