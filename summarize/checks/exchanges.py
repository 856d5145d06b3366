"""Things of which a translation names another one than its source: a currency, a scale, an ordinal, a side.

One that is only added or only left out is not reported: writers do both. An exchange has something that
the source lacks where something of the source is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from summarize.checks.findings import Finding, finding
from summarize.checks.number_words import number_word, ordinal_word
from summarize.checks.numerals import Numeral
from summarize.checks.quantities import Quantities, names_half
from summarize.text.words import words

Span = tuple[int, int]


def _exchange(
    code: str, ours: Iterable[Span], theirs: Iterable[Span], hypothesis: str, source: str
) -> Iterator[Finding]:
    """At most one finding: the first of ``ours`` in place of the first of ``theirs``."""
    new, gone = min(ours, default=None), min(theirs, default=None)
    if new and gone:
        start, end = new
        there = source[slice(*gone)]
        yield finding(code, hypothesis[start:end], start, end, hypothesis[start:end], there)


def exchanged_currencies(hypothesis: Quantities, source: Quantities) -> Iterator[Finding]:
    """Euros where the source has dollars, whatever the numbers."""
    ours, theirs = hypothesis.currencies, source.currencies
    new = {unit: span for unit, span in ours.items() if unit not in theirs}
    gone = {unit: span for unit, span in theirs.items() if unit not in ours}
    yield from _exchange("currency", new.values(), gone.values(), hypothesis.text, source.text)


_SCALES = (10**3, 10**6, 10**9, 10**12)


def _scale_words(account: Quantities, language: str) -> dict[int, Span]:
    """The scales (thousand, million …) that a text names, each with the first place."""
    found: dict[int, Span] = {}
    for word in words(account.text):
        number = number_word(word.text, language)
        if number and number.role in ("scale", "vague") and int(number.value) in _SCALES:
            found.setdefault(int(number.value), (word.start, word.end))
    for numeral in account.numerals:
        if account.text[numeral.end - 1].isdigit():
            continue
        value = max(numeral.readings | numeral.parts, default=Decimal(0))
        if value >= _SCALES[0]:
            found.setdefault(_size(value), (numeral.start, numeral.end))
    return found


def _values(numerals: Iterable[Numeral]) -> set[Decimal]:
    """The different values of numbers and of what they were put together from."""
    listed = list(numerals)
    return set().union(*(one.readings for one in listed), *(one.parts for one in listed if one.parts))


def _size(value: Decimal) -> int:
    return max((scale for scale in _SCALES if scale <= value), default=1)


def exchanged_scales(
    hypothesis: Quantities, source: Quantities, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Billions where the source has millions, vague ones included ("millions of people")."""
    ours, theirs = _scale_words(hypothesis, target_language), _scale_words(source, source_language)
    mine, yours = (set(map(_size, _values(account.numerals))) for account in (hypothesis, source))
    new = {scale: span for scale, span in ours.items() if scale not in theirs and scale not in yours}
    gone = {scale: span for scale, span in theirs.items() if scale not in ours and scale not in mine}
    yield from _exchange("scale", new.values(), gone.values(), hypothesis.text, source.text)


_RARE = 3  # writers add "first" and "second" where the other language says "initially", "again"


def _ordinals(account: Quantities, language: str) -> dict[int, Span]:
    """The ordinals that a text spells out (third, twenty-first), each with its first place."""
    found: dict[int, Span] = {}
    before = ""
    for word in words(account.text):
        value = ordinal_word(word.text, language)
        clock, before = names_half(before, language), word.text
        if value and not clock:
            found.setdefault(value, (word.start, word.end))
    return found


def exchanged_ordinals(
    hypothesis: Quantities, source: Quantities, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Fourth where the source has third; a cardinal or digits may stand for an ordinal."""
    ours, theirs = _ordinals(hypothesis, target_language), _ordinals(source, source_language)
    mine = _whole(numeral for numeral in hypothesis.numerals if numeral.plain)
    yours = _whole(source.numerals)
    new = {value: span for value, span in ours.items() if value not in theirs and value not in yours}
    gone = {value: span for value, span in theirs.items() if value not in ours and value not in mine}
    yield from _exchange("ordinal", new.values(), gone.values(), hypothesis.text, source.text)
    if not gone:
        for value, (start, end) in new.items():
            if value >= _RARE:
                yield finding("ordinal-added", hypothesis.text[start:end], start, end)


_BEYOND = 10**15  # no word counts so far, and making an int of a million digits takes minutes


def _whole(numerals: Iterable[Numeral]) -> set[int]:
    """The values of numbers, and the last digits of compounds: "twenty-first" is evidence of "first"."""
    read = (value for value in _values(numerals) if value < _BEYOND)
    values = {int(value) for value in read if value == int(value)}
    return values | {value % 10 for value in values if value > 20} | {value % 100 for value in values}


_SIDES = {
    "en": (r"north", r"south", r"east", r"west"),
    "ru": (r"север", r"юг|юж", r"восто[кч]", r"запад"),
    "kk": (r"солтүст", r"оңтүст", r"шығыс", r"батыс"),
}
_SIDE_WORD = {
    "en": r"\b(?:mid)?(?:north|south)?-?(?:north|south|east|west)(?:ern|erly|ward|wards|erners?|bound)?\b",
    "ru": r"\b(?:северо|юго)?-?(?:север|юг|юж|восто[кч]|запад)(?:н\w{1,3}|а|у|ом|е|ов|ам)?\b"
    r"|\b(?:северо|южно|юго|восточно|западно)[а-яё]{4,20}",
    "kk": r"(?<!\w)(?:солтүстік|солтүстіг|оңтүстік|оңтүстіг|шығыс|батыс)\w{0,8}",
}


@lru_cache(maxsize=3)
def _side_patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    named = "|".join(f"(?P<s{n}>{stem})" for n, stem in enumerate(_SIDES[language]))
    return re.compile(_SIDE_WORD[language], re.IGNORECASE), re.compile(named, re.IGNORECASE)


def _sides(text: str, language: str) -> tuple[Counter[str], dict[str, Span]]:
    """How often a text names each side of the world, and where each occurs first."""
    word, side = _side_patterns(language)
    counts: Counter[str] = Counter()
    places: dict[str, Span] = {}
    for match in word.finditer(text):
        for part in side.finditer(match[0]):
            name = part.lastgroup or ""
            counts[name] += 1
            places.setdefault(name, match.span())
    return counts, places


def exchanged_sides(
    hypothesis: str, source: str, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """North where the source has south; of equal sides only the numbers are compared."""
    (ours, here), (theirs, there) = _sides(hypothesis, target_language), _sides(source, source_language)
    new = {side: here[side] for side in ours if ours[side] > theirs[side]}
    gone = {side: there[side] for side in theirs if theirs[side] > ours[side]}
    yield from _exchange("direction", new.values(), gone.values(), hypothesis, source)
