"""Check numbers, percentages, money and dates against the source, across languages."""

from __future__ import annotations

from collections.abc import Iterator

from summarize.checks.findings import Finding, absence, finding
from summarize.checks.numerals import Numeral
from summarize.checks.quantities import BESIDE, POINTS, Quantities

_KINDS = {"": "number", "%": "percent", POINTS: "percent"}


def _kind(unit: str) -> str:
    return _KINDS.get(unit, "money")


def _piece(account: Quantities, numeral: Numeral) -> str:
    return account.text[numeral.start : numeral.end].strip()


def invented_numbers(hypothesis: Quantities, source: Quantities) -> Iterator[Finding]:
    """Numbers, percentages and amounts of money that the source does not have."""
    for numeral in hypothesis.numerals:
        if not numeral.plain:
            continue
        unit, known = hypothesis.unit(numeral), source.has(numeral)
        if known and not unit:
            continue
        piece = _piece(hypothesis, numeral)
        span = piece, numeral.start, numeral.end
        if not known:
            if not hypothesis.converts(numeral, source):
                yield finding(f"{_kind(unit)}-invented", *span)
        elif not source.has_unit(numeral, unit):
            if source.has_unit(numeral, {"%": POINTS, POINTS: "%"}.get(unit, "")):
                yield finding(
                    "percent-points", *span, _with_unit(hypothesis, numeral), _kept(source, numeral)
                )
            elif _kind(unit) == "percent":
                yield finding("percent-added", *span)
            elif not hypothesis.converts(numeral, source):
                yield finding("money-unit", *span, piece, unit)


def _with_unit(account: Quantities, numeral: Numeral) -> str:
    """A numeral with the next few characters, for a message."""
    return account.text[numeral.start : numeral.end + BESIDE].strip()


def _kept(account: Quantities, numeral: Numeral) -> str:
    """The same value as another text writes it."""
    same = (other for other in account.numerals if other.readings & numeral.readings)
    return next((_with_unit(account, other) for other in same), "")


def lost_numbers(hypothesis: Quantities, source: Quantities) -> Iterator[Finding]:
    """Numbers of the source that the hypothesis does not have, or has without their percent sign."""
    for numeral in source.numerals:
        if not numeral.plain:
            continue
        unit = source.unit(numeral)
        if not hypothesis.has(numeral):
            if not source.converts(numeral, hypothesis):
                yield absence(f"{_kind(unit)}-lost", _piece(source, numeral), hypothesis.text)
        elif _kind(unit) == "percent" and not any(hypothesis.says(numeral, mark) for mark in ("%", POINTS)):
            yield absence("percent-dropped", _piece(source, numeral), hypothesis.text)


def invented_dates(hypothesis: Quantities, source: Quantities) -> Iterator[Finding]:
    """Days, months and weekdays that the source does not have; also the year of all-digit dates."""
    for day in hypothesis.days:
        piece = hypothesis.text[day.start : day.end]
        known_year = day.year is None or source.has_value(day.year)
        if day.plain and not (source.has_day(day) and known_year):
            yield finding("date-invented", piece, day.start, day.end)
    known = {weekday.number for weekday in source.weekdays}
    for weekday in hypothesis.weekdays:
        if weekday.plain and weekday.number not in known:
            piece = hypothesis.text[weekday.start : weekday.end]
            code = "weekday-invented" if source.weekdays else "weekday-added"
            yield finding(code, piece, weekday.start, weekday.end)


def lost_dates(hypothesis: Quantities, source: Quantities) -> Iterator[Finding]:
    """Days and weekdays of the source that the hypothesis does not have."""
    for day in source.days:
        if day.plain and not hypothesis.has_day(day):
            piece = source.text[day.start : day.end]
            yield absence("date-lost", piece, hypothesis.text)
    known = {weekday.number for weekday in hypothesis.weekdays}
    for weekday in source.weekdays:
        if weekday.plain and weekday.number not in known:
            piece = source.text[weekday.start : weekday.end]
            yield absence("weekday-lost", piece, hypothesis.text)
