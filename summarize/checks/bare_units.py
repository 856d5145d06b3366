"""Units of measure that no number stands beside: per kilogram, within a metre of the stove.

Those beside a number are compared in ``summarize.checks.units``. Feet, pounds and stones are no
units as often as they are, and are not read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from summarize.checks.findings import Finding, doubted, finding
from summarize.checks.units import Measure, Unit, named_units

_NAMES = ("kilometre", "metre", "centimetre", "millimetre", "mile", "kilogram", "gram", "tonne", "litre",
          "millilitre", "megawatt", "kilowatt", "watt")  # fmt: skip
_FEW = frozenset(map(Decimal, ("0.5", "1", "2", "3")))
_LANGUAGES = ("en", "ru", "kk")


@lru_cache(maxsize=3)
def _pattern(language: str) -> re.Pattern[str]:
    column = _LANGUAGES.index(language)
    rows = (f"(?P<{name}>{'|'.join(unit.words[column] for unit in named_units(name))})" for name in _NAMES)
    return re.compile(rf"\b(?=[^\W\d_])(?:{'|'.join(rows)})(?!\w)", re.IGNORECASE)


def _found(text: str, language: str) -> dict[str, tuple[int, int]]:
    """The first place of each unit that a text names."""
    found: dict[str, tuple[int, int]] = {}
    for match in _pattern(language).finditer(text):
        found.setdefault(match.lastgroup or "", match.span())
    return found


def exchanged_bare_units(
    hypothesis: str,
    source: str,
    numbered: tuple[list[Measure], list[Measure]],
    *,
    source_language: str,
    target_language: str,
) -> Iterator[Finding]:
    """A unit without a number that the source does not name, where one of the source is missing.

    ``numbered`` are the measures of both texts that have numbers: they may be converted, and are left alone.
    Half, one, two and three do not count as numbers here, because writers add and drop them freely.
    """
    ours, theirs = _found(hypothesis, target_language), _found(source, source_language)
    mine, yours = ([measure.unit for measure in some if not measure.values <= _FEW] for some in numbered)
    for name, (start, end) in ours.items():
        unit = named_units(name)[0]
        if name in theirs or _has(mine, unit) or _has(yours, unit):
            continue
        lost = (
            span
            for other, span in theirs.items()
            if other not in ours and named_units(other)[0].measures == unit.measures
            if not _has(yours, named_units(other)[0]) and not _has(mine, named_units(other)[0])
        )
        if span := next(lost, None):
            there = source[slice(*span)]
            piece = hypothesis[start:end]
            yield doubted(finding("unit", piece, start, end, piece, there))
            return


def _has(units: list[Unit], unit: Unit) -> bool:
    """Whether one of the units has this size, under any name."""
    return any(one.measures == unit.measures and one.size == unit.size for one in units)
