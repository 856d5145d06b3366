"""Quotations: what a hypothesis puts between quotation marks must have been said in the source.

Within a language the quoted words must stand in the source in this order, inflection allowed;
across languages only the presence of quotations can be compared. Not known: who said it.
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
_PAUSE = re.compile(r"…|\.\.\.|\[[^\]]*\]")
_SPOKEN = 5  # words from which on a quotation is speech; shorter ones may be a title or irony
_WHOLE = 0.9  # share of a text from which on a quotation is all of it
_WHOLLY = re.compile(r"\s*[«“„\"]([^«»“”„\"]+)[»”“\"][.!?…]?\s*")
_ANY_MARK = re.compile(r"[«»“”„\"]|(?<!\w)[‘']|^\s*[–—-]")
_DASH_SPEECH = re.compile(r"^\s*[–—-]\s", re.MULTILINE)


@dataclass(frozen=True)
class Quotation:
    """What stands between a pair of quotation marks, without them."""

    text: str
    start: int
    end: int


def quotations(text: str) -> list[Quotation]:
    """Every quotation of a text, of double marks in any national form and of single ones."""
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        if match[group].strip():
            found.append(Quotation(match[group], match.start(group), match.end(group)))
    return found


class Wording:
    """The words of a source in order, to be asked for a run of words; built once, linear."""

    def __init__(self, source: str, language: str) -> None:
        self.language = language
        self._words = [fold(word.text) for word in words(source)]
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            self._places.setdefault(word[:3], []).append(place)

    def has(self, run: list[str]) -> bool:
        """Whether these words stand here in this order, each in some form."""
        folded = [fold(word) for word in run]
        if not folded:
            return True
        rarest = min(range(len(folded)), key=lambda at: len(self._places.get(folded[at][:3], ())))
        for place in self._places.get(folded[rarest][:3], ()):
            start = place - rarest
            here = self._words[max(start, 0) : start + len(folded)]
            if len(here) == len(folded) and all(
                akin(one, other, self.language) for one, other in zip(folded, here, strict=True)
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
            message = f"the source does not say {quotation.text!r}"
            yield Finding("quotation", message, quotation.text, quotation.start, quotation.end)


def _speech(text: str) -> list[Quotation]:
    """Quotations long enough to be speech, unless one is the whole text: then it goes on elsewhere."""
    found = [quotation for quotation in quotations(text) if len(words(quotation.text)) >= _SPOKEN]
    return [quotation for quotation in found if len(quotation.text) < _WHOLE * len(text)]


def _wholly(text: str) -> str | None:
    """What stands between the marks of a text that is one long quotation, with both marks there."""
    match = _WHOLLY.fullmatch(text)
    return match[1] if match and len(words(match[1])) >= _SPOKEN else None


def unmatched_speech(hypothesis: str, source: str) -> Iterator[Finding]:
    """Across languages: more speech in quotation marks on one side than quotations on the other.

    A text that is all quotation, from mark to mark, is speech where the other side has no mark at all.
    """
    whole, theirs_whole = _wholly(hypothesis), _wholly(source)
    if whole and not _ANY_MARK.search(source):
        yield Finding("quotation", f"the source does not quote: {whole!r}", whole, 0, len(hypothesis))
    if theirs_whole and not _ANY_MARK.search(hypothesis):
        message = f"quotation marks are missing: {theirs_whole!r}"
        yield absence("quotation", message, theirs_whole, hypothesis)
    ours, theirs = _speech(hypothesis), _speech(source)
    balance = len(quotations(hypothesis)) - len(quotations(source))
    if len(ours) > len(theirs) and balance > 0 and not _DASH_SPEECH.search(source):
        last = ours[-1]
        message = f"the source has no such quotation: {last.text!r}"
        yield Finding("quotation", message, last.text, last.start, last.end)
    if len(theirs) > len(ours) and balance < 0 and not _DASH_SPEECH.search(hypothesis):
        message = f"quotation marks are missing: {theirs[0].text!r}"
        yield absence("quotation", message, theirs[0].text, hypothesis)
