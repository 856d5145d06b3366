"""Units of measure beside the numbers of a text, converted where a translation may convert them.

Lengths, areas, volumes, masses, speeds, temperatures, powers, energies, amounts of data and times are read
in English, Russian and Kazakh. A translation may write 80 °F as 27 °C and 30 miles as 48 km; it may not
write 30 km. Not read: units between which no one converts (people, votes, points).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from summarize.checks.findings import Finding, finding
from summarize.checks.inflection import KAZAKH_ENDING
from summarize.checks.numerals import Numeral


class Unit(NamedTuple):
    """A unit: its name, what it measures, and its size in the first unit of that; ``zero`` for temperatures.

    ``words`` are the patterns of its names in English, Russian and Kazakh, ``signs`` of its symbols.
    """

    name: str
    measures: str
    size: float
    words: tuple[str, str, str]
    signs: str = ""
    zero: float = 0.0


_METRE = r"(?:метр(?:а|у|ом|е|ы|ов|ам|ами|ах)?|метров\w{2,3})"
_GRAM = r"(?:грамм(?:а|у|ом|е|ы|ов|ам|ами|ах)?|граммов\w{2,3})"
_LITRE = r"(?:литр(?:а|у|ом|е|ы|ов|ам|ами|ах)?|литров\w{2,3})"
_WATT = r"(?:ватт(?:а|у|ом|е|ы|ов|ам|ами|ах)?)"
_TON = r"(?:тонн(?:а|ы|у|е|ой|ам|ами|ах)?)"


def _unit(
    name: str, measures: str, size: float, en: str, ru: str, kk: str, signs: str = "", zero: float = 0.0
) -> Unit:
    return Unit(name, measures, size, (en, ru, f"(?:{kk}){KAZAKH_ENDING}"), signs, zero)


def _metric(prefix: tuple[str, str, str], size: float, signs: tuple[str, str, str, str]) -> Iterator[Unit]:
    """The metre, gram, litre and watt with a prefix; a sign that is empty is left out."""
    en, ru, kk = prefix
    rows = (
        ("metre", "length", "met(?:re|er)s?", _METRE, "метр(?:лік)?"),
        ("gram", "mass", "gram(?:me)?s?", _GRAM, "грам(?:м|дық)?"),
        ("litre", "volume", "lit(?:re|er)s?", _LITRE, "литр(?:лік)?"),
        ("watt", "power", "watts?", _WATT, "ватт(?:тық)?"),
    )
    for (name, measures, english, russian, kazakh), sign in zip(rows, signs, strict=True):
        if sign:
            base = size / 1000 if name == "gram" else size
            yield _unit(en + name, measures, base, en + english, ru + russian, kk + kazakh, sign)


_UNITS: tuple[Unit, ...] = (
    _unit("km/h", "speed", 1, r"k(?:ilo)?m(?:et(?:re|er)s?)? (?:an|per) hour|kmh|kph",
          r"километр\w{0,3} в час", r"сағатына километр|километр сағатына", "km/h|км/ч|км/сағ"),
    _unit("mph", "speed", 1.609, r"miles? (?:an|per) hour", r"мил\w{1,3} в час", "миля сағатына|сағатына "
        "миля",
          "mph|миль/ч|миля/сағ"),
    _unit("m/s", "speed", 3.6, r"met(?:re|er)s? (?:a|per) second", r"метр\w{0,2} в секунду",
          "секундына метр", "m/s|м/с|м/сек"),
    _unit("knot", "speed", 1.852, "knots?", r"узл(?:а|ов)|узел", "түйін"),
    _unit("km²", "area", 1, r"square k(?:ilo)?m(?:et(?:re|er)s?)?|sq\.? km",
          r"(?:квадратн\w+|кв\.) (?:километр\w{0,3}|км)", "(?:шаршы|квадрат|ш\\.) (?:километр|шақырым"
                                                          "|км)", "km²|км²|km2|км2"),
    _unit("m²", "area", 1e-6, r"square m(?:et(?:re|er)s?)?|sq\.? m",
          r"(?:квадратн\w+|кв\.) (?:метр\w{0,3}|м)", "(?:шаршы|квадрат|ш\\.) (?:метр|м)", "m²|м²|m2|м2"),
    _unit("square mile", "area", 2.59, "square miles?|sq\\.? mi", r"(?:квадратн\w+|кв\.) мил\w{1,3}",
          "(?:шаршы|квадрат) миля"),
    _unit("square foot", "area", 9.29e-8, "square f(?:ee|oo)t|sq\\.? ft", r"(?:квадратн\w+|кв\.) фут\w{0,3}",
          "(?:шаршы|квадрат) фут"),
    _unit("hectare", "area", 0.01, "hectares?", r"гектар\w{0,3}", "гектар", "ha|га"),
    _unit("acre", "area", 0.00405, "acres?", r"акр\w{0,3}", "акр"),
    _unit("m³", "volume", 1000, r"cubic met(?:re|er)s?", r"(?:кубическ\w+|куб\.) (?:метр\w{0,3}|м)"
                                                         r"|кубометр\w{0,3}",
          "текше метр|куб метр", "m³|м³"),
    _unit("km³", "volume", 1e12, r"cubic k(?:ilo)?m(?:et(?:re|er)s?)?",
          r"(?:кубическ\w+|куб\.) (?:километр\w{0,3}|км)",
          "текше (?:километр|шақырым|км)", "km³|км³"),
    _unit("cubic mile", "volume", 4.168e12, "cubic miles?", r"кубическ\w+ мил\w{1,3}", "текше миля"),
    *_metric(("kilo", "кило", "кило"), 1000, ("km|км", "kg|кг", "", "kW|кВт")),
    *_metric(("centi", "санти", "санти"), 0.01, ("cm|см", "", "", "")),
    *_metric(("milli", "милли", "милли"), 0.001, ("mm|мм", "mg|мг", "ml|мл", "")),
    *_metric(("mega", "мега", "мега"), 1e6, ("", "", "", "MW|МВт")),
    *_metric(("giga", "гига", "гига"), 1e9, ("", "", "", "GW|ГВт")),
    _unit("kilometre", "length", 1000, "kms?", "кило?метр", "шақырым"),
    *_metric(("", "", ""), 1, ("m|м", "g|г|гр", "l|л", "W|Вт")),
    _unit("kilo", "mass", 1, "kilos?", r"кило", "кило|келі"),
    _unit("mile", "length", 1609, "miles?", r"мил[яиюе]|миль|милями", "миля", "mi"),
    _unit("yard", "length", 0.9144, "yards?", r"ярд\w{0,3}", "ярд", "yd"),
    _unit("foot", "length", 0.3048, "f(?:oo|ee)t", r"фут(?:а|у|ом|е|ы|ов|ам|ами|ах|ов\w{2})?", "фут", "ft"),
    _unit("inch", "length", 0.0254, "inch(?:es)?", r"дюйм\w{0,4}", "дюйм"),
    _unit("tonne", "mass", 1000, "(?:metric )?ton(?:ne)?s?", _TON + r"|тонн\w{2,3}", "тонна", "t|т"),
    _unit("centner", "mass", 100, "(?:centners?|quintals?)", r"центнер\w{0,3}", "центнер", "ц"),
    _unit("pound", "mass", 0.4536, "pounds?|lbs?", r"фунт\w{0,3}", "фунт", "lb"),
    _unit("ounce", "mass", 0.02835, "ounces?", r"унци\w{1,3}", "унция", "oz"),
    _unit("stone", "mass", 6.35, "stone", r"стоун\w{0,3}", "стоун"),
    _unit("gallon", "volume", 3.785, "(?:US )?gallons?", r"галлон\w{0,3}", "галлон"),
    _unit("pint", "volume", 0.5, "pints?", r"пинт\w{0,3}", "пинта"),
    _unit("barrel", "volume", 159, "barrels?", r"баррел\w{1,3}", "баррель"),
    _unit("°C", "temperature", 1, r"(?:degrees? )?(?:Celsius|centigrade)",
          r"(?:градус\w{0,3} )?(?:по )?Цельси\w+", "(?:градус )?Цельсий(?: бойынша)?(?: "
                                                   "градус)?", "°\\s?[CС]"),
    _unit("°F", "temperature", 5 / 9, r"(?:degrees? )?Fahrenheit", r"(?:градус\w{0,3} )?(?:по )?Фаренгейт\w*",
          "(?:градус )?Фаренгейт(?: бойынша)?(?: градус)?", "°\\s?F", 32),
    _unit("degree", "temperature", 1, "degrees?", r"градус(?:а|ов|ах|ам|ами)?", "градус", "°"),
    _unit("kilowatt-hour", "energy", 1, r"kilowatt[- ]hours?", r"киловатт-час\w{0,3}", "киловатт-сағат",
          "kWh|кВт[·⋅-]?ч|кВт[·⋅-]?сағ"),
    _unit("megawatt-hour", "energy", 1000, r"megawatt[- ]hours?", r"мегаватт-час\w{0,3}", "мегаватт-сағат",
          "MWh|МВт[·⋅-]?ч|МВт[·⋅-]?сағ"),
    _unit("megabyte", "data", 1, "megabytes?", r"мегабайт\w{0,3}", "мегабайт", "MB|МБ|Мбайт"),
    _unit("gigabyte", "data", 1000, "gigabytes?", r"гигабайт\w{0,3}", "гигабайт", "GB|ГБ|Гбайт"),
    _unit("terabyte", "data", 1e6, "terabytes?", r"терабайт\w{0,3}", "терабайт", "TB|ТБ|Тбайт"),
    _unit("second", "time", 1, "sec(?:ond)?s?", r"секунд\w{0,3}|сек", "секунд"),
    _unit("minute", "time", 60, "min(?:ute)?s?", r"минут\w{0,3}|мин", "минут"),
    _unit("hour", "time", 3600, "hours?|hrs?", r"час(?:а|у|ом|е|ы|ов|ам|ами|ах)?", "сағат"),
    _unit("day", "time", 86400, "days?", r"д(?:ень|ня|ней|ню|нём|нем|не|ни|ням|нями|нях)|сут(?:ки|ок|кам"
                                         r"|ками|ках)",
          "күн|тәулік"),
    _unit("week", "time", 604800, "weeks?", r"недел\w{1,3}", "апта"),
    _unit("month", "time", 2629800, "months?", r"месяц\w{0,3}", "ай"),
    _unit("year", "time", 31557600, r"years?(?:-old)?", r"год(?:а|у|ом|е|ы|ов|ам|ами|ах)?|лет(?:|ам|ами|ах)"
                                                        r"|летн\w{2,3}",
          "жыл|жас"),
)  # fmt: skip
_BY_NAME = {unit.name: unit for unit in _UNITS}


def named_units(name: str) -> tuple[Unit, ...]:
    """The units of this name; one may stand in several rows."""
    return tuple(unit for unit in _UNITS if unit.name == name)


_LANGUAGES = ("en", "ru", "kk")
_COMPOUND = re.compile(r"(?:кило|санти|милли)?(?:метр|грамм|литр)ов\w{2,3}|тонн\w{2,3}|летн\w{2,3}")
_JOINER = re.compile(
    r"\s?[-–—−]\s?|\s(?:to|and|or|by|x|до|и|или|на|мен|бен|пен|және|немесе)\s|\s?[×х]\s?|,\s(?:and |и "
    r"|және )?"
    r"|-?\s?(?:ден|дан|тан|тен|нан|нен)\s|\s?(?:ша|ше)\s"
)
# Kazakh says the time before the number: секундына 31 метр.
_RATE = re.compile(r"(секундына|сағатына)[\s\u00a0]$", re.IGNORECASE)
_RATES = {("сек", "metre"): "m/s", ("сағ", "kilometre"): "km/h", ("сағ", "mile"): "mph"}
_MONEY = re.compile(r"[$€£₸₽¥]\s?$")  # £125m are millions
_REACH = 12  # characters read before a number
_JOINED = 12  # characters between two numbers that share a unit
_ROUNDED, _EXACT = 0.1, 0.035  # how far a converted number may be off: one or two digits, more digits


# What no unit begins with is told before any unit is tried, because lists of numbers can be long.
_GAP_AND_LETTER = r"(?=[\s\u00a0-]{0,2}[^\W\d_]|[\s\u00a0-]{0,2}°)"


@lru_cache(maxsize=3)
def _pattern(language: str) -> re.Pattern[str]:
    """Every unit of a language, right after its number."""
    column = _LANGUAGES.index(language)
    rows = []
    for at, unit in enumerate(_UNITS):
        words = rf"(?i:{unit.words[column]})(?!\w)"
        signs = rf"|(?<!-)(?:{unit.signs})(?![\w/])" if unit.signs else ""  # 17-м is an ordinal
        rows.append(rf"(?P<u{at}>{words}{signs})")
    return re.compile(rf"{_GAP_AND_LETTER}[\s\u00a0-]{{0,2}}(?:{'|'.join(rows)})")


class Measure(NamedTuple):
    """A number with its unit: the possible values, the span of both together, and what was written."""

    values: frozenset[Decimal]
    unit: Unit
    start: int
    end: int


def measures(text: str, numerals: Sequence[Numeral], language: str) -> list[Measure]:
    """The numbers of a text that have a unit of measure, in order; ranges share the unit of their end."""
    found: list[Measure] = []
    after: tuple[Unit, int, int] | None = None  # unit of the number to the right, its start and end
    for numeral in reversed(numerals):
        unit, end = _beside(text, numeral, language)
        if unit is None and after and joined(text, numeral.end, after[1]) and not _is_money(text, numeral):
            unit, end = after[0], after[2]
        after = (unit, numeral.start, end) if unit else None
        if unit and not _is_year(unit, numeral):
            found.append(Measure(numeral.readings, unit, numeral.start, end))
    return found[::-1]


def _beside(text: str, numeral: Numeral, language: str) -> tuple[Unit | None, int]:
    """The unit written right after a number or as a part of it, and where it ends."""
    if match := _pattern(language).match(text, numeral.end):
        unit = _UNITS[int((match.lastgroup or "u0")[1:])]
        before = (
            _RATE.search(text, max(numeral.start - _REACH, 0), numeral.start) if language == "kk" else None
        )
        name = _RATES.get((before[1][:3].lower(), unit.name)) if before else None
        return _BY_NAME[name] if name else unit, match.end()
    written = text[numeral.start : numeral.end].lower()
    if written.isdigit():
        return None, numeral.end
    if compound := _COMPOUND.search(text, numeral.start, numeral.end):
        return _compound(compound[0]), numeral.end
    if _is_money(text, numeral):
        return None, numeral.end
    # A sign that was read as a scale: 5 m, 200 ml.
    name = "millilitre" if written.endswith("ml") else "metre" if written.endswith("m") else ""
    return _BY_NAME.get(name), numeral.end


def _is_money(text: str, numeral: Numeral) -> bool:
    """Whether a sign of money is right before a number."""
    return _MONEY.search(text, max(numeral.start - 2, 0), numeral.start) is not None


def _is_year(unit: Unit, numeral: Numeral) -> bool:
    """Whether a number is a calendar year: 2024 г."""
    return unit.name in ("year", "gram") and any(1000 <= value < 2100 for value in numeral.readings)


def joined(text: str, end: int, start: int) -> bool:
    """Whether a number that ends at ``end`` shares the unit of the next one, which begins at ``start``."""
    if not 0 <= start - end <= _JOINED or not _JOINER.fullmatch(text, end, start):
        return False
    return text[end] != "," or not text[max(end - 4, 0) : end].isdigit()  # "in 2013, 75 percent"


def _compound(word: str) -> Unit:
    """The unit of a Russian compound such as двухметровый."""
    match = _pattern("ru").match(word)
    return _UNITS[int((match.lastgroup or "u0")[1:])] if match else _BY_NAME["year"]


def _values(measure: Measure) -> Iterator[float]:
    for value in measure.values:
        yield (float(value) - measure.unit.zero) * measure.unit.size


def _digits(value: float) -> int:
    return len(f"{value:g}".replace(".", "").strip("0").split("e")[0])


def agree(one: Measure, other: Measure) -> bool:
    """Whether two measures are the same amount, exactly in one unit or converted and rounded in two."""
    if one.unit.measures != other.unit.measures:
        return False
    if one.unit.size == other.unit.size and one.unit.zero == other.unit.zero:
        same = bool(one.values & other.values)
        return same or (one.unit.name != other.unit.name and _fahrenheit(one, other))
    if "degree" in (one.unit.name, other.unit.name):
        return bool(one.values & other.values) or _near(one, other)
    return _near(one, other)


def _near(one: Measure, other: Measure) -> bool:
    short = min(_digits(float(value)) for value in one.values | other.values) <= 2
    allowed = _ROUNDED if short else _EXACT
    return any(
        abs(left - right) <= allowed * max(abs(left), abs(right), 1e-9)
        for left in _values(one)
        for right in _values(other)
    )


def _fahrenheit(one: Measure, other: Measure) -> bool:
    """Whether plain degrees are Fahrenheit on one side and Celsius on the other."""
    if one.unit.measures != "temperature":
        return False
    return any(
        abs((float(warm) - 32) / 1.8 - float(cold)) <= 1.5
        for left, right in ((one, other), (other, one))
        for warm in left.values
        for cold in right.values
    )


def converted(measure: Measure, others: Iterable[Measure]) -> bool:
    """Whether an amount is among the others in another unit."""
    return any(agree(measure, other) or _degrees(measure, other) for other in others)


def _degrees(one: Measure, other: Measure) -> bool:
    return one.unit.name == other.unit.name == "degree" and _fahrenheit(one, other)


def exchanged_units(
    hypothesis: str,
    ours: Sequence[Measure],
    source: str,
    theirs: Sequence[Measure],
    alone: frozenset[Decimal],
) -> Iterator[Finding]:
    """Numbers that have another unit than in the source: 5 km for 5 miles.

    ``alone`` are the numbers of the source that have no unit there.
    """
    by_value: dict[Decimal, list[Measure]] = defaultdict(list)
    for measure in theirs:
        for value in measure.values:
            by_value[value].append(measure)
    for measure in ours:
        same = [other for value in measure.values for other in by_value.get(value, ())]
        if not same or measure.values & alone:
            continue
        if not any(_alike(measure, other) for other in same):
            piece = hypothesis[measure.start : measure.end]
            there = source[same[0].start : same[0].end]
            yield finding("unit", piece, measure.start, measure.end, piece, there)


def _alike(one: Measure, other: Measure) -> bool:
    """Whether the units are the same, or near enough for one to stand for the other (yards for metres)."""
    if one.unit.measures != other.unit.measures:
        return False
    if one.unit.measures == "temperature":
        return True
    return abs(one.unit.size - other.unit.size) <= _ROUNDED * max(one.unit.size, other.unit.size)
