"""Quotation marks, dashes and numbers by the conventions of the target language; off by default.

English: “ ” and ‘ ’, 1,234,567 and 7.5. Russian and Kazakh: « » with „ “ inside, a spaced dash,
1 234 567 (no-break spaces) and 7,5; a number is not separated from its №, unit or sign, nor initials from
the name. A number is converted only if the source has it in the source language's format, so that dates,
versions and times are left alone.
"""

from __future__ import annotations

import re

from summarize.translation.shielding import outside

NBSP = "\u00a0"
_MARKS = {"en": ("“”", "‘’"), "ru": ("«»", "„“"), "kk": ("«»", "„“")}
_OPENS = re.compile(r"(?:^|(?<=[\s(\[{«„“‘\"—–/-]))[\"“”„«]+(?=\S)")
_QUOTE = re.compile(r"[\"“”„«»]")
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
    text = _SPACED_DASH.sub(_DASH[language], text)
    return _PERCENT.sub("", text) if language == "en" else _TIES.sub(NBSP, text)


def _quotes(text: str, language: str) -> str:
    """Set double quotation marks by depth; a text whose marks do not pair up is left alone."""
    opening = {index for match in _OPENS.finditer(text) for index in range(*match.span())}
    places = [match.start() for match in _QUOTE.finditer(text)]
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
