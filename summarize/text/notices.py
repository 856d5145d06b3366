"""Notices of sites, publishers and mail programs, recognised by their words: not what a page is about.

Cookie banners, licences, contacts, addresses, salutations, lists of sources, invitations to subscribe, share
or comment, numbered captions; in English, Russian and Kazakh. A rule names words, one of which must stand in
the line, and a pattern; sentences *about* cookies, licences or subscriptions do not match. The rest is told
by its form: addresses, entries of bibliographies, numbered captions, sources of quotations.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import filterfalse

from summarize.text.buttons import is_button
from summarize.text.notice_rules import NOTICE_RULES
from summarize.text.site_rules import SITE_RULES

_RULES = (*NOTICE_RULES, *SITE_RULES)

_UPPER = "A-ZÀ-ÞА-ЯЁӘҒҚҢӨҰҮҺІ"
_WORD = re.compile(r"\w+")
_TOKENS = 50_000  # remembered

_NUMBERED = re.compile(
    r"(?:(?i:figure|fig|table|chart|graph|map|box|рис|рисунок|таблица|табл|схема|диаграмма|график|карта)\.? ?"
    r"(?:№ ?)?\d{1,3}(?:[.-]\d{1,3}){0,2}[a-zа-я]?(?:\.|:| ?[–—|-])?"
    r"|\d{1,3}(?:\.\d{1,3})?[ -]?(?i:сурет|кесте|диаграмма|график|сызба|карта)(?:\.|:| [–—-])?)"
    rf" [«“\"]?[{_UPPER}\d].{{1,260}}\Z"
)
_DIGITS, _NUMBER_AT = frozenset("0123456789"), 16  # characters within which a number of a figure stands
_CREDIT = re.compile(
    rf"(?i:фото|сурет) [{_UPPER}][\w-]+(?: [{_UPPER}][\w.-]*){{1,2}}(?:[,/] ?[^.!?]{{2,40}})?\Z"
)

# The source of a quotation on a line of its own: "— CBC.ca, August 15, 2008"
_ATTRIBUTION = re.compile(
    rf"[–—-]{{1,2}} ?[«“\"]?[{_UPPER}][^.!?]{{0,30}}(?:\.[a-z]{{2,3}})?[^.!?]{{0,40}},"
    rf" (?=[^.!?]{{0,40}}\b(?:19|20)\d\d\b)[^.!?,]{{3,30}}(?:, (?:19|20)\d\d)?(?:г\.|ж\.)?\Z"
)
_INITIALS = re.compile(
    rf"(?:\[?\d{{1,3}}[.\])] ?)?[{_UPPER}][\w’'-]{{1,30}},? (?:[{_UPPER}]\.[ ,]{{0,2}}){{1,3}}"
)
_PRINTED = re.compile(
    r"//|\bpp?\. ?\d|\bvol\. ?\d|\bC\. ?\d|\bС\. ?\d|\d ?(?:с|б|p|pp|бб|бет)\.(?:\W|\Z)|-бб?\.|\bISBN\b"
    r"|\bdoi\b"
    r"|: [^\W\d_]{2,20}(?: [^\W\d_]{2,20}){0,3}, (?:19|20)\d\d|\b(?:М|СПб|Л|А)\.(?:,|:)"
)
_INITIALS_AT = 45  # characters within which a first initial stands
_YEAR_OF_WORK = re.compile(r"\((?:19|20)\d\d[a-z]?\)[.,:]")
_YEAR = re.compile(r"\b(?:19|20)\d\d")

_STREET = (
    r"(?i:street|avenue|ave|road|rd|lane|drive|boulevard|blvd|square|highway|quay|terrace|crescent|plaza"
    r"|проспект|просп|пр-т|пр-кт|улица|шоссе|переулок|набережная|площадь|бульвар|микрорайон|мкр"
    r"|көшесі|даңғылы|алаңы|шағынауданы|шағын ауданы|тұйығы)"
)
_ADDRESS_PART = re.compile(
    r"\d{4,6}|\d[\d/-]*[A-Za-zА-Яа-я]?"
    rf"|(?:(?i:г|гор|ул|пр|пер|наб|пл|б-р|ш|д|дом|кв|оф|офис|корп|стр|а/я|п/я|обл|рн|мкр|simd)\.?"
    rf"|{_STREET}) ?"
    rf"[{_UPPER}\d][^,]{{0,40}}"
    rf"|[{_UPPER}][\w’'-]*(?: [\w’'-]+){{0,3}} (?:{_STREET}|(?i:қаласы|қ\.|облысы|ауданы|ауылы|область"
    rf"|район|обл\.))"
    r"(?: \d{1,4}\w?)?"
    r"|(?i:тел|tel|факс|fax)\.? ?[\d() +-]{5,}"
    r"|\d{1,4}[ -]?(?:st |nd |rd |th )?(?i:этаж|офис|кеңсе|үй|жәшік|қабат|пәтер|floor|бөлме)"
    rf"|(?:[{_UPPER}][\w’'.-]*|\d[\w-]*)(?: (?:[{_UPPER}][\w’'.-]*|\d[\w-]*)){{0,5}}"
)
_ADDRESSED = re.compile(
    rf"\b{_STREET}\b|\b(?i:ул|пр|пер|наб|мкр)\.|\b(?:P\.? ?O\.? )?Box \d|\bа/я \d|\d-жәшік\b"
    r"|\A\d{5,6},|\b[A-Z]{2} \d{5}\b"
    r"|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b|\b\d{5,6}\b"
)
_ADDRESS_LONGEST, _PART_LONGEST = 160, 50

_HONOURED = (
    r"(?i:senator|president|vice president|mr|mrs|ms|madam|sir|speaker|chief justice|reverend|governor|mayor"
    r"|general|chairman|chairwoman|chairperson|minister|prime minister|secretary|ambassador|judge|professor"
    r"|doctor|members of|members|ministers|ambassadors|your (?:excellenc(?:y|ies)|majesty|highness|honou?r"
    r"|holiness)|excellenc(?:y|ies)|ladies and gentlemen|gentlemen|ladies|citizens|colleagues|friends|guests"
    r"|delegates|comrades|americans|countrymen|господин|госпожа|господа|дамы и господа"
    r"|ваш[еи] (?:превосходительств|величеств|высочеств|святейшеств)[оа]|друзья|коллеги|товарищи|депутаты"
    r"|гости|участники|сограждане|соотечественники|казахстанцы|члены|председатель|президент"
    r"|ханымдар мен мырзалар|мырзалар|ханымдар|достар|әріптестер|отандастар|депутаттар|қонақтар"
    r"|қазақстандықтар|қатысушылар|мырза|ханым|ұлы мәртебелі|мәртебелілер|төраға мырза)"
)
_DIGNITARY_LONGEST = 60


class _Called:
    """The rules that the tokens of a line call for with their words; a token is what white space separates.

    A text repeats its tokens so often that looking one up is three times as fast as finding its words. They
    are forgotten when there are many, which bounds the memory.
    """

    def __init__(self) -> None:
        self._table: dict[str, list[int]] = {}
        for number, (_, words, _) in enumerate(_RULES):
            for word in words.split():
                self._table.setdefault(word, []).append(number)
        self._silent: set[str] = set()  # tokens that call for no rule, as most
        self._calling: dict[str, set[int]] = {}

    def rules(self, line: str) -> list[int]:
        """The numbers of the rules, ascending."""
        found: set[int] = set()
        for token in filterfalse(self._silent.__contains__, line.split()):
            found |= self._calling.get(token) or self._learn(token)
        return sorted(found)

    def _learn(self, token: str) -> set[int]:
        if len(self._silent) + len(self._calling) >= _TOKENS:
            self._silent.clear()
            self._calling.clear()
        words = self._table.keys() & _WORD.findall(token.casefold())
        found = {number for word in words for number in self._table[word]}
        if found:
            self._calling[token] = found
        else:
            self._silent.add(token)
        return found


@cache
def _called() -> _Called:
    """Built when the first line is judged."""
    return _Called()


@cache
def _dignitaries() -> re.Pattern[str]:
    """Those whom a speech addresses first, between two commas; compiled when a line may name them."""
    return re.compile(
        r"(?i:and |и |және |мен )?(?:(?i:my|our|dear|fellow|distinguished|honou?red|honou?rable|esteemed"
        r"|other"
        r"|the"
        r"|уважаем\w+|дорог\w+|многоуважаем\w+|құрметті|қадірлі|жоғары мәртебелі|мәртебелі) ){0,3}"
        rf"(?:[^\W\d_]+ )?{_HONOURED}\b\.?(?: (?:of |the |и |мен )?[{_UPPER}][\w’'.-]*){{0,4}}"
    )


@cache
def _compiled(number: int) -> re.Pattern[str]:
    """A rule's pattern, compiled when a line first needs it: few are ever needed."""
    return re.compile(_RULES[number][2], re.IGNORECASE)


def notice(line: str) -> str | None:
    """The kind of a line that is a notice (boilerplate, links, caption); ``None`` for anything else.

    ``line`` has no white space around it.
    """
    if "  " in line or "\n" in line:
        line = " ".join(line.split())
    for number in _called().rules(line):
        if _compiled(number).match(line):
            return _RULES[number][0]
    if _is_caption(line):
        return "caption"
    if is_button(line):
        return "links"
    return (
        "boilerplate"
        if _is_attribution(line) or is_citation(line) or _is_address(line) or _opens(line)
        else None
    )


def _is_caption(line: str) -> bool:
    if not _DIGITS.isdisjoint(line[:_NUMBER_AT]):
        return bool(_NUMBERED.match(line))
    return line[:4].casefold() in ("фото", "суре") and bool(_CREDIT.match(line))


def is_citation(line: str) -> bool:
    """Whether a line is an entry of a bibliography: a surname with initials, a year, and where it was"
    r" printed."""
    if "." not in line[:_INITIALS_AT] or not _INITIALS.match(line) or not _YEAR.search(line):
        return False
    return bool(_PRINTED.search(line) or _YEAR_OF_WORK.search(line))


def _is_attribution(line: str) -> bool:
    return line[0] in "–—-" and len(line.split(None, 10)) <= 10 and bool(_ATTRIBUTION.match(line))


def _is_address(line: str) -> bool:
    """Whether every part between commas is one of a postal address, and one cannot be anything else."""
    if len(line) > _ADDRESS_LONGEST or not line[0].isalnum() or not 0 < line.find(",") <= _PART_LONGEST:
        return False
    parts = [part.strip() for part in line.rstrip(" .,").split(",")]
    if len(parts) < 2 or not all(map(_ADDRESS_PART.fullmatch, parts)):
        return False
    return any(map(str.isdigit, line)) and bool(_ADDRESSED.search(line))


def _opens(line: str) -> bool:
    """Whether a line addresses those present: "Mr. President, ladies and gentlemen:"."""
    if line[-1] not in ",:!." or not -1 <= line.find(",") <= _DIGNITARY_LONGEST:
        return False
    bare = line.rstrip(",:!. ")
    if len(bare) > (_DIGNITARY_LONGEST + 2) * (bare.count(",") + 1):
        return False  # most often: some part is too long
    parts = bare.split(", ")
    if len(parts) == 1 and (line[-1] == "." or len(line) > _DIGNITARY_LONGEST // 2):
        return False
    return max(map(len, parts)) <= _DIGNITARY_LONGEST and all(map(_dignitaries().fullmatch, parts))
