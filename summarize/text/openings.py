"""What stands before the first word of a sentence without being part of it.

The place and agency of a news report (``ALMATY, 21 September (Agency) —``) and a headline that is
repeated or glued on. Judges one paragraph at a time, by offsets; changes no text.
"""

from __future__ import annotations

import re

from summarize.text.furniture import MONTHS, WEEKDAYS

_UPPER = "A-ZÀ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ"
_NEXT = rf"(?=[\"“«„‘]?[{_UPPER}\d])"
_WORD = rf"[{_UPPER}][\w’']{{1,30}}"
_CAPS = rf"(?=[{_UPPER}-]{{4}})[{_UPPER}]{{2,20}}(?:[ -][{_UPPER}]{{2,20}}){{0,2}}"
_PLACE = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}(?: қаласы)?(?:, {_WORD}(?: {_WORD})?)?"
_YEAR = r"(?:,? \d{4}(?: ?г\.| года| ж\.| жыл\w*)?)?"
_DAY = (
    rf"(?:(?:\d{{4}} жыл\w* )?\d{{1,2}}(?:st|nd|rd|th)?[ -](?i:{MONTHS})\b\.?{_YEAR}"
    rf"|(?i:{MONTHS})\b\.? \d{{1,2}}\b{_YEAR}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
)
_AGENCY = rf"[{_UPPER}][\w.’'«»\"-]{{0,30}}(?: [{_UPPER}«\"][\w.«»\"-]{{0,30}}){{0,2}}"
_PAREN = r"\([^()\n]{2,40}\)"
_SLASH = r"/[^/\n]{2,40}/"
_DASH = r",? ?[–—-]{1,2} +"
_SOURCE = rf"(?:{_PAREN}{_DASH}|{_SLASH}[.,:]?(?:{_DASH}| +))"
# The months stand in it only twice, because compiling them is what importing this module costs.
_DATELINE = re.compile(
    rf"(?:{_PLACE}(?:[.,]? {_SOURCE}|[,.] {_DAY}"
    rf"(?:[.,]? {_SOURCE}|[.,]?(?: {_AGENCY}[.,]?)?{_DASH}(?:{_AGENCY}\. +)?|\. +|[.,]?\Z))"
    rf"|{_DAY},? {_PLACE}(?:{_DASH}|\Z)"
    rf"|{_CAPS}[.,] {_AGENCY}{_DASH}"
    rf"|{_SOURCE})(?:{_NEXT}|\Z)"
)
_CITY = re.compile(
    r"(?:ALMATY|ASTANA|NUR-SULTAN|ATYRAU|AKTAU|AKTOBE|KARAGANDA|SHYMKENT|SEMEY|BAIKONUR|TASHKENT|BISHKEK"
    r"|DUSHANBE|ASHGABAT|BAKU|TBILISI|YEREVAN|MOSCOW|KYIV|KIEV|MINSK|ANKARA|ISTANBUL|BEIJING|TOKYO|SEOUL"
    r"|DELHI|NEW DELHI|BRUSSELS|STRASBOURG|LUXEMBOURG|BERLIN|PARIS|LONDON|ROME|MADRID|VIENNA|PRAGUE|WARSAW"
    r"|VILNIUS|RIGA|TALLINN|HELSINKI|GENEVA|THE HAGUE|WASHINGTON|NEW YORK|UNITED NATIONS"
    r"|АЛМАТЫ|АСТАНА|НУР-СУЛТАН|НҰР-СҰЛТАН|АТЫРАУ|АКТАУ|АҚТАУ|АКТОБЕ|АҚТӨБЕ|КАРАГАНДА|ҚАРАҒАНДЫ|ШЫМКЕНТ"
    r"|СЕМЕЙ|БАЙКОНУР|БАЙҚОҢЫР|ТАРАЗ|ПАВЛОДАР|КОСТАНАЙ|ҚОСТАНАЙ|УРАЛЬСК|ОРАЛ|КЫЗЫЛОРДА|ҚЫЗЫЛОРДА|ТУРКЕСТАН"
    r"|ТҮРКІСТАН|ТАЛДЫКОРГАН|ТАЛДЫҚОРҒАН|КОКШЕТАУ|КӨКШЕТАУ|ПЕТРОПАВЛОВСК|ТАШКЕНТ|БИШКЕК|БІШКЕК|ДУШАНБЕ"
    r"|АШХАБАД|БАКУ|ТБИЛИСИ|ЕРЕВАН|МОСКВА|МӘСКЕУ|САНКТ-ПЕТЕРБУРГ|КИЕВ|МИНСК|АНКАРА|СТАМБУЛ|ПЕКИН|БЕЙЖІҢ"
    r"|БРЮССЕЛЬ|СТРАСБУРГ|БЕРЛИН|ПАРИЖ|ЛОНДОН|РИМ|МАДРИД|ВЕНА|ПРАГА|ВАРШАВА|ВИЛЬНЮС|РИГА|ТАЛЛИН|ЖЕНЕВА"
    rf"|ВАШИНГТОН|НЬЮ-ЙОРК)(?:, {_WORD})?{_DASH}{_NEXT}"
)
_BETWEEN = re.compile(r"[\s.:|/–—-]*")
_CALENDAR = re.compile(rf"(?i:{MONTHS}|{WEEKDAYS})\b")
_QUOTES = "\"“«„‘'"
_CLOSING = "»”’)?!"


def dateline_end(text: str, start: int, end: int) -> int:
    """Offset after the dateline that begins ``text[start:end]``; ``start`` where none does."""
    if not text[start].isalnum() and text[start] not in "(/":
        return start
    match = _DATELINE.match(text, start, end) or _CITY.match(text, start, end)
    return match.end() if match else start


def repeated_title_end(text: str, start: int, end: int, title: str, language: str | None) -> int:
    """Offset where ``text[start:end]`` goes on after repeating ``title``; ``start`` if it does not.

    Case, spaces, quotes and punctuation do not count. What follows must look like a beginning:
    glued on without a space, after a dash, colon, full stop or line end, or, for a title of some
    length, a capital. English writes capitals inside sentences, so it asks for a longer title.
    """
    stop = _after_same_letters(text, start, end, title)
    if stop is None:
        return start
    between = _BETWEEN.match(text, stop, end)
    follows = between.end() if between else stop
    if not any(map(str.isalnum, text[follows:end])):
        return end
    words = len(title.split())
    if not _begins(text, follows, end) or words < 2:
        return start
    if follows == stop:
        return follows if _is_glued(text, stop) else start
    if text[stop:follows].strip() or "\n" in text[stop:follows]:
        return follows if words > 2 else start
    longest = 4 if language in ("ru", "kk") else 5
    long_enough = words >= longest and len(text[follows:end].split(None, 5)) > 5
    return follows if long_enough and not _CALENDAR.match(text, follows) else start


def _after_same_letters(text: str, start: int, end: int, title: str) -> int | None:
    """Offset after the letters and figures of ``title``, and its own closing signs."""
    at, closing = start, ""
    for character in title:
        if not character.isalnum():
            closing += character
            continue
        closing = ""
        while at < end and not text[at].isalnum():
            at += 1
        if at == end or text[at].casefold() != character.casefold():
            return None
        at += 1
    if at == start:
        return None
    for sign in closing:
        at += text.startswith(sign, at, end)
    quoted = text[start] if title[0] != text[start] and text[start] in _QUOTES else ""
    while at < end and text[at] in _CLOSING + quoted:
        at += 1
    return at


def _begins(text: str, at: int, end: int) -> bool:
    """Whether a sentence may begin here: a capital, a figure or an opening quote."""
    return text[at].isupper() or text[at].isdigit() or (text[at] in _QUOTES and at + 1 < end)


def _is_glued(text: str, at: int) -> bool:
    """Whether two words meet at ``at`` that no space parts: ``daysAn``, ``2011In``, ``ЕСВ Алматы``."""
    before, here, after = text[at - 1], text[at], text[at + 1 : at + 2]
    if here.isdigit():
        return not before.isdigit()
    return here in _QUOTES or not before.isupper() or not after.isupper()
