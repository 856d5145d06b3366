"""Find places in text, and places that replace those of the source.

``places.tsv`` lists two hundred places in three languages: the cities of Kazakhstan, and the countries
of Eurasia and the European Union with their capitals and peoples. They are found inflected. A country
and its capital count as one, as in news. Not detected: any other place, and one that only moved within
the sentence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from summarize.checks.findings import Finding, finding
from summarize.checks.inflection import ends, fold
from summarize.text.words import Word, words

_FILE = Path(__file__).with_name("places.tsv")
_KEY = 2  # letters by which stems are looked up


class Mention(NamedTuple):
    """A place in a text: the first English stem of its row, and its span."""

    place: str
    start: int
    end: int


@dataclass(frozen=True)
class _Stem:
    """The beginning of a word, as written and in lower case."""

    written: str
    small: str

    def begins(self, word: str, language: str) -> bool:
        """Whether this word is the stem with an ending, and has the capitals of the stem."""
        small = _small(word)
        if not small.startswith(self.small) or not ends(fold(small[len(self.small) :]), language):
            return False
        if self.written.isupper():
            return word.startswith(self.written)
        return self.written[0].islower() or word[0].isupper()


def _small(text: str) -> str:
    return text.casefold().replace("ё", "е")


@dataclass(frozen=True)
class _Form:
    """One way to write a place: a stem, or several in a row."""

    place: str
    stems: tuple[_Stem, ...]

    def matches(self, found: Sequence[Word], at: int, language: str) -> bool:
        """Whether the words from index ``at`` on are this form."""
        here = found[at : at + len(self.stems)]
        return len(here) == len(self.stems) and all(
            stem.begins(word.text, language) for stem, word in zip(self.stems, here, strict=True)
        )


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    lines = [line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    columns, *rows = (line.split("\t") for line in lines)
    return tuple(dict(zip(columns, row, strict=True)) for row in rows)


@lru_cache(maxsize=3)
def _forms(language: str) -> Mapping[str, Sequence[_Form]]:
    """The forms in a language by the first letters of their first stem, longer forms first."""
    forms = defaultdict(list)
    for row in _rows():
        for cell in row[language].split("|"):
            stems = tuple(_Stem(stem, _small(stem)) for stem in cell.split())
            forms[stems[0].small[:_KEY]].append(_Form(row["en"].partition("|")[0], stems))
    return {key: sorted(some, key=lambda form: -len(form.stems)) for key, some in forms.items()}


@lru_cache(maxsize=65536)
def _beginning(word: str, language: str) -> tuple[_Form, ...]:
    """The forms whose first stem begins this word, longer forms first."""
    near = _forms(language).get(_small(word)[:_KEY], ())
    return tuple(form for form in near if form.stems[0].begins(word, language))


@lru_cache(maxsize=1)
def _capitals() -> frozenset[frozenset[str]]:
    """Pairs of a country and its capital."""
    return frozenset(frozenset((row["en"].partition("|")[0], row["of"])) for row in _rows() if row["of"])


def places(text: str, language: str) -> list[Mention]:
    """Every known place of a text, in order; a people or an adjective counts as its place."""
    found = words(text)
    mentions: list[Mention] = []
    at = 0
    while at < len(found):
        near = _beginning(found[at].text, language)
        form = next((form for form in near if form.matches(found, at, language)), None)
        length = len(form.stems) if form else 1
        if form:
            mentions.append(Mention(form.place, found[at].start, found[at + length - 1].end))
        at += length
    return mentions


def foreign_places(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Places that a summary names and its source, in the same or another language, does not."""
    theirs = {mention.place for mention in places(source, source_language)}
    for mention in places(hypothesis, target_language):
        if mention.place not in theirs and not _represents(mention.place, theirs):
            word = hypothesis[mention.start : mention.end]
            yield finding("place", word, mention.start, mention.end)


def exchanged_places(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Places that a translation names more often than its source, if it names another less often.

    One must be new or the other missing altogether, since writers repeat and omit names.
    """
    ours, theirs = places(hypothesis, target_language), places(source, source_language)
    here, there = (Counter(mention.place for mention in mentions) for mentions in (ours, theirs))
    lost = [mention for mention in theirs if here[mention.place] < there[mention.place]]
    if not lost:
        return
    gone = there.keys() - here.keys()
    missing = source[lost[0].start : lost[0].end]
    for mention in ours:
        place = mention.place
        new = place not in there and not _represents(place, there)
        more = here[place] > there[place] and gone and not _represents(place, gone)
        if new or more:
            word = hypothesis[mention.start : mention.end]
            yield finding("place-instead", word, mention.start, mention.end, word, missing)


def _represents(place: str, others: Iterable[str]) -> bool:
    """Whether one of the others is the place's country or capital."""
    return any(frozenset((place, other)) in _capitals() for other in others)
