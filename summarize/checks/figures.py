"""Checks of numbers, percentages, money and dates against the source, across languages.

Compares values, not spellings. Not known: what a number counts (a true number in the wrong place
passes), and arithmetic (a sum that the source does not state is a finding, and meant to be).
"""

from __future__ import annotations

from collections.abc import Iterator

from summarize.checks.findings import Finding, absence
from summarize.checks.numerals import Numeral
from summarize.checks.quantities import Account


def _kind(unit: str) -> str:
    return {"": "number", "%": "percent"}.get(unit, "money")


def _piece(account: Account, numeral: Numeral) -> str:
    return account.text[numeral.start : numeral.end].strip()


def invented_numbers(hypothesis: Account, source: Account) -> Iterator[Finding]:
    """Numbers, percentages and sums of money that the source does not have."""
    for numeral in hypothesis.numerals:
        if not numeral.plain:
            continue
        piece, unit = _piece(hypothesis, numeral), hypothesis.unit(numeral)
        if not source.has(numeral):
            message = f"{_kind(unit)} {piece!r} is not in the source"
        elif unit and not source.has_unit(numeral, unit):
            message = f"{piece!r} is in the source, but not in {unit}"
        else:
            continue
        yield Finding(_kind(unit), message, piece, numeral.start, numeral.end)


def lost_numbers(hypothesis: Account, source: Account) -> Iterator[Finding]:
    """Numbers of the source that the hypothesis does not have."""
    for numeral in source.numerals:
        if numeral.plain and not hypothesis.has(numeral):
            piece, kind = _piece(source, numeral), _kind(source.unit(numeral))
            yield absence(kind, f"{kind} {piece!r} of the source is missing", piece, hypothesis.text)


def invented_dates(hypothesis: Account, source: Account) -> Iterator[Finding]:
    """Days, months and weekdays that the source does not have; all-digit dates with their year."""
    for day in hypothesis.days:
        piece = hypothesis.text[day.start : day.end]
        known_year = day.year is None or source.has_value(day.year)
        if day.plain and not (source.has_day(day) and known_year):
            yield Finding("date", f"date {piece!r} is not in the source", piece, day.start, day.end)
    known = {weekday.number for weekday in source.weekdays}
    for weekday in hypothesis.weekdays:
        if weekday.plain and weekday.number not in known:
            piece = hypothesis.text[weekday.start : weekday.end]
            yield Finding("date", f"{piece!r} is not in the source", piece, weekday.start, weekday.end)


def lost_dates(hypothesis: Account, source: Account) -> Iterator[Finding]:
    """Days and weekdays of the source that the hypothesis does not have."""
    for day in source.days:
        if day.plain and not hypothesis.has_day(day):
            piece = source.text[day.start : day.end]
            yield absence("date", f"date {piece!r} of the source is missing", piece, hypothesis.text)
    known = {weekday.number for weekday in hypothesis.weekdays}
    for weekday in source.weekdays:
        if weekday.plain and weekday.number not in known:
            piece = source.text[weekday.start : weekday.end]
            yield absence("date", f"{piece!r} of the source is missing", piece, hypothesis.text)
