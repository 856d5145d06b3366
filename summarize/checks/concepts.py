"""Tell which words of a source have a counterpart in its translation, by a small dictionary.

``concepts.tsv`` lists 385 meanings, each with the beginnings of the words that stand for it in English,
Russian and Kazakh. It is no dictionary to translate with: a row has whatever translators exchange freely.
More than half of the words of news are in it. For two to three of ten, translators find another word than the
listed ones; in another sentence, one to three of ten have a counterpart by chance. So one missing word says
nothing, and many do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from summarize.checks.inflection import ends, fold
from summarize.checks.sounds import skeleton
from summarize.text.words import Word, words

_FILE = Path(__file__).with_name("concepts.tsv")
_LANGUAGES = ("en", "ru", "kk")
_LONGEST = 14  # letters of a beginning
_SHORT = {"en": 3, "ru": 2, "kk": 2}  # letters of a beginning after which only an ending may follow
_LEAST = 4  # letters of a word that is missed
_HEAD = 3  # consonants by which a name is found
_FREE = "~"  # before words that translators leave out or render freely: counterparts, but not missed


@lru_cache(maxsize=3)
def _beginnings(language: str) -> tuple[Mapping[str, frozenset[int]], frozenset[str]]:
    """The rows of each beginning of words in a language, and the beginnings that are not missed."""
    rows: dict[str, set[int]] = defaultdict(set)
    free: set[str] = set()
    lines = [line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    for row, line in enumerate(lines):
        for cell in line.split("\t")[_LANGUAGES.index(language)].split("|"):
            beginning = fold(cell.removeprefix(_FREE))
            rows[beginning].add(row)
            free |= {beginning} if cell.startswith(_FREE) else set()
    return {beginning: frozenset(some) for beginning, some in rows.items()}, frozenset(free)


@lru_cache(maxsize=65536)
def _meanings(word: str, language: str) -> tuple[frozenset[int], bool]:
    """The rows that a word may belong to, and whether it is missed where a translation has none of them."""
    small, (rows, free) = fold(word), _beginnings(language)
    found = [f"{small}."] if f"{small}." in rows else []
    for length in range(2, min(len(small), _LONGEST) + 1):
        beginning = small[:length]
        if beginning in rows and (length > _SHORT[language] or ends(small[length:], language)):
            found.append(beginning)
    told = bool(found) and free.isdisjoint((found[0], found[-1]))
    return frozenset(row for one in found for row in rows[one]), told


def shared_meanings(text: str, language: str) -> frozenset[int]:
    """The rows that the words of a short piece of text may belong to; pieces that say the same share one."""
    return frozenset(row for word in words(text) for row in _meanings(word.text, language)[0])


def counterparts(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> list[tuple[Word, bool | None]]:
    """The words of the source, each with whether the translation has a counterpart; None if unknown.

    A name is there if one in the translation begins with the same sounds; else it is not known, because other
    checks tell lost ones.
    """
    ours = words(hypothesis)
    heads = {skeleton(word.text)[:_HEAD] for word in ours if word.text[0].isupper()}
    rows = shared_meanings(hypothesis, target_language)
    found: list[tuple[Word, bool | None]] = []
    for word in words(source):
        there: bool | None = None
        if word.capitalised and not word.initial:
            there = (skeleton(word.text)[:_HEAD] in heads) or None
        elif len(word.text) >= _LEAST:
            meanings, told = _meanings(word.text, source_language)
            there = not rows.isdisjoint(meanings) if told else None
        found.append((word, there))
    return found
