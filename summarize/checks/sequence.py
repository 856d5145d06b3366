"""Numbers of a translation that have changed places: 29 of 38 for 38 of 29.

Word order differs between languages, so only what a number counts tells its place: a unit, a currency, a
year, a day, a common noun. Two numbers have changed places if each counts what the other does in the source,
or if two that count the same stand in the other order. A finding is a doubt.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from summarize.checks.concepts import shared_meanings
from summarize.checks.findings import Finding, finding
from summarize.checks.numerals import Numeral
from summarize.checks.quantities import Quantities
from summarize.checks.units import joined

_NOUNS = (
    ("people", r"people|persons?|men|women|children|residents|passengers|victims|students|pupils|workers"
               r"|soldiers",
     r"человек|люд|мужчин|женщин|дет|жител|пассажир|жертв|студент|ученик|учащих|рабоч|солдат|школьник",
     r"адам|кісі|ер|әйел|бала|тұрғын|жолаушы|студент|оқушы|жұмысшы|сарбаз|құрбан"),
    ("houses", r"houses?|homes?|households?|buildings?|flats?"
               r"|apartments?", r"дом(?:а|у|ом|е|ов|ам|ами|ах)?\b|квартир|здани", r"үй|пәтер|ғимарат"),
    ("animals", r"animals?|pigs?|cows?|sheep|horses?"
                r"|heads?", r"животн|свин|коров|овец|лошад|голов", r"мал|шошқа|сиыр|қой|жылқы|бас"),
    ("vehicles", r"cars?|vehicles?|trucks?|lorries|buses"
                 r"|wagons?", r"автомобил|машин|автобус|вагон|фур|грузовик", r"көлік|автобус|вагон|машина"),
    ("cases", r"cases?", r"случа|дел", r"жағдай|іс"),
    ("points", r"points?", r"очк|балл", r"ұпай|балл"),
    ("times", r"times", r"раз", r"рет|есе|мәрте"),
    ("votes", r"votes?|seats?", r"голос|мест|мандат", r"дауыс|орын|мандат"),
    ("schools", r"schools?|hospitals?|shops?|stores?|factories"
                r"|plants", r"школ|больниц|магазин|завод|фабрик", r"мектеп|аурухана|дүкен|зауыт|фабрика"),
    ("countries", r"countries|states|cities|villages|regions|districts", r"стран|государств|штат|город|сел"
        r"|регион|район|област",
     r"ел|мемлекет|штат|қала|ауыл|аймақ|аудан|облыс|өңір"),
    ("games", r"games?|matches|goals?", r"игр|матч|гол|мяч", r"ойын|матч|гол|доп"),
    ("projects", r"projects?|companies|firms|books|films|jobs", r"проект|компани|фирм|книг|фильм"
        r"|рабочих мест", r"жоба|компания|фирма|кітап|фильм|жұмыс орн"),
)  # fmt: skip
_LANGUAGES = ("en", "ru", "kk")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|of|from|early|late|mid|during|between|before|after|January|February|March"
    r"|April|May|June"
    r"|July|August|September|October|November|December|spring|summer|autumn|winter|fall),?[\s-]$",
    re.IGNORECASE,
)
_YEAR_AFTER = {
    "ru": re.compile(r"(?:[\s-]|-?[хйм])*\s?(?:год|г\.|гг)"),
    "kk": re.compile(r"[\s-]*(?:жыл|ж\.)"),
}
_SECOND_YEAR = re.compile(r"\s?(?:[-–—]|и|по|до|мен|пен|бен|және)\s?\d{4}(?!\d)")
_PREPOSITION = r"(?:of|in|at|on|from|for|to|из|в|на|от|для|по)"
_OF = re.compile(r"\s(?:of|из)\s(?:(?:the|a|all|every|всех|каждых)\s)?$")
_OF_REACH = 14  # characters read before the second of two numbers
_AFTER = re.compile(r"(?:-[^\W\d_]{1,6})?\s((?:[^\W\d_]{1,20}\s)?[^\W\d_]{1,20})")
_CALENDAR = "calendar"  # what a calendar year counts
_BEFORE = 12  # characters read before a number


class _Figure(NamedTuple):
    """A number of a text and what it counts; empty if that cannot be told."""

    values: frozenset[Decimal]
    counts: str
    start: int
    end: int


@lru_cache(maxsize=3)
def _nouns(language: str) -> re.Pattern[str]:
    column = _LANGUAGES.index(language) + 1
    ends = r"\b" if language == "en" else ""
    rows = "|".join(f"(?P<n{n}>(?:{row[column]}){ends})" for n, row in enumerate(_NOUNS))
    # The look-ahead makes lists of numbers quick.
    return re.compile(
        rf"(?=[\s-]{{1,2}}[^\W\d_])[\s-]{{1,2}}(?:(?!{_PREPOSITION}\b)[^\W\d_]{{1,30}}[\s-]{{1,2}})?\b(?:{rows})",
        re.IGNORECASE,
    )


def _figures(account: Quantities, language: str) -> list[_Figure]:
    """The numbers of a text in order, days of the month included."""
    text = account.text
    found: list[_Figure] = []
    units = {measure.start: measure.unit for measure in account.measures}
    for numeral in account.numerals:
        if not numeral.plain:
            continue
        unit = units.get(numeral.start)
        counts = account.unit(numeral) or (f"{unit.measures} {unit.name}" if unit else "")
        if not counts and _names_year(text, numeral.start, numeral.end, language):
            counts = _CALENDAR
        if (
            not counts
            and found
            and found[-1].counts == _CALENDAR
            and _both_years(account, found[-1], numeral)
        ):
            counts = _CALENDAR
        if not counts and (noun := _nouns(language).match(text, numeral.end)):
            counts = noun.lastgroup or ""
        found.append(_Figure(numeral.readings, counts, numeral.start, numeral.end))
    for day in account.days:
        if day.day:
            found.append(_Figure(frozenset({Decimal(day.day)}), "day", day.start, day.end))
    return sorted(found, key=lambda figure: figure.start)


def _both_years(account: Quantities, before: _Figure, numeral: Numeral) -> bool:
    """Whether a number of four digits ends a range of years that another begins."""
    four = numeral.end - numeral.start == 4
    return four and before.counts == _CALENDAR and joined(account.text, before.end, numeral.start)


def _names_year(text: str, start: int, end: int, language: str) -> bool:
    """Whether a number of four digits is a calendar year by the words beside it."""
    if end - start != 4:
        return False
    after = _YEAR_AFTER.get(language)
    if after:
        second = _SECOND_YEAR.match(text, end)  # между 1991 и 1997 годами
        return after.match(text, second.end() if second else end) is not None
    return _YEAR_BEFORE.search(text, max(start - _BEFORE, 0), start) is not None


def _once(account: Quantities) -> set[Decimal]:
    """The values that one plain number of a text can have, or one of its days."""
    numbers = (one.readings for one in account.numerals if one.plain)
    days = ((Decimal(day.day),) for day in account.days if day.day)
    return {
        value for value, count in Counter(chain.from_iterable(chain(numbers, days))).items() if count == 1
    }


def _matched(
    ours: list[_Figure], theirs: list[_Figure], once: set[Decimal]
) -> list[tuple[_Figure, _Figure, int]]:
    """The numbers that both texts have exactly once, in our order, with their rank in the source."""
    places = {value: at for at, one in enumerate(theirs) for value in one.values if value in once}
    found = []
    for one in ours:
        at = next((places[value] for value in one.values if value in places), None)
        if at is not None:
            found.append((one, theirs[at], at))
    return found


def exchanged_numbers(
    hypothesis: Quantities, source: Quantities, *, source_language: str, target_language: str
) -> Iterator[Finding]:
    """Two numbers of a text that have each other's places."""
    once = _once(hypothesis) & _once(source)
    if len(once) < 2:
        return
    pairs = _matched(_figures(hypothesis, target_language), _figures(source, source_language), once)
    swapped = _swapped(pairs, source_language, target_language) or _reversed(pairs)
    if swapped:
        one, other = sorted(swapped)
        back = {ours: theirs for ours, theirs, _ in pairs}
        texts = hypothesis.text, source.text
        languages = target_language, source_language
        if _same_things(texts, ((one, other), (back[one], back[other])), languages):
            return
        if _part_of_whole(texts, ((one, other), (back[one], back[other])), languages):
            return
        pieces = (hypothesis.text[figure.start : figure.end].strip() for figure in (one, other))
        span = hypothesis.text[one.start : one.end]
        yield finding("order", span, one.start, one.end, *pieces)


def _counted(text: str, end: int) -> str:
    """The word or two after a number, without the ending of the number."""
    match = _AFTER.match(text, end)
    return match[1] if match else ""


def _same_things(
    texts: tuple[str, str],
    figures: tuple[tuple[_Figure, _Figure], tuple[_Figure, _Figure]],
    languages: tuple[str, str],
) -> bool:
    """Whether one of two numbers counts the same here and there, and not what the other counts.

    It is told by the words after the numbers: 94 cyclists, 94 велошабандозы.
    """
    (one, other), (there, elsewhere) = (
        [shared_meanings(_counted(text, figure.end), language) for figure in both]
        for text, both, language in zip(texts, figures, languages, strict=True)
    )
    first = not one.isdisjoint(there) and one.isdisjoint(elsewhere)
    return first or (not other.isdisjoint(elsewhere) and other.isdisjoint(there))


def _part_of_whole(
    texts: tuple[str, str],
    figures: tuple[tuple[_Figure, _Figure], tuple[_Figure, _Figure]],
    languages: tuple[str, str],
) -> bool:
    """Whether Kazakh names the whole first, and the other language the part: 38-дің 29-ы, 29 of 38."""
    kazakh = [language == "kk" for language in languages]
    orders = [one.start < other.start for one, other in figures]
    if kazakh[0] == kazakh[1] or orders[0] == orders[1]:
        return False
    other = kazakh.index(False)
    second = max(figures[other], key=lambda figure: figure.start)
    return _OF.search(texts[other], max(second.start - _OF_REACH, 0), second.start) is not None


def _swapped(
    pairs: list[tuple[_Figure, _Figure, int]], source_language: str, target_language: str
) -> tuple[_Figure, _Figure] | None:
    """Two numbers of which each counts what the other counts in the source."""
    seen: dict[tuple[str, str], tuple[_Figure, int]] = {}
    for one, other, rank in pairs:
        if one.counts != other.counts:
            back, before = seen.get((other.counts, one.counts), (None, -1))
            if back and before < rank and _shared(back, one, source_language, target_language):
                continue
            if back:
                return back, one
            seen.setdefault((one.counts, other.counts), (one, rank))
    return None


def _shared(one: _Figure, other: _Figure, source_language: str, target_language: str) -> bool:
    """Whether one unit of measure, said once, is meant for both of two numbers.

    Kazakh says it with the last, English and Russian with the first: шекарадан 35, теңізден 120 километр, 35
    километров от границы и 120 от моря.
    """
    if target_language == "kk":
        without, with_unit = one, other
    elif source_language == "kk":
        without, with_unit = other, one
    else:
        return False
    return not without.counts and " " in with_unit.counts


def _reversed(pairs: list[tuple[_Figure, _Figure, int]]) -> tuple[_Figure, _Figure] | None:
    """Two neighbours among the numbers that count the same, in the other order."""
    alike: dict[str, list[tuple[int, _Figure]]] = defaultdict(list)
    for one, other, rank in pairs:
        if one.counts == other.counts:
            alike[one.counts].append((rank, one))
    for counts, found in alike.items():
        for (before, one), (after, other) in pairwise(found):
            if before > after and counts not in (_CALENDAR, "day"):  # a day has its month
                return one, other
    return None
