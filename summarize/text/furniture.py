"""Page furniture, recognised by its words: bylines, captions, links, notices, datelines, repeated titles.

``furniture`` judges one line, in English, Russian and Kazakh alike, since pages mix them. In doubt it
returns ``None``: a sentence mistaken for furniture would be lost to a summary.

``dateline_end`` and ``repeated_title_end`` find what precedes the first word of a paragraph without being
part of its sentence: place and agency of a news report (``ALMATY, 21 September (Agency) —``), and a
headline that is repeated or glued on.
"""

from __future__ import annotations

import re
from functools import cache

from summarize.text.notices import notice

LONGEST = 600  # characters; nothing longer is furniture
_LABELLED_LONGEST = 300  # of a line with a label; a notice may be longer

_UPPER = "A-ZÀ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ"
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
    "|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    "|янв|фев|мар|апр|июн|июл|авг|сен|сент|окт|ноя|дек"
    "|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан"
)
_WEEKDAYS = (
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun"
    "|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    "|дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі"
)
_COUNTERS = (
    "views|view|comments|comment|likes|shares|reads|page"
    "|просмотров|просмотра|просмотр|просмотры|комментариев|комментарии|комментария|лайков|страница|стр"
    "|көрілім|көрілді|қаралым|қаралды|оқылды|оқылым|пікір|пікірлер|бет|беттің|беті"
)
_SHARES = (
    "facebook|twitter|telegram|vk|vkontakte|вконтакте|одноклассники|whatsapp|viber|instagram|youtube"
    "|linkedin|pinterest|reddit|share|tweet|поделиться|твитнуть|распечатать|бөлісу|тарату"
)
_FILLERS = (
    "at|on|of|am|pm|gmt|utc|st|nd|rd|th|в|из|г|год|года|жыл|жылы|жылғы|ж|сағат|min|read|мин|минут|чтения"
    "|email|e|mail|x|ok|copy|link|print|this|article|save|to|by|печать|отправить|скопировать|ссылку|с"
    "|друзьями|статьёй|статьей|басып|шығару|сілтеме|достарыңызбен|published|updated|posted|опубликовано"
    "|обновлено|жарияланды|жаңартылды|дата|date|күні|last|hour|hours|minutes|days|ago|часа|часов|минуты|назад"
    "|бұрын"
)
_DATED = frozenset(f"{_MONTHS}|{_WEEKDAYS}|{_COUNTERS}".split("|"))
_SHARED = frozenset(_SHARES.split("|"))
_SHARE_ALONE = frozenset(("share", "поделиться", "бөлісу"))
_FURNITURE = _DATED | _SHARED | frozenset(_FILLERS.split("|"))
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b|\b\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\b")
_LETTERS = re.compile(r"[^\W\d_]+")
_MENU = re.compile(r" *\| *| +[•·»›>/] +")
_SEPARATOR = re.compile("[|•·»›>/]")
_SEPARATED = ("|", " • ", " · ", " » ", " › ", " > ", " / ")  # one of them is in every menu
_RIGHTS = re.compile(r"(?:all rights reserved|все права защищены|барлық құқықтары? қорғалған)[.!]?\Z", re.I)
_RIGHTS_LONGEST = 30  # characters
_FOLLOW = ("жазылыңыз", "қосылыңыз")
_LAST_WORDS = ("reserved", "защищены", "қорғалған", *_FOLLOW)
_BRACKETS = {"(": ")", "[": "]"}
_QUOTES = "\"“«„‘'"
_CLOSING = "»”’)?!"

_NAME = rf"[{_UPPER}][\w’'.-]*(?: [{_UPPER}][\w’'.-]*){{1,3}}"
_NAMES = (
    rf"{_NAME}(?:(?:,| and| и| және) {_NAME})*"
    rf"(?:,? (?:for|in) [{_UPPER}][^.!?]{{1,40}})?(?:[,;][^.!?]{{2,60}})?\Z"
)
_VALUE = r"(?: \w+){0,2} ?: *\S+(?:(?: +\S+){0,3}|(?: +\S+){4,9}(?<!\.))(?<![!?…])\Z"  # no sentence
_LISTED = r"(?: \w+)? ?:[^!?]{1,260}(?<![.…])\Z"
_ON = r" ?[:–—-] ?.{0,260}\Z|(?: [^\s.]+){0,14}\Z"

# The kind, the words that a line may begin with, and the pattern that must follow.
_LABELS = (
    ("byline", "by", rf" {_NAMES}"),
    ("byline", "written|reporting|reported|edited|compiled|translated", rf" by {_NAMES}"),
    (
        "byline",
        "author|authors|writer|correspondent|автор|авторы|авторлар|авторлары|текст|мәтін|материал|журналист"
        "|корреспондент|редактор|тілші|дайындаған|әзірлеген|сұхбаттасқан|аударған|перевод|подготовил"
        "|подготовила|подготовили|беседовал|беседовала",
        _VALUE,
    ),
    ("byline", "подготовил|подготовила|подготовили|беседовал|беседовала|записал|записала", rf" {_NAMES}"),
    ("byline", "материал|интервью|беседу", rf" (?:подготовил|записал|вел|вёл)[аи]? {_NAMES}"),
    (
        "caption",
        "photo|photos|photograph|image|picture|illustration|video|graphic|infographic|фото|фотография"
        "|фотографии|иллюстрация|снимок|видео|инфографика|коллаж|скриншот|сурет|суреттер|фотосурет"
        "|бейне|бейнежазба|суретте",
        r"(?: [^\W\d_]+){0,2} ?[:©].{1,240}\Z",
    ),
    ("caption", "image|media|photo|video", rf" (?:caption|courtesy|credit)\b ?[:{_UPPER}“\"'].{{1,240}}\Z"),
    ("caption", "image|media|photo|video|photos|picture", rf" (?:by|copyright) {_NAMES}"),
    ("caption", "фото", r" (?:с сайта|из архива|автора|пресс-службы|предоставлено)\b[^.!?]{0,100}\Z"),
    ("caption", "на", r" (?:фото|снимке|фотографии|видео)(?: [^\W\d_]+)? ?[:–—-] .{1,240}\Z"),
    ("links", "read|see", rf" (?:also|more|next)\b(?:{_ON})"),
    ("links", "related", r"(?: [^\W\d_]+)? ?:.{0,260}\Z| (?:articles|stories|news|links|topics)\Z"),
    ("links", "more", r" (?:on this (?:story|topic)|stories|articles)\b[^.!?]{0,40}\Z"),
    ("links", "читайте|читать|смотрите|слушайте", rf" (?:также|ещё|еще|далее|подробнее|по теме)\b(?:{_ON})"),
    ("links", "см", r"\. также\b.{0,260}\Z"),
    ("links", "по|ранее", r"(?: по)? теме(?: ?:.{0,260})?\Z"),
    ("links", "подробнее|толығырақ|ссылка|ссылки|сілтеме|сілтемелер|link|links|website", r" ?:.{0,260}\Z"),
    ("links", "тағы|сондай", rf"(?:-ақ)?(?: да)? (?:оқыңыз|оқи отырыңыз|оқыңыздар|қараңыз)\b(?:{_ON})"),
    ("links", "оқи", rf" отырыңыз(?:дар)?\b(?:{_ON})"),
    ("links", "толығырақ|оқыңыз|қараңыз", r"(?: оқыңыз| оқу)?(?: ?:.{0,260})?\Z"),
    ("boilerplate", "source|sources|источник|источники|дереккөз|дереккөздер|қайнаркөз", _VALUE),
    (
        "boilerplate",
        "tags|tag|keywords|topics|теги|тэги|тег|тегтер|рубрика|рубрики|категория|категории|айдар|санат",
        _LISTED,
    ),
    ("boilerplate", "key|ключевые|кілт|түйін", r" (?:words|слова|сөздер) ?:.{1,260}\Z"),
    (
        "boilerplate",
        "подписывайтесь|подпишитесь|следите|присоединяйтесь|follow|subscribe|join",
        r"\b.{0,60}(?:telegram|телеграм|канал|instagram|facebook|twitter|youtube|newsletter|рассылк|соцсет)"
        r".{0,90}\Z",
    ),
    ("boilerplate", "advertisement|advertising|реклама|жарнама|sponsored", r"\W*\Z"),
    ("boilerplate", "page|страница|стр|бет", r"\.? ?\d{1,4}(?: ?(?:of|из|/) ?\d{1,4})?\Z"),
)


def _by_first_word() -> dict[str, list[tuple[str, str]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for kind, words, rest in _LABELS:
        for word in words.split("|"):
            table.setdefault(word, []).append((kind, rest))
    return table


_TABLE = _by_first_word()


@cache
def _pattern(kind: str, rest: str) -> re.Pattern[str]:
    """A pattern of ``_LABELS``, compiled when a line first needs it: few are ever needed."""
    folded = kind != "byline" and "caption\\b" not in rest
    return re.compile(rest, re.IGNORECASE if folded else 0)


def furniture(line: str) -> str | None:
    """The kind of a line of furniture (byline, caption, links, boilerplate); ``None`` for text.

    ``line`` has no white space around it.
    """
    if len(line) > LONGEST:
        return None
    return (_labelled(line) if len(line) <= _LABELLED_LONGEST else None) or notice(line)


def _labelled(line: str) -> str | None:
    """The kind of a line by its first word, its marks, or by all of its words."""
    if _BRACKETS.get(line[0]) == line[-1] and len(line) > 2:
        line = line[1:-1].strip() or line
    first = _LETTERS.match(line)
    if first:
        for kind, rest in _TABLE.get(first.group().casefold(), ()):
            if _pattern(kind, rest).match(line, first.end()):
                return kind
    return _rights(line) or _menu(line) or _all_furniture(line)


def opens_links(line: str) -> bool:
    """Whether a line of links only announces them ("Read also:"), so that links follow."""
    return line.endswith(":") or (len(line.split()) <= 4 and not _MENU.search(line) and "." not in line)


def _rights(line: str) -> str | None:
    """Copyright notices and invitations to follow a channel."""
    if not line.rstrip(".!")[-10:].casefold().endswith(_LAST_WORDS):
        return "boilerplate" if len(line) <= 200 and "©" in line else None
    if len(line) <= 200 and ("©" in line or _RIGHTS.search(line, max(0, len(line) - _RIGHTS_LONGEST))):
        return "boilerplate"
    if len(line) <= 150 and line.rstrip(".!").endswith(_FOLLOW):
        return "boilerplate"
    return None


def _menu(line: str) -> str | None:
    """Three or more short items in a row: a menu, or breadcrumbs."""
    if not _SEPARATOR.search(line) or not any(map(line.__contains__, _SEPARATED)):
        return None  # most often, and splitting looks at every space
    items = _MENU.split(line.strip("|•·»›> "))
    if len(items) < 3 or not any(map(str.isalpha, line)):
        return None
    short = all(0 < len(item) <= 30 and len(item.split()) <= 4 and item[-1] not in ".,;!?" for item in items)
    return "links" if short else None


def _all_furniture(line: str) -> str | None:
    """Lines of nothing but dates, times, counters and share buttons."""
    if len(line) > 100 or (line[-1] in ".!?…" and not line.endswith((" г.", " ж."))):
        return None
    words: list[str] = []
    for match in _LETTERS.finditer(line):  # a line of text is given up at its first word or two
        word = match[0].casefold()
        if word not in _FURNITURE:
            return None
        words.append(word)
    known = [word for word in words if word in _DATED or word in _SHARED]
    shared = [word for word in known if word in _SHARED]
    if len(shared) > 1 or (words and words[0] in _SHARE_ALONE):
        return "links"
    has_digit = any(map(str.isdigit, line))
    if has_digit and (not words or len(known) > len(shared) or _CLOCK.search(line)):
        return "boilerplate"
    return None


_NEXT = rf"(?=[\"“«„‘]?[{_UPPER}\d])"
_WORD = rf"[{_UPPER}][\w’']{{1,30}}"
_CAPS = rf"(?=[{_UPPER}-]{{4}})[{_UPPER}]{{2,20}}(?:[ -][{_UPPER}]{{2,20}}){{0,2}}"
_PLACE = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}(?: қаласы)?(?:, {_WORD}(?: {_WORD})?)?"
_YEAR = r"(?:,? \d{4}(?: ?г\.| года| ж\.| жыл\w*)?)?"
_DAY = (
    rf"(?:(?:\d{{4}} жыл\w* )?\d{{1,2}}(?:st|nd|rd|th)?[ -](?i:{_MONTHS})\b\.?{_YEAR}"
    rf"|(?i:{_MONTHS})\b\.? \d{{1,2}}\b{_YEAR}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
)
_AGENCY = rf"[{_UPPER}][\w.’'«»\"-]{{0,30}}(?: [{_UPPER}«\"][\w.«»\"-]{{0,30}}){{0,2}}"
_PAREN = r"\([^()\n]{2,40}\)"
_SLASH = r"/[^/\n]{2,40}/"
_DASH = r",? ?[–—-]{1,2} +"
_SOURCE = rf"(?:{_PAREN}{_DASH}|{_SLASH}[.,:]?(?:{_DASH}| +))"
# Most of this module's import time goes into compiling the months, so they occur here only twice.
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
# What a dateline begins with: its first word (place, month or day) is before a mark, a number or a capital.
_DATED_OPENING = re.compile(rf"[\d(/]|[^\W\d_][\w’']*(?: [{_UPPER}қ(/–—\d-]|[.,–—-])")
_BETWEEN = re.compile(r"[\s.:|/–—-]*")
_CALENDAR = re.compile(rf"(?i:{_MONTHS}|{_WEEKDAYS})\b")


def dateline_end(text: str, start: int, end: int) -> int:
    """The offset after a dateline at the beginning of ``text[start:end]``; ``start`` without one."""
    if not _DATED_OPENING.match(text, start, end):
        return start
    match = _DATELINE.match(text, start, end) or _CITY.match(text, start, end)
    return match.end() if match else start


def repeated_title_end(text: str, start: int, end: int, title: str, language: str | None) -> int:
    """The offset where ``text[start:end]`` goes on after repeating ``title``; ``start`` if it does not.

    Case, spaces, quotes and punctuation are ignored. What follows must look like a beginning: glued
    on without a space, after a dash, colon, full stop or line end, or, after a long title, with a
    capital. English has capitals inside sentences, so its titles must be longer.
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
    """The offset after the letters and digits of ``title`` and its closing marks; None if they differ."""
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
    """Whether a sentence may begin here: with a capital, a digit or an opening quote."""
    return text[at].isupper() or text[at].isdigit() or (text[at] in _QUOTES and at + 1 < end)


def _is_glued(text: str, at: int) -> bool:
    """Whether two words meet at ``at`` without a space: ``daysAn``, ``2011In``, ``ЕСВ Алматы``."""
    before, here, after = text[at - 1], text[at], text[at + 1 : at + 2]
    if here.isdigit():
        return not before.isdigit()
    return here in _QUOTES or not before.isupper() or not after.isupper()
