"""Quotation marks, dashes and numbers by the conventions of the target language; off by default.

English: “ ” and ‘ ’, 1,234,567 and 7.5. Russian and Kazakh: « » with „ “ inside, a spaced dash,
1 234 567 (no-break spaces) and 7,5; a number is not separated from its №, unit or sign, nor initials from
the name. A range has an en dash without spaces (2010–2015) in all three. A number is converted only if the
source has it in the source language's format, so that dates, versions and times are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from summarize.translation.shielding import outside

NBSP = "\u00a0"
_MARKS = {"en": ("“”", "‘’"), "ru": ("«»", "„“"), "kk": ("«»", "„“")}
_BEFORE = r"(?:^|(?<=[\s(\[{«„“‘\"'—–/-]))"
_OPENS = re.compile(rf"{_BEFORE}[\"“”„«]+(?=\S)")
_QUOTE = re.compile(r"[\"“”„«»]")
_SINGLE_OPENS = re.compile(rf"{_BEFORE}['‘’‚](?=[^\W_])(?!n['’]|\d\ds)")  # not 'n', '90s
_SINGLE_CLOSES = re.compile(r"(?<=[^\s'‘’‚])(?<!['’]n)['’‘](?!\w)")
_VALUE = r"\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,4}|\d{1,4}(?:[.,]\d{1,3})?"
_RANGE = re.compile(
    rf"(?<![\w.,:/+-])(?<!№[ \u00a0])(?<!\) )(?P<low>{_VALUE}|[IVXІХ]{{1,7}})(?P<gap> ?)[-–—](?P=gap)"
    rf"(?P<high>{_VALUE}|[IVXІХ]{{1,7}})(?![\d/:]|[.,-]\d|\w)"
)
_HOURS = re.compile(r"(?<![\d:])(\d{1,2}:\d\d)[-—](?=\d{1,2}:\d\d(?![\d:]))")
_MODEL = re.compile(r"[A-ZА-Я][^\W\d_]{2,20} $")  # Boeing 737-800
_YEARS = range(1000, 2101)
_SPACED_DASH = re.compile(r"(?<=\S) +(?:-|–|—|--) +(?=\S)")
_DASH = {"en": " – ", "ru": f"{NBSP}— ", "kk": f"{NBSP}— "}
_LETTER = "А-ЯЁӘҒҚҢӨҰҮІҺ"
_TIES = re.compile(
    r"(?<=[№§]) +(?=\d)|(?<=\d) +(?=[%‰°₸₽€$£])"
    r"|(?<=\d) +(?=(?:тыс|млн|млрд|трлн|мың|км|га|кг|мм|см|тг|руб|кВт|МВт|ГВт|г|ж)\b)"
    rf"|(?<=\b[{_LETTER}]\.) +(?=[{_LETTER}])"
)
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]+(?=%)")
_AFTER = r"(?![\d:/-]|[.,]\d)"
_NUMBER = {  # in groups of three digits, or a decimal
    "en": re.compile(
        rf"(?<![\d.,])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d|[.,]\d)|(?<![\d.,:/-])\d+\.\d+{_AFTER}"
    ),
    "ru": re.compile(
        rf"(?<![\d.,])\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?:,\d+)?(?!\d|[.,]\d)"
        rf"|(?<![\d.,:/-])\d+,\d+{_AFTER}"
    ),
}
_GAP = re.compile(r"[ \u00a0\u202f]")
_TIME = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d\Z")


def typeset(text: str, source: str, *, source_language: str, target_language: str) -> str:
    """A translated sentence in its language's typography; protected pieces stay as they are.

    ``source`` is the sentence it translates; only numbers that occur there are converted.
    """
    text = _numbers(text, source, source_language, target_language)
    return outside(text, lambda prose: _set(_quotes(prose, target_language), target_language))


def _set(text: str, language: str) -> str:
    """Set dashes, and the spaces next to numbers."""
    text = _SPACED_DASH.sub(_DASH[language], _RANGE.sub(_ranged, _HOURS.sub(r"\1–", text)))
    return _PERCENT.sub("", text) if language == "en" else _TIES.sub(NBSP, text)


def _ranged(match: re.Match[str]) -> str:
    """A range with its dash; what may be a score, a model or a telephone number stays as it is."""
    low, high, gap = match["low"], match["high"], match["gap"]
    if not low[0].isdigit() or not high[0].isdigit():
        both = not low[0].isdigit() and not high[0].isdigit() and not gap and len(low + high) > 2
        return f"{low}–{high}" if both else match[0]
    first, last = (float(_GAP.sub("", value).replace(",", ".")) for value in (low, high))
    abbreviated = first in _YEARS and len(high) == 2 and last > first % 100  # 2010-15
    if not (abbreviated or (first < last and _alike(low, high))) or (gap and len(low) != len(high)):
        return match[0]
    model = _MODEL.search(match.string, max(match.start() - 24, 0), match.start())
    return match[0] if model and len(low) == len(high) == 3 else f"{low}–{high}"


def _alike(low: str, high: str) -> bool:
    """Whether two numbers are written as the ends of a range are: 900-1200, but not 555-1234."""
    digits = len(high) - len(low)
    return digits <= 0 or len(low) <= 2 or (digits == 1 and high.endswith("0")) or not high.isdigit()


def _single(text: str) -> dict[int, bool]:
    """The single quotation marks that pair up, each with whether it opens; apostrophes are none.

    Between an opening mark and the next one only one mark may close: "the students' 'big' day" has one pair.
    """
    opens = [match.start() for match in _SINGLE_OPENS.finditer(text)]
    closes = [match.start() for match in _SINGLE_CLOSES.finditer(text)]
    found: dict[int, bool] = {}
    for start, end in pairwise([*opens, len(text)]):
        inside = closes[bisect_right(closes, start) : bisect_left(closes, end)]
        if len(inside) == 1:
            found |= {start: True, inside[0]: False}
    return found


def _quotes(text: str, language: str) -> str:
    """Set quotation marks by depth; a text whose marks do not pair up is left alone."""
    single = _single(text)
    opening = {index for match in _OPENS.finditer(text) for index in range(*match.span())}
    opening |= {index for index, opens in single.items() if opens}
    places = sorted({*(match.start() for match in _QUOTE.finditer(text)), *single})
    letters, depth = list(text), 0
    for place in places:
        if place in opening:
            letters[place] = _MARKS[language][min(depth, 1)][0]
            depth += 1
        else:
            depth -= 1
            if depth < 0:
                return text
            letters[place] = _MARKS[language][min(depth, 1)][1]
    return "".join(letters) if depth == 0 else text


def _numbers(text: str, source: str, source_language: str, target_language: str) -> str:
    """Reset the numbers that the source has too, as it spells them; one pass, however many there are."""
    theirs, ours = _form(source_language), _form(target_language)
    if theirs == ours:
        return text
    pattern = _NUMBER[theirs]
    known = {_GAP.sub(" ", match[0]) for match in pattern.finditer(source) if not _is_time(match, theirs)}
    return pattern.sub(
        lambda match: _reset(match[0], theirs) if _GAP.sub(" ", match[0]) in known else match[0], text
    )


def _is_time(match: re.Match[str], form: str) -> bool:
    """Whether a number may be a clock time: 10.30 in English, but not 10.30%."""
    return (
        form == "en"
        and _TIME.match(match[0]) is not None
        and match.string[match.end() : match.end() + 1] != "%"
    )


def _form(language: str) -> str:
    return "en" if language == "en" else "ru"


def _reset(number: str, form: str) -> str:
    if form == "en":
        return number.replace(",", NBSP).replace(".", ",")
    return _GAP.sub(",", number.replace(",", "."))
