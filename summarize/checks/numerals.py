"""Read the numbers of English, Russian and Kazakh text as values.

Digits in every usual grouping, Roman numerals, scales (thousand, млн, мың) and words are read and
composed. An ambiguous spelling (1,500 in Russian) has several readings. Units, dates and ranges
belong to ``summarize.checks.quantities``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from summarize.checks.number_words import Role, number_word


class Numeral(NamedTuple):
    """One number of a text.

    ``readings`` are its possible values; ``parts`` those of the numbers that were read as one
    ("1 млн 500 тыс."). ``plain`` is False for what is only evidence and is not checked itself
    ("both", "hundreds", "second").
    """

    readings: frozenset[Decimal]
    start: int
    end: int
    plain: bool = True
    parts: frozenset[Decimal] = frozenset()


_GAP = "[\u00a0\u202f\u2009 '’]"
_SCALES = {"k": 10**3, "к": 10**3, "тыс": 10**3, "m": 10**6, "ml": 10**6, "mn": 10**6, "mln": 10**6,
           "млн": 10**6, "bn": 10**9, "bln": 10**9, "млрд": 10**9, "tn": 10**12, "трлн": 10**12}  # fmt: skip
_UNSURE = frozenset({"k", "к", "m", "ml"})  # also metres, millilitres, kelvins: both readings are kept
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal(1) / 3}
_TOKEN = re.compile(
    rf"(?P<digits>\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
    rf"(?P<scale>\s?(?:{'|'.join(_SCALES)})(?!\w))?"
    r"|(?<!\w)(?P<roman>[IVXІХ]{2,7}|[VXХ])(?![\w’'])"
    rf"|(?P<fraction>[{''.join(_FRACTIONS)}])"
    r"|(?P<half>and a half|с половиной|жарым)(?!\w)"
    r"|(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\s+(?!\w*нш[іы])([^\W\d_]+)")  # not an ordinal
_ONE = re.compile(r"бір(?:і(?:н|не|нен|нің|мен)?|ге|ден|дің)?", re.IGNORECASE)
_OPENING, _MARKS = " «“„\"'(\u00a0", 5  # what may stand before a sentence, and how much of it is looked at
_INITIAL = re.compile(r"\b[^\W\d_]\.[\s\u00a0]?$")
_MULTIPLIES = ("scale", "vague")
_JOIN = re.compile(r"(?:[\s.-]{0,2}(?:and |и )?|\s+)")


class _Piece(NamedTuple):
    """One match of ``_TOKEN`` that is a number, before neighbours are composed."""

    values: frozenset[Decimal]
    role: Role
    start: int
    end: int
    plain: bool
    digits: bool
    source: bool = False
    ended: bool = False


@lru_cache(maxsize=4096)
def readings(digits: str, language: str) -> frozenset[Decimal]:
    """Every value that a spelling in digits may have in ``language``."""
    compact = re.sub(_GAP, "", digits)
    marks = re.findall("[.,]", compact)
    if not marks:
        return frozenset({Decimal(compact)})
    groups = re.split("[.,]", compact)
    thousands = all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0"
    whole = Decimal("".join(groups))
    decimal = Decimal("".join(groups[:-1]) + "." + groups[-1])
    if len(marks) > 1:
        if marks[-1] not in marks[:-1]:
            return frozenset({decimal})
        return frozenset({whole} if thousands else map(Decimal, groups))
    if not thousands:
        return frozenset({decimal})
    if language == "en":
        return frozenset({whole if marks[0] == "," else decimal})
    return frozenset({whole, decimal})


def roman(text: str) -> int | None:
    """The value of a Roman numeral up to 39, in Latin letters or Cyrillic look-alikes, or None."""
    letters = text.translate(str.maketrans("ІХ", "IX"))
    if not letters or not re.fullmatch(r"X{0,3}(?:IX|IV|V?I{0,3})", letters):
        return None
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in letters]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _pieces(text: str, language: str) -> Iterator[_Piece]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word":
            word = number_word(match[0], language)
            if word is not None:
                plain = word.plain and not _is_name(text, match, language)
                values = frozenset({word.value})
                yield _Piece(values, word.role, *match.span(), plain, False, word.source, word.ended)
        elif kind == "digits":
            start, end = match.span()
            yield _Piece(readings(match[0], language), "small", start, end, True, True)
        elif kind == "scale":
            yield from _scaled(match, language)
        elif kind == "roman":
            value = roman(match[0])
            if value is not None:
                plain = len(match[0]) > 1
                yield _Piece(frozenset({Decimal(value)}), "alone", *match.span(), plain=plain, digits=True)
        elif kind == "fraction":
            yield _Piece(frozenset({_FRACTIONS[match[0]]}), "half", *match.span(), plain=True, digits=True)
        else:
            yield _Piece(frozenset({Decimal("0.5")}), "half", *match.span(), plain=False, digits=False)


def _is_name(text: str, match: re.Match[str], language: str) -> bool:
    """Whether a number word is part of a name: V. Ten, Жетпіс Аманов, «Жеті ТВ».

    It has a capital letter and follows an initial. In Russian and Kazakh, where titles have few capitals, it
    is enough that it does not begin a sentence, or that the next word has one too.
    """
    start, end = match.span()
    if not text[start].isupper() or match[0].isupper():
        return False
    if _INITIAL.search(text, max(start - _MARKS, 0), start):
        return True
    if language == "en":
        return False
    before = text[max(start - _MARKS, 0) : start].rstrip(_OPENING)
    inside = before[-1:].isalnum() or before[-1:] in (",", ";")
    return inside or (text[end : end + 1] == " " and text[end + 1 : end + 2].isupper())


def _fractions(pieces: Iterable[_Piece], text: str) -> Iterator[_Piece]:
    """Compose Kazakh fractions: "төрттен бір" (of four one) is 1/4, and evidence of 4."""
    end = 0
    for piece in pieces:
        if piece.start < end:  # the numerator was read with its denominator
            continue
        found = _fraction(piece, text) if piece.source else None
        end = found.end if found else end
        yield found or piece


def _fraction(below: _Piece, text: str) -> _Piece | None:
    """The fraction that a denominator makes with the next word, or None."""
    match = _NEXT_WORD.match(text, below.end)
    if match is None:
        return None
    word = number_word(match[1], "kk")  # "бірге" alone is "together"
    above = Decimal(1) if _ONE.fullmatch(match[1]) else word.value if word and word.role == "small" else None
    size = min(below.values)
    if above is None or above >= size:
        return None
    values = frozenset({above / size, size} | ({above} if above > 1 else set()))
    return _Piece(values, "alone", below.start, match.end(), below.plain, digits=False)


def _scaled(match: re.Match[str], language: str) -> Iterator[_Piece]:
    """A number in digits with the scale written after it."""
    values = readings(match["digits"], language)
    start, end = match.span("digits")
    suffix = match["scale"].strip().casefold()
    scale = Decimal(_SCALES[suffix])
    if suffix in _UNSURE:
        values |= frozenset(value * scale for value in values)
        yield _Piece(values, "alone", start, match.end(), plain=True, digits=True)
        return
    yield _Piece(values, "small", start, end, plain=True, digits=True)
    yield _Piece(frozenset({scale}), "scale", *match.span("scale"), plain=True, digits=False)


_NOTHING = Decimal(0)


@dataclass(slots=True)
class _Compound:
    """Adjacent pieces being read as one number: "two hundred and five thousand".

    ``closed`` is the sum up to the last scale, ``current`` what follows it.
    """

    pieces: list[_Piece]
    closed: Decimal = _NOTHING
    scale: Decimal = _NOTHING
    current: frozenset[Decimal] = frozenset()

    def takes(self, piece: _Piece) -> bool:
        """Add the piece if it continues the number, and return whether it does."""
        last = self.pieces[-1] if self.pieces else None
        if last is not None and not self._continues(last, piece):
            return False
        if piece.role in _MULTIPLIES:
            value = min(piece.values)
            if last is None:
                self.closed = value
            for amount in sorted(self.current)[:1]:
                self.closed += amount * value
            self.scale, self.current = value, frozenset()
        elif piece.role == "hundred":
            self.current = frozenset(amount * 100 for amount in self.current) or piece.values
        elif self.current:
            value = min(piece.values)
            self.current = frozenset(amount + value for amount in self.current)
        else:
            self.current = piece.values
        self.pieces.append(piece)
        return True

    def _continues(self, last: _Piece, piece: _Piece) -> bool:
        if "alone" in (piece.role, last.role) or last.role == "half" or last.ended:
            return False
        value, before = min(piece.values), min(last.values)
        if piece.role == "half":
            return bool(self.current)
        if piece.role in _MULTIPLIES:
            return bool(self.current) and (not self.closed or value < self.scale)
        if piece.role == "hundred":
            return bool(self.current) and last.role != "hundred"
        if not self.current:
            return max(piece.values) < self.scale
        if piece.digits or last.digits:
            return False
        if last.role == "hundred" or before >= 100:
            return value < 100
        return value < 10 <= before and before % 10 == 0

    def carry(self, piece: _Piece) -> list[_Piece]:
        """Remove the pieces that belong to the refused one: "five" in "three million and five million"."""
        open_: list[_Piece] = []
        while piece.role in _MULTIPLIES and self.closed and self.pieces[-1].role not in _MULTIPLIES:
            open_.insert(0, self.pieces.pop())
        if open_:
            self.current = frozenset()
        return open_

    def numeral(self) -> Numeral:
        """The number read so far."""
        if len(self.pieces) == 1 and self.current:  # most numbers are
            (piece,) = self.pieces
            return Numeral(self.current, piece.start, piece.end, piece.plain and piece.role != "vague")
        values, parts = self.current, frozenset[Decimal]()
        if self.closed or not values:
            values = frozenset([self.closed + amount for amount in self.current]) or frozenset({self.closed})
            parts = self.current | {self.closed} if self.current and self.closed else parts
        first, last = self.pieces[0], self.pieces[-1]
        plain = last.role != "vague" and (len(self.pieces) > 1 or first.plain)
        return Numeral(values, first.start, last.end, plain, parts)


def _compounds(text: str, language: str) -> Iterator[Numeral]:
    """Every number of a text, its pieces put together."""
    compound = _Compound([])
    lone: _Piece | None = None  # a piece in digits that may be a number by itself
    for piece in _fractions(_pieces(text, language), text):
        if lone is not None:
            if piece.digits and piece.role != "half":
                # Two numbers in digits are never one; told here, as lists of them can be long.
                yield Numeral(lone.values, lone.start, lone.end, lone.plain)
                lone = piece
                continue
            compound, lone = _Compound([lone], current=lone.values), None
        last = compound.pieces[-1] if compound.pieces else None
        if last is not None and last.digits and piece.digits and piece.role != "half":
            yield compound.numeral()
            compound, lone = _Compound([]), piece
            continue
        adjacent = last is None or _JOIN.fullmatch(text, last.end, piece.start) is not None
        if adjacent and compound.takes(piece):
            continue
        carried = compound.carry(piece) if adjacent else []
        yield compound.numeral()
        compound = _Compound([])
        for later in [*carried, piece]:
            compound.takes(later)
    if lone is not None:
        yield Numeral(lone.values, lone.start, lone.end, lone.plain)
    elif compound.pieces:
        yield compound.numeral()


def numerals(text: str, language: str) -> list[Numeral]:
    """Every number of a text, in order; ``language`` is ``en``, ``ru`` or ``kk``."""
    return list(_compounds(text, language))
