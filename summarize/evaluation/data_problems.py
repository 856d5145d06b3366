"""Mistakes in texts by themselves and in pairs of texts that should agree.

An error is certain to distort scores; a warning is for a person to judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarize.evaluation.tokens import words
from summarize.text.language_table import SCRIPTS
from summarize.text.languages import identify
from summarize.text.scripts import mixed_script_words, script

if TYPE_CHECKING:
    from summarize.checks.findings import Finding

NUMBERS = ("number", "date", "percent", "money", "unit", "ordinal", "direction")  # kinds of findings
_SPACES = re.compile(r"[^\S\n\u00a0\u202f]{2,}|[\u200b\ufeff\u00ad]")
_LARGEST_SHARE = 0.45  # of the source's words; a longer summary compresses little


@dataclass(frozen=True)
class Problem:
    """One finding: where, what, and whether it is certain (``error``).

    A ``finding`` of a check is said in the reader's language; a waiver calls its texts by ``segment``.
    """

    place: str
    message: str
    error: bool = True
    finding: Finding | None = None
    segment: str = ""

    def __str__(self) -> str:
        return self.said("en")

    def said(self, reader: str) -> str:
        """The problem in one line, the finding in the language of the reader."""
        line = f"{'error' if self.error else 'warning'}: {self.place}: {self.message}"
        if self.finding is None:
            return line
        return f"{line.removesuffix(self.finding.message)}{self.finding.said(reader)} [{self.segment}]"


def text_problems(text: str, language: str, place: str) -> Iterator[Problem]:
    """Problems of one text by itself: normalisation, look-alike letters, script, language."""
    if unicodedata.normalize("NFC", text) != text:
        yield Problem(place, "not in NFC: normalise the Unicode text")
    if text != text.strip() or _SPACES.search(text):
        yield Problem(place, "stray white space or invisible characters")
    for word in mixed_script_words(text):
        yield Problem(place, f"{word.word!r} mixes Latin and Cyrillic letters", word.repaired != word.word)
    if script(text) != SCRIPTS[language]:
        yield Problem(place, f"the script is {script(text)}, not {SCRIPTS[language]}")
    elif len(words(text)) >= 8:
        yield from _language(text, language, place)


def _language(text: str, language: str, place: str) -> Iterator[Problem]:
    found = identify(text).language
    if found != language:
        yield Problem(place, f"the language looks like {found}, not {language}")


def compression(summary: str, source: str, place: str) -> Iterator[Problem]:
    """A summary that is nearly as long as its source."""
    share = len(words(summary)) / max(len(words(source)), 1)
    if share > _LARGEST_SHARE:
        yield Problem(place, f"the summary has {share:.0%} of its source's words", share >= 1)


def number_problems(
    text: str, language: str, other: str, other_language: str, place: str
) -> Iterator[Problem]:
    """Numbers, units and dates that only one of two parallel texts has."""
    from summarize.checks.verdict import check_translation
    from summarize.checks.waivers import digest

    findings = check_translation(text, other, source_language=other_language, target_language=language)
    segment = digest(other, text)
    for finding in findings:
        if finding.kind in NUMBERS and finding.certain:
            message = f"{other_language} and {language} differ: {finding.message}"
            yield Problem(place, message, error=False, finding=finding, segment=segment)


def duplicates(texts: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    """Texts that are the same word for word, whatever their case and punctuation."""
    seen: dict[tuple[str, ...], str] = {}
    for place, text in texts:
        key = tuple(words(text))
        if key in seen:
            yield Problem(place, f"the same text as {seen[key]}")
        seen.setdefault(key, place)
