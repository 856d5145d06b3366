"""Mistakes in the data itself, to be found before a system is blamed for them.

Samples are checked one by one; parallel articles as a whole, each version against the others. An error
is certain to distort scores; a warning is for a person to judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from summarize.evaluation.articles import Article, read_articles
from summarize.evaluation.metrics import sentences_of
from summarize.evaluation.samples import Sample
from summarize.evaluation.suites import Suite, SuiteTask
from summarize.evaluation.tokens import words
from summarize.text.language_table import LANGUAGES, SCRIPTS
from summarize.text.languages import identify
from summarize.text.scripts import mixed_script_words, script

if TYPE_CHECKING:
    from summarize.checks.findings import Finding
    from summarize.checks.waivers import Allowance

_SPACES = re.compile(r"[^\S\n\u00a0\u202f]{2,}|[\u200b\ufeff\u00ad]")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_SHORTEST, _LONGEST = 150, 400  # words of an article in English
_FEWER = 0.66  # Russian and Kazakh need fewer words for the same content
_LARGEST_SHARE = 0.45  # of the source's words; a longer summary compresses little
_NUMBERS = ("number", "date", "percent", "money", "unit", "ordinal", "direction")


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


def validate(suite: Suite, allowed: Allowance | None = None) -> list[Problem]:
    """Every problem in a suite's data, without the findings that a person has accepted."""
    found = _problems(suite)
    if allowed is None:
        return found
    return [one for one in found if one.finding is None or not allowed.mutes(one.finding, one.segment)]


def _problems(suite: Suite) -> list[Problem]:
    found: list[Problem] = []
    for folder in suite.articles:
        found += _articles(read_articles(folder))
    if not suite.articles:
        for task in suite.tasks:
            found += _task(suite, task)
    return found


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


def _task(suite: Suite, task: SuiteTask) -> Iterator[Problem]:
    name = f"{suite.name}/{task.id}"
    for sample in task.samples:
        place = f"{name} {sample.id}"
        yield from text_problems(sample.source, sample.source_language, f"{place} source")
        for number, reference in enumerate(sample.references, start=1):
            yield from text_problems(reference, sample.target_language, f"{place} reference {number}")
        yield from _pair(sample, task.kind, place)
    yield from duplicates((f"{name} {sample.id}", sample.source) for sample in task.samples)


def _pair(sample: Sample, kind: str, place: str) -> Iterator[Problem]:
    for reference in sample.references:
        if reference == sample.source:
            yield Problem(place, "the reference is the source itself")
        elif kind == "translation":
            yield from number_problems(
                reference, sample.target_language, sample.source, sample.source_language, place
            )
        elif kind != "headline":
            yield from compression(reference, sample.source, place)


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
        if finding.kind in _NUMBERS and finding.certain:
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


def _articles(articles: Sequence[Article]) -> Iterator[Problem]:
    for article in articles:
        yield from _article(article)
    for language in LANGUAGES:
        yield from duplicates(
            (f"{article.id} {language} {name}", text)
            for article in articles
            for name, text in _texts(article, language)
        )


def _texts(article: Article, language: str) -> Iterator[tuple[str, str]]:
    version = article.versions[language]
    yield "headline", version.headline
    yield from ((f"paragraph {n}", text) for n, text in enumerate(version.paragraphs, start=1))
    yield from ((f"summary {n}", text) for n, text in enumerate(version.summaries, start=1))


def _article(article: Article) -> Iterator[Problem]:
    if not _DATE.fullmatch(article.date):
        yield Problem(article.id, f"the date {article.date!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    for language, version in article.versions.items():
        place = f"{article.id} {language}"
        for name, text in _texts(article, language):
            yield from text_problems(text, language, f"{place} {name}")
        shortest = _SHORTEST * (1 if language == "en" else _FEWER)
        if not shortest <= len(words(version.text)) <= _LONGEST:
            yield Problem(place, f"{len(words(version.text))} words in the body", error=False)
        for number, summary in enumerate(version.summaries, start=1):
            yield from _summary(summary, version.text, language, f"{place} summary {number}")
    for left, right in combinations(article.versions, 2):
        yield from _parallel(article, left, right)


def _summary(summary: str, body: str, language: str, place: str) -> Iterator[Problem]:
    from summarize.checks.verdict import check_summary
    from summarize.checks.waivers import digest

    count = len(sentences_of(summary, language))
    if not 2 <= count <= 3:
        yield Problem(place, f"{count} sentences, not 2 or 3", error=False)
    yield from compression(summary, body, place)
    for finding in check_summary(summary, body, source_language=language, target_language=language):
        if finding.kind in _NUMBERS:
            segment = digest(body, summary)
            yield Problem(place, finding.message, error=False, finding=finding, segment=segment)


def _parallel(article: Article, left: str, right: str) -> Iterator[Problem]:
    ours, theirs = article.versions[left], article.versions[right]
    pairs = zip(ours.paragraphs, theirs.paragraphs, strict=True)
    for number, (one, other) in enumerate(pairs, start=1):
        yield from number_problems(other, right, one, left, f"{article.id} paragraph {number}")
    yield from number_problems(theirs.headline, right, ours.headline, left, f"{article.id} headline")
