"""Check quotations against the source.

Within a language, quoted words must occur in the source in the same order, inflection allowed. Across
languages, only the number of quotations is compared. Who is quoted is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarize.checks.findings import Finding, absence
from summarize.checks.inflection import akin, fold
from summarize.text.words import words

_QUOTED = re.compile(
    r"«([^«»]+)»|[“„\"]([^“”„\"\n]+)[”“\"]"
    r"|(?<!\w)[‘']([^‘’'\n]*(?:\w[’'][a-z][^‘’'\n]*)*)[’'](?!\w)"
)
_PAUSE = re.compile(r"…|\.\.\.|\[[^\[\]]*\]")
_SPOKEN = 5  # words of the shortest speech; a shorter quotation may be a title or irony
_WHOLE = 0.9  # share of a text from which a quotation is all of it
_WHOLLY = re.compile(r"\s*[«“„\"]([^«»“”„\"]+)[»”“\"][.!?…]?\s*")
_ANY_MARK = re.compile(r"[«»“”„\"]|(?<!\w)[‘']|^\s*[–—-]")
_DASH_SPEECH = re.compile(r"^[^\S\n]*[–—-]\s", re.MULTILINE)


@dataclass(frozen=True)
class Quotation:
    """The text between a pair of quotation marks."""

    text: str
    start: int
    end: int


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
            message = f"quotation {quotation.text!r} is not in the source"
            yield Finding("quotation", message, quotation.text, quotation.start, quotation.end)


def _speech(text: str) -> list[Quotation]:
    """Quotations long enough to be speech; not one that is the whole text, as it may go on elsewhere."""
    found = [quotation for quotation in quotations(text) if len(words(quotation.text)) >= _SPOKEN]
    return [quotation for quotation in found if len(quotation.text) < _WHOLE * len(text)]


def _wholly(text: str) -> str | None:
    """The text inside the marks, if the whole text is one long quotation with both its marks."""
    match = _WHOLLY.fullmatch(text)
    return match[1] if match and len(words(match[1])) >= _SPOKEN else None


def unmatched_speech(hypothesis: str, source: str) -> Iterator[Finding]:
    """Across languages: speech in quotation marks on one side that the other does not quote.

    Counted by quotations; a text that is one quotation is compared with any marks at all.
    """
    whole, theirs_whole = _wholly(hypothesis), _wholly(source)
    if whole and not _ANY_MARK.search(source):
        yield Finding("quotation", f"quoted, but not in the source: {whole!r}", whole, 0, len(hypothesis))
    if theirs_whole and not _ANY_MARK.search(hypothesis):
        message = f"quoted in the source, but not here: {theirs_whole!r}"
        yield absence("quotation", message, theirs_whole, hypothesis)
    ours, theirs = _speech(hypothesis), _speech(source)
    balance = len(quotations(hypothesis)) - len(quotations(source))
    if len(ours) > len(theirs) and balance > 0 and not _DASH_SPEECH.search(source):
        last = ours[-1]
        message = f"quoted, but not in the source: {last.text!r}"
        yield Finding("quotation", message, last.text, last.start, last.end)
    if len(theirs) > len(ours) and balance < 0 and not _DASH_SPEECH.search(hypothesis):
        message = f"quoted in the source, but not here: {theirs[0].text!r}"
        yield absence("quotation", message, theirs[0].text, hypothesis)
