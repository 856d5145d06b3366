from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from summarize.checks.inflection import ends, fold
from summarize.text.words import words

_FILE = Path(__file__).with_name("concepts.tsv")
_LANGUAGES = ("en", "ru", "kk")
_SHORT = 2  # letters of a beginning after which only an ending may follow


@lru_cache(maxsize=3)
def _stems(language: str) -> tuple[Mapping[str, frozenset[int]], frozenset[str]]:
    found: dict[str, set[int]] = defaultdict(set)
    free: set[str] = set()
    lines = [line for line in _FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    for row, line in enumerate(lines):
        for cell in line.split("\t")[_LANGUAGES.index(language)].split("|"):
            stem = fold(cell.lstrip("~"))
            found[stem].add(row)
            if cell.startswith("~"):
                free.add(stem)
    return {stem: frozenset(rows) for stem, rows in found.items()}, frozenset(free)


_LONGEST = 14


@lru_cache(maxsize=65536)
def meanings(word: str, language: str) -> tuple[frozenset[int], bool]:
    small, (stems, free) = fold(word), _stems(language)
    found = [stem for stem in (small + ".",) if stem in stems]
    least = 2 + (language == "en")
    for length in range(2, min(len(small), _LONGEST) + 1):
        stem = small[:length]
        if stem in stems and (length > least or ends(small[length:], language)):
            found.append(stem)
    rows = frozenset(row for stem in found for row in stems[stem])
    return rows, bool(found) and found[-1] not in free and found[0] not in free
