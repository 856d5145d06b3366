from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from summarize.checks.inflection import ends, fold
from summarize.text.words import words

_FILE = Path(__file__).with_name("concepts.tsv")
_LANGUAGES = ("en", "ru", "kk")
_SHORT = 3  # letters of a beginning after which only an ending may follow


@lru_cache(maxsize=3)
def _stems(language: str) -> Mapping[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    lines = [line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    for row, line in enumerate(lines):
        for stem in line.split("\t")[_LANGUAGES.index(language)].split("|"):
            found[fold(stem)].add(row)
    return {stem: frozenset(rows) for stem, rows in found.items()}


_LONGEST = 14


@lru_cache(maxsize=65536)
def meanings(word: str, language: str) -> frozenset[int]:
    small, stems = fold(word), _stems(language)
    found = set(stems.get(small + ".", ()))
    for length in range(2, min(len(small), _LONGEST) + 1):
        if rows := stems.get(small[:length]):
            if length > _SHORT or ends(small[length:], language):
                found.update(rows)
    return frozenset(found)
