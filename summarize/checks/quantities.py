"""The numbers, percentages, money and dates of a text, comparable across languages.

``Quantities`` joins the ``numerals`` and ``dates`` of a text, with ranges, decades and clock times. Values
are compared, not spellings; a number with a unit of measure may be converted into another unit. Not
considered: what a number counts (a correct number in the wrong place passes), rounding (1.49 is not 1.5)
and arithmetic (a sum that the source does not state is reported).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from summarize.checks.dates import Day, Weekday, days, weekdays
from summarize.checks.inflection import KAZAKH_ENDING
from summarize.checks.numerals import Numeral, numerals
from summarize.checks.units import Measure, converted, joined, measures

POINTS = "pp"  # percentage points
_UNITS = {
    POINTS: r"\bpercentage[ -]points?\b|\bпроцентн\w{2,3} пункт\w{0,3}\b|\bп\.\s?п\.|\bп\.?\s?п\b"
    r"|\bпайыздық (?:тармақ|пункт|көрсеткіш)\w{0,8}",
    "%": r"%|per\s?cent(?!age point)|percent(?!age[ -]point)\w*|\bпроцент\w*|\bпайыз\w*",
    "EUR": rf"€|\beuros?\b|\bEUR\b|\bе[ву]ро(?!п){KAZAKH_ENDING}(?!\w)",
    "USD": r"\$|\bdollars?\b|\bUSD\b|\bдоллар\w*|\bдолл\b|\bбакс(?:а|ов)?\b",
    "KZT": r"₸|\btenge\b|\bKZT\b|\bтенге\b|\bтеңге\w*|\bтг\b",
    "RUB": r"₽|\br(?:o)?ubles?\b|\bRUB\b|\bруб(?:л\w+)?\b",
    "GBP": r"£|\bpounds?\b|\bGBP\b|\bфунт\w*",
    "CNY": r"\byuan\b|\bCNY\b|\bюан\w*",
    "JPY": r"¥|\byen\b|\bJPY\b|\b[ий]ен(?:а|ы|у|е)?\b",
}
_NAMED = "|".join(f"(?P<u{n}>{unit})" for n, unit in enumerate(_UNITS.values()))
_SIGNS = "$€₸₽£¥"
# Most places of a text are passed by their first character: a sign, or the first letter of a name of a unit.
_UNIT = re.compile(rf"(?=[{_SIGNS}%]|\b[pedutkrgycjпедбтрфюий])(?:{_NAMED})", re.IGNORECASE)
_BEFORE_UNIT = re.compile(r"(?:(?<=[^\W\d_])\.)?[\s-]*(?:[^\W\d_]+\.?[\s-]+)?")  # 5 млн. тенге
_SPACE = re.compile(r"\s*")
_COUNTED = re.compile(r"\s(?:tonn?es|tons|barrels|lit(?:re|er)s|hectares|acres|people)\b", re.IGNORECASE)
_LEADING = re.compile(rf"[{_SIGNS}%]|[A-Z]{{3}}")  # units that may precede their number
_BETWEEN = 40  # characters between the ends of a range; the longest words that join them take fewer
_RANGE = re.compile(
    r"(?:\s*(?:years?|percent|лет|процентов|жыл|пайыз|%)?)?\s*"
    r"(?:-?[^\W\d_]{0,3}\s*[-–—−]\s*|,\s|-?[дтн][ае]н\s|(?:to|and|or|до|и|или|мен|бен|пен|және|немесе)\s)\s*[$€£₸]?",
    re.IGNORECASE,
)
_DECADE = re.compile(r"['’]?s\b|\s*-?(?:е|х|ые|ых|ми|м)\b|\s*-?(?:ші|шы|ыншы|інші)?\s*жылдар", re.IGNORECASE)
_AFTERNOON = re.compile(r"\s*(?:[ap]\.?m\b|o['’]clock|час|сағат)|:\d\d\s*p\.?m", re.IGNORECASE)
_BESIDE_LETTER = re.compile(r"['’:]|\s*-?\s*[^\W\d_]")  # what decades and clock times begin with
_HALF_PAST = re.compile(r"\sжарым$")
_HALF_WORD = 12  # characters read before a number
_HOUR = re.compile(r"\bсағат\s{0,3}", re.IGNORECASE)  # before its number
_CLOCK = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4])([.:])([0-5]\d)(?!\d|[.,]\d)")
_BEFORE_CLOCK = re.compile(r"(?:\b(?:at|by|в|во|к|с|до|сағат)\s|-)$", re.IGNORECASE)
_AFTER_CLOCK = re.compile(r"\s?(?:[ap]\.?m\b|час|утра|вечера|дня|ночи)", re.IGNORECASE)
BESIDE = 25  # characters between a number and its unit, a word included
_NEAR = 60  # characters to either side within which a unit may be: a clause
UNITS = tuple(_UNITS)  # the names that ``unit`` returns


def _may_be_millions(text: str, numeral: Numeral) -> bool:
    """Whether m can mean million, by a currency beside the number or by what it counts: $60 m, 5 m tonnes."""
    before = text[max(numeral.start - 2, 0) : numeral.start].strip()[-1:]
    after = (_UNIT.match(text, numeral.end + 1), _COUNTED.match(text, numeral.end))
    return before in tuple(_SIGNS) or any(after)


def _with(numeral: Numeral, values: Iterable[Decimal]) -> Numeral:
    more = frozenset(values)
    return numeral._replace(readings=numeral.readings | more) if more else numeral


def _in_context(numeral: Numeral, text: str, time: Numeral | None, hour: bool) -> Numeral:
    """The numeral with the readings that its neighbours allow: decades, clock times, SS19.

    ``hour`` says that the word for an hour is right before it.
    """
    if (
        text[numeral.end - 1] == "m"
        and text[numeral.end - 2].isspace()
        and not _may_be_millions(text, numeral)
    ):
        metres = (value for value in numeral.readings if value * 10**6 in numeral.readings)
        numeral = numeral._replace(readings=frozenset(metres) or numeral.readings)
    if time is not None and time.end == numeral.end:  # 2.40 a.m. is also 2 and 40
        numeral = numeral._replace(parts=time.parts)
    if text[max(numeral.start - 1, 0) : numeral.start].isalpha():  # a model or a collection: SS19, 2019
        numeral = _with(numeral, [2000 + value for value in numeral.readings if 10 <= value < 50])
    if not hour and not _BESIDE_LETTER.match(text, numeral.end):
        return numeral
    decade = _DECADE.match(text, numeral.end)
    clock = hour or _AFTERNOON.match(text, numeral.end)
    if not decade and not clock:
        return numeral
    values = set(numeral.readings)
    for value in numeral.readings:
        if decade and 1000 <= value < 10_000 and value % 10 == 0:
            values.add(value % 100)
        elif decade and 10 <= value < 100 and value % 10 == 0:
            values |= {1900 + value, 2000 + value}
        if clock and 0 < value <= 12 and value == int(value):
            values.add(value + 12)
    return _with(numeral, values)


def names_half(word: str, language: str) -> bool:
    """Whether a word before an ordinal tells the time: в половине девятого, half past eight."""
    return language == "ru" and word.casefold() in ("половина", "половине", "половину", "половины")


def _half_past(numeral: Numeral, text: str, language: str) -> Numeral:
    """The hour of a half hour: девятого in "половине девятого" is eight, "сағат сегіз жарым" also is."""
    if text[numeral.end - 1].isdigit() or language == "en":
        return numeral
    if language == "kk" and _HALF_PAST.search(text, numeral.start, numeral.end):
        return _with(numeral, [value - Decimal("0.5") for value in numeral.readings if value < 13])
    before = text[max(numeral.start - _HALF_WORD, 0) : numeral.start].split()[-1:]
    if before and not numeral.plain and names_half(before[0], language):
        return numeral._replace(readings=frozenset(value - 1 for value in numeral.readings))
    return numeral


def _clocks(text: str) -> dict[int, Numeral]:
    """Clock times by their offset: hours and minutes as parts, afternoon hours as readings."""
    found = {}
    for match in _CLOCK.finditer(text):
        before = text[max(match.start() - 6, 0) : match.start()]
        after = _AFTER_CLOCK.match(text, match.end())
        if match[2] == ":" or _BEFORE_CLOCK.search(before) or after:
            hour, minute = Decimal(match[1]), Decimal(match[3])
            late = 12 if after and "p" in after[0].casefold() and hour < 12 else 0
            parts = frozenset({hour + late, minute} if minute else {hour + late})
            readings = frozenset({hour, hour + 12, minute})
            found[match.start()] = Numeral(readings, *match.span(), plain=False, parts=parts)
    return found


@lru_cache(maxsize=1024)
def _joins(gap: str) -> bool:
    """Whether what stands between two numbers makes a range of them."""
    return _RANGE.fullmatch(gap) is not None


def _ranged(found: list[Numeral], text: str) -> list[Numeral]:
    """Add the reading 15 million to "15" in "15–20 million", and 2011 to "11" in "2008–11"."""
    out = list(found)
    for place in range(len(out) - 2, -1, -1):
        first, second = out[place], out[place + 1]
        if second.start - first.end > _BETWEEN or not _joins(text[first.end : second.start]):
            continue
        small, large = min(first.readings), max(second.readings)
        for scale in (10**9, 10**6, 10**3):
            if large >= scale > small and not text[second.end - 1].isdigit():
                out[place] = _with(first, {value * scale for value in first.readings if value < 1000})
                break
        if 1000 <= small < 2100 and large < 100:
            century = small - small % 100
            out[place + 1] = _with(second, {century + value for value in second.readings if value < 100})
    return out


class Quantities:
    """All numbers, days and weekdays of a text, indexed by value; built in linear time."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.days: list[Day] = days(text, language)
        self.weekdays: list[Weekday] = weekdays(text, language)
        masked = self._masked()
        full_hours = {match.start() + 1 for match in re.finditer(r"(?<=\d)[:.]00(?![\d%])", text)}
        read = (numeral for numeral in numerals(masked, language) if numeral.start not in full_hours)
        clocks, hours = _clocks(text), {match.end() for match in _HOUR.finditer(text)}
        found = [_in_context(one, text, clocks.get(one.start), one.start in hours) for one in read]
        found = [_half_past(one, masked, language) for one in found]
        self.numerals: list[Numeral] = _ranged(found, masked)
        self.measures: list[Measure] = measures(masked, self.numerals, language)
        self._measured = {measure.start: measure for measure in self.measures}
        self._near_units: dict[tuple[Decimal, str], bool] = {}
        self._free_places: dict[str, list[int]] = {}
        self._known_days: dict[tuple[frozenset[int], int | None], bool] = {}
        self._values: dict[Decimal, list[int]] = {}
        for numeral in [*self.numerals, *self._of_days(), *clocks.values()]:
            for value in numeral.readings | numeral.parts if numeral.parts else numeral.readings:
                self._values.setdefault(value, []).append(numeral.start)

    def _masked(self) -> str:
        """The text with its dates blanked, so that they are not read again as numbers."""
        pieces, last = [], 0
        for day in self.days:
            pieces += [self.text[last : day.start], " " * (day.end - day.start)]
            last = day.end
        return "".join([*pieces, self.text[last:]])

    def _of_days(self) -> list[Numeral]:
        found = []
        for day in self.days:
            values = {Decimal(value) for value in (day.day, day.year) if value is not None}
            values |= {Decimal(day.year % 100)} if day.year else set()
            found.append(Numeral(frozenset(values), day.start, day.end, plain=False))
        return found

    @cached_property
    def units(self) -> list[tuple[int, int, str]]:
        """The currencies and shares that the text names: start, end and which one."""
        names = list(_UNITS)
        return [
            (match.start(), match.end(), names[int((match.lastgroup or "u0")[1:])])
            for match in _UNIT.finditer(self.text)
        ]

    @cached_property
    def _unit_starts(self) -> list[int]:
        return [start for start, _end, _unit in self.units]

    @cached_property
    def _unit_places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for start, _end, unit in self.units:
            places.setdefault(unit, []).append(start)
        return places

    def unit(self, numeral: Numeral) -> str:
        """The unit (``%``, ``pp``, ISO 4217 or empty) of one of the numerals; a range has that of its end."""
        return self._attached.get(numeral.start, "")

    @cached_property
    def _attached(self) -> dict[int, str]:
        """The unit of each numeral, by the numeral's offset."""
        found: dict[int, str] = {}
        after: Numeral | None = None
        for numeral in reversed(self.numerals):
            unit = self._beside(numeral)
            if not unit and after and found[after.start] and joined(self.text, numeral.end, after.start):
                unit = found[after.start]
            found[numeral.start] = unit
            after = numeral
        return found

    @property
    def bare(self) -> frozenset[Decimal]:
        """The values of the numbers that have no unit of measure."""
        numerals = (numeral for numeral in self.numerals if numeral.start not in self._measured)
        return frozenset(value for numeral in numerals for value in numeral.readings)

    @cached_property
    def currencies(self) -> dict[str, tuple[int, int]]:
        """The currencies that the text names, each with the span of its first name."""
        found: dict[str, tuple[int, int]] = {}
        for start, end, unit in self.units:
            if unit not in ("%", POINTS):
                found.setdefault(unit, (start, end))
        return found

    def _beside(self, numeral: Numeral) -> str:
        """The unit right before a numeral, or at most one word after it."""
        starts = self._unit_starts
        place = bisect_left(starts, numeral.start)
        if place:
            start, end, unit = self.units[place - 1]
            beside = _SPACE.fullmatch(self.text, end, numeral.start)
            if beside and _LEADING.fullmatch(self.text, start, end):
                return unit
        while place < len(starts) and starts[place] < numeral.end:
            place += 1
        if place == len(starts) or not _BEFORE_UNIT.fullmatch(self.text, numeral.end, starts[place]):
            return ""
        _start, end, unit = self.units[place]
        of_the_next = self.text[end - 1] in _SIGNS and self.text[end : end + 1].isdigit()  # 5 for $20
        return "" if of_the_next else unit

    def has(self, numeral: Numeral) -> bool:
        """Whether the value of a numeral (of any text) is here, as one number or in parts."""
        if not numeral.readings.isdisjoint(self._values):
            return True
        return bool(numeral.parts) and all(value in self._values for value in numeral.parts)

    def converts(self, numeral: Numeral, other: Quantities) -> bool:
        """Whether the amount of one of these numerals is in the other text, in another unit of measure."""
        measure = self._measured.get(numeral.start)
        return measure is not None and converted(measure, other.measures)

    def says(self, numeral: Numeral, unit: str) -> bool:
        """Whether the value is here, with this unit or near a mark of this unit that has no other number."""
        return any(
            self._attached.get(at) == unit or between(self._free(unit), at - _NEAR, at + _NEAR)
            for value in numeral.readings
            for at in self._values.get(value, ())
        )

    def _free(self, unit: str) -> list[int]:
        """Where marks of a unit are that no numeral has."""
        if unit not in self._free_places:
            taken = [n.end for n in self.numerals if self._attached[n.start] == unit]
            self._free_places[unit] = [
                at for at in self._unit_places.get(unit, []) if not between(taken, at - BESIDE, at)
            ]
        return self._free_places[unit]

    def has_value(self, value: int) -> bool:
        """Whether an integer is here."""
        return Decimal(value) in self._values

    def has_unit(self, numeral: Numeral, unit: str) -> bool:
        """Whether the value is here, near this unit."""
        return any(self._has_near(value, unit) for value in numeral.readings | numeral.parts)

    def _has_near(self, value: Decimal, unit: str) -> bool:
        """Whether a value is here, near this unit; found once for all numerals of that value."""
        found = self._near_units.get((value, unit))
        if found is None:
            places = self._unit_places.get(unit, [])
            found = any(between(places, at - _NEAR, at + _NEAR) for at in self._values.get(value, ()))
            self._near_units[value, unit] = found
        return found

    def has_day(self, day: Day) -> bool:
        """Whether this month is here, with this day beside it; found once for all days of that date."""
        key = day.months, day.day
        if key not in self._known_days:
            value = Decimal(day.day or 0)
            places = sorted(self._values.get(value, ())) if day.day else []
            self._known_days[key] = any(
                day.day in (None, other.day) or between(places, other.start - 30, other.end + 30)
                for other in self.days
                if other.months & day.months
            )
        return self._known_days[key]


def between(places: Sequence[int], first: int, last: int) -> bool:
    """Whether any of the places, which are in order, is in ``first..last``."""
    at = bisect_left(places, first)
    return at < len(places) and places[at] <= last
