"""What a fact's forms are made of: words, numbers, clock times and dates; and where a sentence has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from summarize.checks.dates import Day
from summarize.checks.quantities import UNITS
from summarize.evaluation.fact_text import Figure, Sentence
from summarize.text.words import words

Span = tuple[int, int]


class Role(NamedTuple):
    """A number or day that stands where a form has one; ``lone`` if the form has it outside of a phrase."""

    span: Span
    figure: Figure | Day
    lone: bool = False


_ATOM = re.compile(
    r"#(?P<number>\d+(?:\.\d+)?)(?P<scale>k|m|bn)?(?P<unit>%|[A-Z]{3})?$|#(?P<above>\d+)/(?P<below>[1-9]\d*)$"
    r"|#(?P<hour>\d{1,2}):(?P<minutes>\d\d(?::\d\d)?)$"
    r"|@(?:(?P<year>\d{4})-)?(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?$"
    r"|(?P<exact>=?)(?P<word>[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*)(?P<prefix>\*?)$"
)
_SCALES = {"k": 10**3, "m": 10**6, "bn": 10**9}
_HALF = 30  # minutes
_NOON = 12
_ANY_CLOCK = re.compile(r"(?<![\d.,:])\d{1,2}(?::\d\d){1,2}(?![:\d])")
_AND = r"\.?,?\s(?:and |и |және )?"
_UNITS_OF_TIME = (rf"\s?(?:h|hours?|ч|час\w*|сағ\w*){_AND}", rf"\s?(?:m|min\w*|мин\w*){_AND}")
_RANGE = 6  # characters between the first day of "11–12 May" and the second


class FormError(ValueError):
    """A form that is not in the notation; the message says what is wrong."""


@dataclass(frozen=True, eq=False)
class WordAtom:
    """A word in any inflection, exactly as it is, or by its beginning."""

    text: str
    exact: bool = False
    prefix: bool = False

    def spans(self, sentence: Sentence) -> Iterator[Span]:
        if self.exact or self.prefix:
            wanted = self.text.casefold()
            for word in sentence.words:
                own = word.text.casefold()
                if own == wanted or (self.prefix and own.startswith(wanted)):
                    yield word.start, word.end
        else:
            yield from ((word.start, word.end) for word in sentence.forms_of(self.text))


@dataclass(frozen=True, eq=False)
class NumberAtom:
    """A number in digits or words; ``kind`` is its unit: ``%``, a currency, or any."""

    value: Decimal
    kind: str | None = None

    def spans(self, sentence: Sentence) -> Iterator[Span]:
        for figure in sentence.figures:
            if self.value in figure.values and self.kind in (None, figure.kind):
                yield figure.start, figure.end

    def roles(self, sentence: Sentence) -> Iterator[Role]:
        """What could stand here if the value did not matter."""
        return (Role((figure.start, figure.end), figure) for figure in sentence.figures)


@dataclass(frozen=True, eq=False)
class ClockAtom:
    """A clock time, or how long something took: hours, minutes and perhaps seconds."""

    parts: tuple[int, ...]

    @property
    def value(self) -> Decimal:
        return _seconds(self.parts)

    def spans(self, sentence: Sentence) -> Iterator[Span]:
        for match in _digits(self.parts).finditer(sentence.text, sentence.start, sentence.end):
            yield match.span()
        for first, figure in enumerate(sentence.figures):
            run = sentence.figures[first : first + len(self.parts)]
            if self._in_words(run, sentence.text):
                yield figure.start, run[-1].end

    def _in_words(self, run: Sequence[Figure], text: str) -> bool:
        """1 hour 14 minutes 52 seconds; half past nine."""
        if len(run) < len(self.parts):
            return False
        gaps = [text[one.end : other.start] for one, other in pairwise(run)]
        if all(part in figure.values for part, figure in zip(self.parts, run, strict=True)):
            return all(map(re.fullmatch, _UNITS_OF_TIME, gaps))
        return len(run) == 2 and self.parts[1] == _HALF and _half_past(self.parts[0], run, gaps[0])

    def roles(self, sentence: Sentence) -> Iterator[Role]:
        """What could stand here if the value did not matter."""
        for match in _ANY_CLOCK.finditer(sentence.text, sentence.start, sentence.end):
            value = _seconds([int(part) for part in match[0].split(":")])
            yield Role(match.span(), Figure(frozenset({value}), "clock", *match.span(), plain=True))


@cache
def _digits(parts: tuple[int, ...]) -> re.Pattern[str]:
    """9:30, 09.30; 9:30 p.m. for 21:30; 9 o'clock, 9 часов утра, сағат 9 for 9:00."""
    hour, *rest = parts
    minutes = "".join(rf"[:.]{each:02}" for each in rest)
    morning = r"(?!\s?p\.?m)" if 0 < hour < _NOON else ""
    ways = [rf"0?{hour}{minutes}(?![:\d]){morning}"]
    full = rf"(?:{minutes})?" if rest == [0] else minutes
    if hour > _NOON:
        ways.append(rf"{hour - _NOON}{full}\s?(?:p\.?m\b|(?:час\w*\s)?(?:вечера|дня))")
    if rest == [0]:
        ways.append(
            rf"{hour}\s?(?:a\.?m\b|o['’]clock|час\w*\s(?:утра|дня|вечера)|утра)|(?<=сағат\s){hour}(?![\d.,:])"
        )
    return re.compile(rf"(?<![\d.,:])(?:{'|'.join(ways)})", re.IGNORECASE)


def _seconds(parts: Sequence[int]) -> Decimal:
    return Decimal(sum(part * 60 ** (2 - place) for place, part in enumerate(parts)))


def _half_past(hour: int, run: Sequence[Figure], gap: str) -> bool:
    """Half past nine; половина десятого, whose number is read as nine; тоғыз жарым."""
    first, second = (figure.values for figure in run)
    if Decimal("0.5") in first:
        return gap in (" past ", " ") and hour in second
    return gap == " " and hour in first and Decimal("0.5") in second


@dataclass(frozen=True, eq=False)
class DateAtom:
    """A month, with its day and year or without."""

    month: int
    day: int | None
    year: int | None

    def spans(self, sentence: Sentence) -> Iterator[Span]:
        for each in sentence.days:
            if self.month in each.months and self._has_day(each, sentence) and self._has_year(each, sentence):
                yield each.start, each.end

    def _has_day(self, each: Day, sentence: Sentence) -> bool:
        return self.day in (None, each.day) or any(
            self.day in figure.values
            and (
                0 <= each.start - figure.end <= _RANGE or (each.day is None and figure.start - each.end == 1)
            )
            for figure in sentence.figures
        )

    def _has_year(self, each: Day, sentence: Sentence) -> bool:
        return self.year in (None, each.year) or any(self.year in f.values for f in sentence.figures)

    def roles(self, sentence: Sentence) -> Iterator[Role]:
        """What could stand here if the value did not matter."""
        return (Role((day.start, day.end), day) for day in sentence.days)


Atom = WordAtom | NumberAtom | ClockAtom | DateAtom
NUMERIC = NumberAtom | ClockAtom | DateAtom


def _unit(unit: str | None, piece: str) -> str | None:
    if unit is not None and unit not in UNITS:
        raise FormError(f"{piece!r} has no known unit; choose from {', '.join(UNITS)}")
    return unit


@lru_cache(maxsize=16384)  # the same word has the same atom in every form, and is looked for once a sentence
def atoms_of(piece: str) -> tuple[Atom, ...]:
    """One piece of the notation; a word with hyphens is several."""
    return tuple(_atoms(piece))


def _atoms(piece: str) -> Iterator[Atom]:
    match = _ATOM.match(piece)
    if match is None:
        raise FormError(
            f"{piece!r} is no word, number (#3200, #1.4m, #70%, #96mKZT, #1/4, #9:30) or date (@03-01)"
        )
    if match["number"]:
        value = Decimal(match["number"]) * _SCALES.get(match["scale"] or "", 1)
        yield NumberAtom(value, _unit(match["unit"], piece))
    elif match["above"]:
        yield NumberAtom(Decimal(match["above"]) / Decimal(match["below"]))
    elif match["hour"]:
        yield ClockAtom((int(match["hour"]), *map(int, match["minutes"].split(":"))))
    elif match["month"]:
        day, year = match["day"], match["year"]
        yield DateAtom(int(match["month"]), int(day) if day else None, int(year) if year else None)
    else:
        parts = [word.text for word in words(match["word"])]
        for part in parts:
            yield WordAtom(
                part, exact=bool(match["exact"]), prefix=bool(match["prefix"]) and part == parts[-1]
            )
