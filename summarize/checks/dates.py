"""Find days, months and weekdays in English, Russian and Kazakh text, inflected forms included.

Years are read as numbers by ``summarize.checks.numerals``. Relative dates ("yesterday"), holidays
and other calendars are not recognised.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarize.checks.inflection import KAZAKH_ENDING
from summarize.text.spans import Spans


@dataclass(frozen=True)
class Day:
    """A calendar day or a month; ``months`` has two readings for 03/04, ``day`` may be ``None``.

    The span covers day and month. Only an all-digit date includes its year, and has ``year``.
    ``plain`` is False where the word may mean something else ("may", "қазан").
    """

    months: frozenset[int]
    day: int | None
    year: int | None
    start: int
    end: int
    plain: bool


@dataclass(frozen=True)
class Weekday:
    """A named day of the week, 1 for Monday; ``plain`` as in ``Day``."""

    number: int
    start: int
    end: int
    plain: bool


_MONTHS = {
    "en": (
        "january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
        "september|sept|sep", "october|oct", "november|nov", "december|dec",
    ),
    "ru": (
        r"январ\w{1,6}|янв", r"феврал\w{1,6}|фев", r"март(?:|а|у|е|ом|овск\w+)", r"апрел\w{1,6}|апр",
        r"ма(?:й|я|е|ю|ем)|майск\w+", r"июн[ьяеюй]\w{0,6}", r"июл[ьяеюй]\w{0,6}",
        r"август(?:|а|у|е|ом|овск\w+)|авг", r"сентябр\w{1,6}|сент?", r"октябр\w{1,6}|окт",
        r"ноябр\w{1,6}|нояб", r"декабр\w{1,6}|дек",
    ),
    "kk": tuple(
        f"(?:{stem}){KAZAKH_ENDING}"
        for stem in (
            "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйе[кг]",
            "қазан(?!ды[қғ])", "қараша", "желтоқсан",
        )
    ),
}  # fmt: skip
# Words that count as months only beside a day: "may", "march", маусым (season), қазан (a pot, and Kazan),
# наурыз (the holiday), шілделік (a cicada). Russian forms such as мая and марта are unambiguous.
_DOUBTFUL = {"en": r"may|march|mar|jan|jun|aug|sep|dec|oct|nov|apr|feb|sept|jul",
             "ru": r"сент?|янв|фев|апр|авг|нояб|дек|окт|.*ск\w+",
             "kk": r"(?:маусым|қазан|наурыз|қараша|тамыз).*|.*(?:[лдт][ыі][қк]).*"}  # fmt: skip
# A possible day of a month; larger numbers, and those after №, are read as plain numbers.
_NUMBER = r"(?<!\d)(?<!\d[.,])(?<!№)(?<!№\s)(?:3[01]|[12]\d|0?[1-9])"
_DAY = {
    "en": (rf"(?P<d1>{_NUMBER})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{{m}})\b\.?"
           rf"|\b(?P<m2>{{m}})\b\.?(?:\s+the)?\s+(?P<d2>{_NUMBER})(?:st|nd|rd|th)?(?![\d:]|[,.]\d)"),
    "ru": rf"(?P<d1>{_NUMBER})(?:-(?:го|е|ое|му))?\s+(?P<m1>{{m}})\b",
    "kk": (rf"(?P<d1>{_NUMBER})(?:-?(?:ші|шы|ыншы|інші))?\s+(?P<m1>{{m}})(?!\w)"
           rf"|(?<!\w)(?P<m2>{{m}})\s*(?:айының|айы)\s+(?P<d2>{_NUMBER})(?!\d)"),
}  # fmt: skip
_DIGITS = re.compile(
    r"(?<![\d.,])(?:(?P<y1>\d{4})-(?P<m1>\d\d)-(?P<d1>\d\d)"
    r"|(?P<d2>\d{1,2})(?P<s>[./])(?P<m2>\d{1,2})(?P=s)(?P<y2>\d{4}|\d\d))(?![\d]|[.,]\d)"
)
# A pattern for plain weekdays, and one for possible ones ("среда" also means surroundings, "жұма" prayer).
_WEEKDAYS = {
    "en": tuple(
        (rf"{day}s?(?!\s[A-Z])", rf"{day}s?")
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    ),
    "ru": (
        (r"понедельник\w*", r"понедельн\w+"), (r"вторник\w*", r"вторн\w+"),
        (r"(?<=\b[вВ] )среду", r"сред(?:а|ы|у|е|ой|ам)"), (r"четверг\w*", r"четверг\w*"),
        (r"пятниц\w+", r"пятни\w+"), (r"суббот(?:а|ы|у|е|ам|ой)", r"суббот\w+"),
        (r"воскресень[еяюй]\w*", r"воскресн\w+"),
    ),
    "kk": tuple(
        (f"{stem}{KAZAKH_ENDING}{marker}", f"{stem}{KAZAKH_ENDING}")
        for stem, marker in (
            ("дүйсенбі", ""), ("сейсенбі", ""), ("сәрсенбі", ""), ("бейсенбі", ""), ("жұма", "(?= күн)"),
            ("сенбі", ""), ("жексенбі", ""),
        )
    ),
}  # fmt: skip


# The letters that months and weekdays begin with: where none of them begins a word, no pattern need be tried.
_FIRST = {"en": "jfmasond", "ru": "яфмаисонд", "kk": "қансмштж"}
_FIRST_OF_WEEKDAY = {"en": "MTWFS", "ru": "пвсч", "kk": "дсбж"}


def _alternatives(patterns: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


@lru_cache(maxsize=8)
def _day_pattern(language: str) -> re.Pattern[str]:
    months = _alternatives(_MONTHS[language])
    beside = _DAY[language].format(m=months)
    promising = rf"(?=\d|(?<!\w)[{_FIRST[language]}])"
    return re.compile(rf"{promising}(?:{beside}|(?<!\w)(?P<m0>{months})(?!\w))", re.IGNORECASE)


@lru_cache(maxsize=8)
def _months(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in _MONTHS[language])


@lru_cache(maxsize=1024)
def _month(word: str, language: str) -> int:
    return next(number for number, month in enumerate(_months(language), 1) if month.fullmatch(word))


@lru_cache(maxsize=1024)
def _is_doubtful(word: str, language: str) -> bool:
    """Whether the name of a month may mean something else."""
    return re.fullmatch(_DOUBTFUL[language], word, re.IGNORECASE) is not None


@lru_cache(maxsize=8)
def _weekday_pattern(language: str) -> re.Pattern[str]:
    plain = "|".join(f"(?P<p{n}>{pattern})" for n, (pattern, _) in enumerate(_WEEKDAYS[language], 1))
    other = "|".join(f"(?P<o{n}>{pattern})" for n, (_, pattern) in enumerate(_WEEKDAYS[language], 1))
    flags = 0 if language == "en" else re.IGNORECASE
    return re.compile(
        rf"(?<!\w)(?=[{_FIRST_OF_WEEKDAY[language]}])(?:(?:{plain})(?!\w)|(?:{other})(?!\w))", flags
    )


def _digital(text: str, language: str) -> list[Day]:
    found = []
    for match in _DIGITS.finditer(text):
        first, second = int(match["d1"] or match["d2"]), int(match["m1"] or match["m2"])
        year = int(match["y1"] or match["y2"])
        if year < 100:
            year += 2000 if year < 50 else 1900
        months = {second} if 1 <= second <= 12 and first <= 31 else set()
        day: int | None = first
        if language == "en" and match["s"] == "/" and first <= 12 and second <= 31:
            months.add(first)
            day = second if second > 12 else None
        if months:
            found.append(Day(frozenset(months), day, year, match.start(), match.end(), plain=True))
    return found


def days(text: str, language: str) -> list[Day]:
    """Every calendar day and month of a text, in order; ``language`` is ``en``, ``ru`` or ``kk``."""
    found = _digital(text, language)
    taken = Spans((day.start, day.end) for day in found)
    for match in _day_pattern(language).finditer(text):
        if taken.meet(*match.span()):
            continue
        groups = match.groupdict()
        word = next(groups[name] for name in ("m1", "m2", "m0") if groups.get(name))
        digits = groups.get("d1") or groups.get("d2")
        if language == "en" and not word[0].isupper():
            continue
        number = int(digits) if digits else None
        name = language != "en" and word[0].isupper()  # Август, Тамыз: people's names
        sure = number is not None or not (name or _is_doubtful(word, language))
        plain = sure or _surely_month(text, match.start(), match.end(), language)
        months = frozenset({_month(word, language)})
        found.append(Day(months, number, None, match.start(), match.end(), plain))
    return sorted(found, key=lambda day: day.start)


_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|by|of|last|next|this|early|late|mid|every|during|from)[\s-]$"
)
_AFTER_MONTH = {
    "en": re.compile(r"\s(?:of\s)?(?:this|last|next)\s(?:year|spring|autumn)|\s(?:19|20)\d\d\b"),
    "kk": re.compile(r"\s?ай(?:ы|дың|да|ға|ынд|ына|ының)"),
}


def _surely_month(text: str, start: int, end: int, language: str) -> bool:
    """Whether a word that may mean something else is a month by the words beside it: in May, қазан айы."""
    after = _AFTER_MONTH.get(language)
    if after and after.match(text, end):
        return True
    return language == "en" and _BEFORE_MONTH.search(text, max(start - 8, 0), start) is not None


def weekdays(text: str, language: str) -> list[Weekday]:
    """Every named day of the week in a text, in order."""
    found = []
    for match in _weekday_pattern(language).finditer(text):
        group = match.lastgroup or ""
        found.append(Weekday(int(group[1:]), match.start(), match.end(), plain=group[0] == "p"))
    return found
