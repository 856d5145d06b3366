"""Whether two sentences of one language agree in what a translation must not get wrong.

A translation of one is reused for the other only then. The comparison errs on the safe side: what cannot be
told to be equal counts as different.
"""

from __future__ import annotations

import re
from collections import Counter

from summarize.checks.exchanges import exchanged_sides
from summarize.checks.negation import lost_negation
from summarize.checks.quantities import Quantities
from summarize.checks.residue import KEPT, pieces
from summarize.text.forms.function_words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_]+")


def agree(one: str, other: str, language: str) -> bool:
    """Whether both have the same numbers, dates and units in one order, names, addresses and negations.

    ``language`` is ``en``, ``ru`` or ``kk``.
    """
    if _numbers(one) != _numbers(other) or _names(one, language) != _names(other, language):
        return False
    if any(_pieces(one, kind) != _pieces(other, kind) for kind in KEPT):
        return False
    pair = {"source_language": language, "target_language": language}
    for ours, theirs in ((one, other), (other, one)):
        if any(lost_negation(ours, theirs, **pair)) or any(exchanged_sides(ours, theirs, **pair)):
            return False
    return _same_quantities(Quantities(one, language), Quantities(other, language))


def _numbers(text: str) -> list[str]:
    """The words with a digit in them, as they are written: numbers, and labels such as 1a."""
    return [word for word in _WORD.findall(text.casefold()) if any(map(str.isnumeric, word))]


def _names(text: str, language: str) -> Counter[str]:
    """The words with a capital, as they are written, but for a first word that is a function word."""
    found = _WORD.findall(text)
    if found and found[0].casefold() in FUNCTION_WORDS[language]:
        del found[0]
    return Counter(word for word in found if word != word.lower())


def _pieces(text: str, kind: str) -> list[str]:
    return [piece for piece, _, _ in pieces(text, kind)]


def _same_quantities(ours: Quantities, theirs: Quantities) -> bool:
    if len(ours.numerals) != len(theirs.numerals) or len(ours.measures) != len(theirs.measures):
        return False
    numbers = all(
        one.readings & other.readings and ours.unit(one) == theirs.unit(other)
        for one, other in zip(ours.numerals, theirs.numerals, strict=True)
    )
    measures = all(one.unit == other.unit for one, other in zip(ours.measures, theirs.measures, strict=True))
    return (
        numbers
        and measures
        and list(ours.currencies) == list(theirs.currencies)
        and [(day.months, day.day, day.year) for day in ours.days]
        == [(day.months, day.day, day.year) for day in theirs.days]
        and [each.number for each in ours.weekdays] == [each.number for each in theirs.weekdays]
    )
