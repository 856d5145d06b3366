"""The value of a single number word in English, Russian or Kazakh, inflected forms included.

``summarize.checks.numerals`` composes them ("twenty" + "five" + "thousand"). Context is not considered:
Kazakh "он" is always ten, "оның" (his) never a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Role = Literal["small", "hundred", "scale", "vague", "half", "alone"]


@dataclass(frozen=True)
class NumberWord:
    """A word's value and its role in a compound.

    ``small`` adds to the words before it; ``hundred``, ``scale`` and ``vague`` ("он мыңдаған", tens
    of thousands) multiply them; ``alone`` does not combine. ``plain`` is True for an unmistakable
    cardinal above three, the only kind that is checked; the others ("both", "two", "second",
    "двухдневный") are only evidence, since writers add and drop them freely. ``source`` is True for a
    Kazakh ablative, which makes a fraction with the next word ("төрттен бір", 1/4). ``ended`` is True for
    a Kazakh word with an ending, the last of its number ("тоқсанда бір", once a quarter, is not 91).
    """

    value: Decimal
    role: Role
    plain: bool
    source: bool = False
    ended: bool = False


_FREE = 3  # up to here number words are a matter of style: "the two sides", "үш бірдей"
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}

_EN_CARDINALS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_EN_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_EN_ORDINALS = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth",
]  # fmt: skip
_EN_ALONE: dict[str, Decimal | int] = {
    "both": 2, "twice": 2, "couple": 2, "pair": 2, "twin": 2, "twins": 2, "double": 2, "doubled": 2,
    "either": 2, "neither": 2, "duo": 2, "bilateral": 2, "thrice": 3, "triple": 3, "trio": 3,
    "quadruple": 4, "dozen": 12, "decade": 10, "century": 100, "fortnight": 14,
    "half": Decimal("0.5"), "quarter": Decimal("0.25"), "once": 1, "single": 1, "weekly": 7, "teen": 10,
    "noon": 12, "midday": 12,
}  # fmt: skip


# fourballs, foursome, threefold: another language may count them
_EN_COMPOUND = re.compile(rf"({'|'.join(_EN_CARDINALS[2:13])})(?:balls?|somes?|fold|pence|pound|timer?s?)")


def _english(word: str) -> NumberWord | None:
    if word in _EN_CARDINALS:
        value = _EN_CARDINALS.index(word)
        return NumberWord(Decimal(value), "small", plain=value > _FREE)
    singular = word[:-1] if word.endswith("s") else word
    if singular in _SCALES:
        return NumberWord(Decimal(_SCALES[singular]), "scale", plain=False)
    if singular == "hundred":
        return NumberWord(Decimal(100), "hundred", plain=False)
    if word in _EN_TENS:
        return NumberWord(Decimal(20 + 10 * _EN_TENS.index(word)), "small", plain=True)
    if singular in _EN_ORDINALS and word != "seconds":  # forty seconds are not 42
        return NumberWord(Decimal(1 + _EN_ORDINALS.index(singular)), "small", plain=False)
    tens = re.sub(r"(ie(s|th)|y)$", "y", word)
    if tens in _EN_TENS:
        return NumberWord(Decimal(20 + 10 * _EN_TENS.index(tens)), "small", plain=False)
    if compound := _EN_COMPOUND.fullmatch(word):
        return NumberWord(Decimal(_EN_CARDINALS.index(compound[1])), "alone", plain=False)
    if word in _EN_ALONE:
        return NumberWord(Decimal(_EN_ALONE[word]), "alone", plain=False)
    return None


_RU_FORMS: dict[int, str] = {
    1: "один|одн(?:а|о|ого|ой|ому|у|им|ом)",
    2: "два|две|двух|двум|двумя|двое|двоих|двоим|двоими",
    3: "три|трех|трем|тремя|трое|троих|троим|троими",
    4: "четыре|четырех|четырем|четырьмя|четверо|четверых",
    5: "пят(?:ь|и|ью)|пятеро|пятерых", 6: "шест(?:ь|и|ью)|шестеро|шестерых",
    7: "сем(?:ь|и)|семеро|семерых", 8: "восемь|восьми|восемью|восьмью|восьмеро|восьмерых",
    9: "девят(?:ь|и|ью)", 10: "десят(?:ь|и|ью)", 11: "одиннадцат(?:ь|и|ью)", 12: "двенадцат(?:ь|и|ью)",
    13: "тринадцат(?:ь|и|ью)", 14: "четырнадцат(?:ь|и|ью)", 15: "пятнадцат(?:ь|и|ью)",
    16: "шестнадцат(?:ь|и|ью)", 17: "семнадцат(?:ь|и|ью)", 18: "восемнадцат(?:ь|и|ью)",
    19: "девятнадцат(?:ь|и|ью)", 20: "двадцат(?:ь|и|ью)", 30: "тридцат(?:ь|и|ью)", 40: "сорока?",
    50: "пят(?:ьдесят|идесяти|ьюдесятью)", 60: "шест(?:ьдесят|идесяти|ьюдесятью)",
    70: "сем(?:ьдесят|идесяти|ьюдесятью)", 80: "вос(?:емьдесят|ьмидесяти|емьюдесятью|ьмьюдесятью)",
    90: "девяност[оа]", 100: "ста|сто", 200: "двести|двухсот|двумстам|двумястами|двухстах",
    300: "триста|трехсот|тремстам|тремястами|трехстах",
    400: "четыреста|четырехсот|четыремстам|четырьмястами|четырехстах",
    500: "пятьсот|пятисот|пятистам|пятьюстами|пятистах", 600: "шестьсот|шестисот|шестистам|шестистах",
    700: "семьсот|семисот|семистам|семистах", 800: "восемьсот|восьмисот|восьмистам|восьмистах",
    900: "девятьсот|девятисот|девятистам|девятистах",
}  # fmt: skip
_RU_ORDINALS = {
    1: "перв", 2: "втор", 4: "четверт", 5: "пят", 6: "шест", 7: "седьм", 8: "восьм", 9: "девят", 10: "десят",
    11: "одиннадцат", 12: "двенадцат", 13: "тринадцат", 14: "четырнадцат", 15: "пятнадцат",
    16: "шестнадцат", 17: "семнадцат", 18: "восемнадцат", 19: "девятнадцат", 20: "двадцат", 30: "тридцат",
    40: "сороков", 50: "пятидесят", 60: "шестидесят", 70: "семидесят", 80: "восьмидесят", 90: "девяност",
    100: "сот",
}  # fmt: skip
_RU_PREFIXES = {
    2: "двух|дву", 3: "трех|тре", 4: "четырех|четверт", 5: "пяти", 6: "шести", 7: "семи", 8: "восьми",
    9: "девяти", 10: "десяти", 11: "одиннадцати", 12: "двенадцати", 13: "тринадцати", 14: "четырнадцати",
    15: "пятнадцати", 16: "шестнадцати", 17: "семнадцати", 18: "восемнадцати", 19: "девятнадцати",
    20: "двадцати", 30: "тридцати", 40: "сорока", 50: "пятидесяти", 60: "шестидесяти", 70: "семидесяти",
    80: "восьмидесяти", 90: "девяносто", 100: "сто",
}  # fmt: skip
_RU_PREFIXES |= {  # двадцатипятилетний
    tens + unit: f"(?:{_RU_PREFIXES[tens]})(?:{_RU_PREFIXES[unit] if unit > 1 else 'одно'})"
    for tens in range(20, 100, 10)
    for unit in range(1, 10)
}
_RU_ALONE: dict[str, Decimal] = {
    r"об[аеоы]\w*|дважды|пар[ауые]|вдво\w+|удво\w+|двойн\w+": Decimal(2),
    r"трижды|втро\w+|утро\w+|тройн\w+|трет(?:ий|ь\w+)|тро[ей]к\w+": Decimal(3),
    r"вчетверо|четверк\w+": Decimal(4),
    r"полтор[аы]|полутора\w*": Decimal("1.5"), r"пол|половин\w+|полгода|полумиллион\w*": Decimal("0.5"),
    r"четвертью?": Decimal("0.25"), r"десят(?:ок|к\w+)|десятилети\w+": Decimal(10), r"дюжин\w+": Decimal(12),
    r"пол(?:день|удн(?:я|ю|ем|е))": Decimal(12),
    r"двадцатк\w+": Decimal(20), r"сутки|сут(?:ок|кам|ками|ках)"
                                 r"|суточн\w+": Decimal(24), r"сот(?:ня|ни|ню|ней)|век\w*"
                                     r"|столети\w+": Decimal(100),
    r"однажды": Decimal(1),
}  # fmt: skip
_RU_SCALES = {
    r"тысяч(?:|а|и|у|е|ей|ам|ами|ах|ью|н\w+)|тыс": 10**3,
    r"миллион(?:|а|у|ом|е|ы|ов|ам|ами|ах|н\w+)|млн": 10**6,
    r"миллиард(?:|а|у|ом|е|ы|ов|ам|ами|ах|н\w+)|млрд": 10**9,
    r"триллион(?:|а|у|ом|е|ы|ов|ам|ами|ах|н\w+)|трлн": 10**12,
}
_RU_ADJECTIVE = "(?:ый|ой|ая|ое|ые|ого|ому|ым|ых|ыми|ом|ую)"


@lru_cache(maxsize=1)
def _russian_forms() -> tuple[re.Pattern[str], tuple[NumberWord, ...]]:
    """One pattern for every form, and the number word of each of its groups."""
    rows = [(pattern, NumberWord(Decimal(scale), "scale", False)) for pattern, scale in _RU_SCALES.items()]
    for value, forms in _RU_FORMS.items():
        rows.append((forms, NumberWord(Decimal(value), "small", value > _FREE)))
    for value, stem in _RU_ORDINALS.items():
        rows.append((stem + _RU_ADJECTIVE, NumberWord(Decimal(value), "small", False)))
    rows += [(pattern, NumberWord(part, "alone", False)) for pattern, part in _RU_ALONE.items()]
    for value, prefix in sorted(_RU_PREFIXES.items(), reverse=True):
        rows.append((rf"(?:{prefix})\w{{4,}}", NumberWord(Decimal(value), "alone", False)))
    return re.compile("|".join(f"({pattern})" for pattern, _word in rows)), tuple(word for _, word in rows)


def _russian(word: str) -> NumberWord | None:
    pattern, words = _russian_forms()
    match = pattern.fullmatch(word.replace("ё", "е"))
    return None if match is None or match.lastindex is None else words[match.lastindex - 1]


_KK_CARDINALS = {
    "нөл": 0, "бір": 1, "екі": 2, "үш": 3, "төрт": 4, "бес": 5, "алты": 6, "жеті": 7, "сегіз": 8, "тоғыз": 9,
    "он": 10, "жиырма": 20, "отыз": 30, "қырық": 40, "елу": 50, "алпыс": 60, "жетпіс": 70, "сексен": 80,
    "тоқсан": 90,
}  # fmt: skip
_KK_SCALES = {
    "мың": 10**3, "миллион": 10**6, "млн": 10**6, "миллиард": 10**9, "млрд": 10**9,
    "триллион": 10**12, "трлн": 10**12, "тыс": 10**3,
}  # fmt: skip
_KK_ALONE = {
    "жарты": Decimal("0.5"), "жарым": Decimal("0.5"), "жартысы": Decimal("0.5"), "ширек": Decimal("0.25"),
    "қос": Decimal(2), "жұп": Decimal(2), "егіз": Decimal(2), "онжылдық": Decimal(10), "ғасыр": Decimal(100),
    "тәулік": Decimal(24), "талтүс": Decimal(12),
}  # fmt: skip
_KK_SUFFIX = (
    r"(?:(?P<source>дан|ден|тан|тен|нан|нен)|(?:ға|ге|қа|ке)|(?:да|де|та|те)|(?:ның|нің|дың|дің|тың|тің)"
    r"|(?:ны|ні|ды|ді|ты|ті)|(?:дай|дей|тай|тей)|(?:мен|бен|пен)|і|ы|сы|сі|(?:дық|дік|лық|лік))"
)
_KK_OTHERS = frozenset(  # pronouns and other words that look like numbers
    [
        "оның", "онда", "оны", "онан", "онымен", "оған", "ондай", "онды", "бірі", "біріне", "бірде", "бірден",
        "бірге", "бірдей", "бірдің", "жүзі", "жүзіне", "жүзінде", "жүзді", "бесі", "жетін", "үшін",
        "онысы", "онысын", "онысының", "онысына", "онысында", "онысынан", "онысымен", "алтыны", "алтынын",
    ]
)  # fmt: skip


@lru_cache(maxsize=1)
def _kazakh_forms() -> re.Pattern[str]:
    words = sorted([*_KK_CARDINALS, *_KK_SCALES, "жүз", "қырқ", *_KK_ALONE], key=len, reverse=True)
    return re.compile(
        rf"(?P<base>{'|'.join(words)})(?P<ordinal>с?і?нші|с?ы?ншы)?(?:(?P<vague>[дт]аған|[дт]еген)|(?:ін|ын|і"
        rf"|ы)?{_KK_SUFFIX}?)"
    )


def _kazakh(word: str) -> NumberWord | None:
    if word in _KK_OTHERS:
        return None
    collective = re.match(r"(бір|ек|үш|төрт|бес|алт|жет)(?:еу|ау)", word)
    if collective:
        order = ("бір", "ек", "үш", "төрт", "бес", "алт", "жет")
        return NumberWord(Decimal(order.index(collective[1]) + 1), "alone", plain=False)
    match = _kazakh_forms().fullmatch(word)
    if match is None:
        return None
    base, ordinal = match["base"], match["ordinal"]
    if match["vague"]:
        number = _KK_SCALES.get(base) or _KK_CARDINALS.get(base) or 100
        return NumberWord(Decimal(number), "vague", plain=False)
    if base in _KK_SCALES:
        return NumberWord(Decimal(_KK_SCALES[base]), "scale", plain=False)
    ended = match.end() > match.end("base")
    if base == "жүз":
        return NumberWord(Decimal(100), "hundred", plain=False, ended=ended)
    if base in _KK_ALONE:
        return NumberWord(_KK_ALONE[base], "alone", plain=False)
    value = 40 if base == "қырқ" else _KK_CARDINALS[base]
    plain = not ordinal and _FREE < value != 90
    return NumberWord(Decimal(value), "small", plain, source=match["source"] is not None, ended=ended)


@lru_cache(maxsize=65536)
def number_word(word: str, language: str) -> NumberWord | None:
    """The number that a word of ``en``, ``ru`` or ``kk`` means, or None; upper and lower case are alike."""
    reader = {"en": _english, "ru": _russian, "kk": _kazakh}[language]
    return reader(word.casefold())


_FIRST = {
    "en": frozenset({"first", "firstly"}),
    "ru": frozenset(),
    "kk": frozenset({"алғаш", "алғашқы", "алғашында"}),
}
_RU_THIRD = re.compile(r"трет(?:ий|ья|ье|ьи|ьего|ьему|ьим|ьем|ьей|ью|ьих|ьими|ь|и|ей|ям)")
_RU_ORDINAL = re.compile(
    "|".join(f"(?P<n{value}>{stem}{_RU_ADJECTIVE})" for value, stem in _RU_ORDINALS.items())
)


@lru_cache(maxsize=65536)
def ordinal_word(word: str, language: str) -> int | None:
    """The value of an ordinal number word of ``en``, ``ru`` or ``kk`` (third, третий, үшінші), or None."""
    word = word.casefold().replace("ё", "е")
    if word in _FIRST[language]:
        return 1
    if language == "en":
        return _EN_ORDINALS.index(word) + 1 if word in _EN_ORDINALS else None
    if language == "ru":
        match = _RU_ORDINAL.fullmatch(word)
        return int((match.lastgroup or "n0")[1:]) if match else 3 if _RU_THIRD.fullmatch(word) else None
    found = _kazakh_forms().fullmatch(word)
    value = _KK_CARDINALS.get({"қырқ": "қырық"}.get(found["base"], found["base"])) if found else None
    return value if found and found["ordinal"] else None
