"""Who, where, when and how much: names, organisations, places, dates and sums, without a model.

The readers of the checks find the pieces: capitalised words that are plainly names, two hundred known
places, dates, numbers with their units. Here they become phrases ("Ministry of Justice", «ТОО „Береке“»,
12 May 2025), and forms of one name become one entry. Not found: a name that only opens sentences, places
that are not in the table (they are names), and dates such as "yesterday".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from summarize.checks.dates import days, weekdays
from summarize.checks.inflection import akin, fold
from summarize.checks.names import name_words
from summarize.checks.numerals import Numeral
from summarize.checks.places import places
from summarize.checks.quantities import Quantities
from summarize.result.entities import Entity, EntityKind, Mention
from summarize.summaries.tfidf import FUNCTION_WORDS
from summarize.text.abbreviations import LEXICONS
from summarize.text.documents import Document
from summarize.text.spans import Spans
from summarize.text.structure import Structure
from summarize.text.words import Word, words

_ORGANISATION: Final = re.compile(
    r"(?:ministr|committee|council|universit|bank|union|agenc|compan|party|court|commission|delegation|institut"
    r"|fund|foundation|association|federation|organi[sz]ation|department|corporation|akimat|parliament|assembly"
    r"|police|hospital|museum|academy|centre|center\b|inc\b|llc\b|ltd\b"
    r"|министерств|комитет|совет|университет|банк|союз|агентств|компани|парти[яиюей]|суд\b|судом\b|комисси"
    r"|институт|фонд|ассоциац|федерац|организац|акимат|управлени|департамент|парламент|ассамбле|полици|больниц"
    r"|музе[йяюе]|академи|центр|представительств|ооо\b|тоо\b|ао\b|нпо\b"
    r"|министрлі|кеңес|одағ|одақ|агентті|сот\b|соты|қор\b|қоры|қауымдаст|ұйым|әкімді|басқарма|аурухана|музей"
    r"|орталығ|академия|жшс\b|өкілді)"
)
_PEOPLE: Final = re.compile(r"министр(?:а|у|ом|е|ы|ов)?\Z|ministers?\Z|министрі?(?:нің|не|мен)?\Z")
_JOINERS: Final = {
    "en": frozenset({"of", "for", "the", "on", "de", "von", "van", "der", "al", "bin"}),
    "ru": frozenset({"по", "при", "де", "фон", "ван", "аль"}),
    "kk": frozenset({"жөніндегі"}),
}
_AND: Final = frozenset({"and", "и", "және"})  # inside "Ministry of Culture and Information" only
_REGION: Final = re.compile(
    r"(?:republic|region|province|oblast|district|city|kingdom|republics|област|район|республик|город|край\b|облыс|аудан|қала)"
)
# Words beside a name that is no person's: Кеген ауданы, село Белогорное, Panfilov district.
_OF_PLACE: Final = re.compile(
    r"\s(?:аудан|облыс|қала|ауыл|өзен|көл)\w{0,8}\b|\s(?:region|district|province|river)\b"
)
_BEFORE_PLACE: Final = re.compile(
    r"\b(?:город|г\.|сел|пос[её]л|аул|район|област|рек|озер|village of|town of|city of|lake|river)\w{0,3}\s\Z"
)
_NO_NAMES: Final = frozenset(
    ("AM", "PM", "OK", "ООО", "ТОО", "АО", "ЗАО", "ПАО", "ИП", "ЖШС", "АҚ", "НПО", "LLC", "LLP", "JSC")
)
_COUNTRIES: Final = frozenset(("UK", "US", "USA", "UAE", "США", "РК", "РФ", "ОАЭ", "КНР", "ҚР", "АҚШ", "БАӘ"))
_CONTRACTION = re.compile(r"(?:i|he|she|it|we|you|they|that|there)[’'](?:ve|ll|m|re|d|s)")
_REACH: Final = 14  # characters before a name
_TITLE = """
mr mrs ms miss dr sir ambassador president minister professor prof madam chairman chairwoman director head
mayor governor senator judge king queen
президент министр посол профессор господин госпожа аким губернатор директор глава депутат председатель
мырза ханым министрі әкімі әкім төраға
"""
_TITLES: Final = frozenset(_TITLE.split())
_GENITIVE = re.compile(r"\w+(?:ых|их|ой|ей|ого|его|ов|ев|ий|ия|ии|ции|ства|ств|дел|ения|ки|ры|ды)\Z")
_TAIL: Final = 4  # words of "Министерство иностранных дел …" after the first
_BETWEEN = re.compile(r"[ \u00a0]|[ \u00a0]?[-–][ \u00a0]?|\.[ \u00a0]|[’']s ")
_QUOTED_NAME = re.compile(
    r"\b(?:ООО|ТОО|АО|ЗАО|ПАО|ИП|НПО|ЖШС|АҚ|компани\w{1,4}|газет\w{1,4}|фонд\w{0,3}|банк\w{0,3}|групп\w{1,4}"
    r"|партия\w{0,4})\s+[«“„\"](?P<name>[^«»“”„\"\n]{2,60})[»”“\"]"
)
_YEAR_AFTER = re.compile(r",?\s{0,2}((?:1[89]|20)\d\d)\b(?:\s*(?:г\.|год[ауе]?\b|жыл\w{0,5}))?")
_MONTH_BEFORE = re.compile(r"\b(?:in|since|by|until|last|this|next|from|early|late|mid)[ -]\Z")
_YEAR_BEFORE = re.compile(r"\b((?:1[89]|20)\d\d)\s+жыл\w{0,5}\s+\Z")
_YEAR = re.compile(
    r"(?<![\d.,$€£₸₽])((?:1[89]|20)\d\d)(?P<word>\s*(?:г\.|год(?:а|у|е|ом|ов)?\b|гг\.|жыл\w{0,6}))?(?![\d%]|[.,]\d)"
)
_YEAR_BESIDE = re.compile(r"\s*(?:[-–—]|и|или|and|or|to|және|мен|пен)\s*(?:1[89]|20)\d\d\b")
_YEAR_WORD = re.compile(
    r"\b(?:in|since|by|until|from|after|before|year|в|во|с|к|до|после)\s\Z", re.IGNORECASE
)
_MONEY_SIGNS: Final = "$€£₸₽¥"
_TOKEN = re.compile(r"[\s-]*[^\s\d]+(?!\S)")
_SPACES = re.compile(r"\s")


@dataclass(frozen=True)
class Found:
    """One mention in a sentence: its kind, its span there, and a value that does not depend on spelling."""

    kind: EntityKind
    start: int
    end: int
    value: str | None = None


class _Named(NamedTuple):
    words: tuple[str, ...]
    kind: EntityKind


@dataclass
class _Entry:
    """The mentions of one entity so far."""

    key: _Named | str
    kind: EntityKind
    value: str | None
    forms: Counter[str] = field(default_factory=Counter)
    mentions: list[Mention] = field(default_factory=list)


def entities(document: Document, outline: Structure) -> tuple[Entity, ...]:
    """The entities of a document, the most frequent of each kind first, with every sentence they stand in.

    ``outline`` has the document's sentences. Offsets are those of ``document.text``.
    """
    sentences = [_SPACES.sub(" ", document.text[s.start : s.end]) for s in outline.sentences]
    known = _known(sentences, [s.language for s in outline.sentences])
    entries = _Entries()
    for text, sentence in zip(sentences, outline.sentences, strict=True):
        for found in mentions(text, sentence.language, known):
            form = text[found.start : found.end]
            place = (sentence.start + found.start, sentence.start + found.end)
            mention = Mention(form, *place, (sentence.start, sentence.end))
            entries.add(found, mention, sentence.language)
    return entries.result()


def _known(sentences: Sequence[str], languages: Sequence[str]) -> frozenset[str]:
    """The names that stand inside sentences, folded: one that opens a sentence is compared with them."""
    found = set()
    for sentence, language in zip(sentences, languages, strict=True):
        found |= {fold(word.text)[:5] for word in name_words(sentence, language)}
    return frozenset(found)


def mentions(sentence: str, language: str, known: frozenset[str] = frozenset()) -> list[Found]:
    """Everything in one sentence, in order and without overlaps; ``known`` are names from elsewhere."""
    when = list(_dates(sentence, language))
    sums = list(_amounts(sentence, language, Spans([(each.start, each.end) for each in when])))
    taken = Spans([(each.start, each.end) for each in (*when, *sums)])
    names = [each for each in _names(sentence, language, known) if not taken.meet(each.start, each.end)]
    ordered = sorted([*when, *sums, *names], key=lambda each: each.start)
    return [each for before, each in pairwise([None, *ordered]) if each and not _overlaps(before, each)]


def _overlaps(before: Found | None, found: Found) -> bool:
    return before is not None and before.end > found.start


# Names, organisations, places


def _names(sentence: str, language: str, known: frozenset[str]) -> Iterator[Found]:
    located = {(each.start, each.end): each.place for each in places(sentence, language)}
    plain = {word.start for word in name_words(sentence, language)}
    every = words(sentence)
    quoted = [match.span("name") for match in _QUOTED_NAME.finditer(sentence)]
    yield from (Found("organisation", *span) for span in quoted)
    taken = Spans(quoted)
    for run in _runs(sentence, every, plain, language, known):
        start, end = run[0].start, run[-1].end
        if not taken.meet(start, end):
            yield _named(sentence, run, located, start, end)


def _named(
    sentence: str, run: Sequence[Word], located: dict[tuple[int, int], str], start: int, end: int
) -> Found:
    inside = [place for (first, last), place in located.items() if first >= start and last <= end]
    region = inside and any(_REGION.match(word.text.lower()) for word in run)
    if sentence[start:end] in _COUNTRIES:
        return Found("place", start, end)
    if _is_organisation(run):
        return Found("organisation", start, end)
    if region:
        return Found("place", start, end, inside[0])
    if _OF_PLACE.match(sentence, end) or _BEFORE_PLACE.search(sentence[max(0, start - _REACH) : start]):
        return Found("place", start, end)
    covered = sum(last - first for first, last in located if first >= start and last <= end)
    if inside and covered >= 0.6 * (end - start):
        return Found("place", start, end, inside[0])
    return Found("name", start, end)


def _is_organisation(run: Sequence[Word]) -> bool:
    if len(run) == 1 and run[0].text.isupper():
        return True
    small = [word.text.lower() for word in run]
    return any(_ORGANISATION.match(word) and not _PEOPLE.match(word) for word in small)


def _runs(
    sentence: str, every: Sequence[Word], plain: set[int], language: str, known: frozenset[str]
) -> Iterator[list[Word]]:
    """Names of one or more words that stand together: capitals, joined by "of", or followed by genitives."""
    run: list[Word] = []
    for index, word in enumerate(every):
        following = every[index + 1] if index + 1 < len(every) else None
        if run and not _BETWEEN.fullmatch(sentence, run[-1].end, word.start):
            yield from _ended(run, language)
            run = []
        if _is_name(word, following, plain, language, known) or _goes_on(run, word, following, language):
            run.append(word)
        elif run:
            yield from _ended(run, language)
            run = []
    yield from _ended(run, language)


def _goes_on(run: Sequence[Word], word: Word, following: Word | None, language: str) -> bool:
    """Whether a word that is no name belongs to the name before it, or joins it to what follows."""
    if not run:
        return False
    if word.text in _AND:
        inner = any(each.text.islower() for each in run) and _is_organisation(run[:1])
        return inner and following is not None and (language == "en" or following.text.islower())
    if word.text == "the":
        return run[-1].text in ("of", "for", "on")
    if language == "kk" and word.text.islower() and run[-1].text[0].isupper():  # Еуропалық одақ
        return _ORGANISATION.match(word.text) is not None and not _PEOPLE.match(word.text)
    return word.text in _JOINERS[language] or _continues(run, word)


def _continues(run: Sequence[Word], word: Word) -> bool:
    """Whether a word in lower case goes on after «Министерство»: иностранных дел."""
    tail = [each for each in run[1:] if each.text.islower()]
    organised = _ORGANISATION.match(run[0].text.lower()) and not _PEOPLE.match(run[0].text.lower())
    return bool(organised) and len(tail) < _TAIL and _GENITIVE.match(word.text) is not None


def _ended(run: list[Word], language: str) -> Iterator[list[Word]]:
    """The run without joiners at its end and titles at its beginning; none if nothing is left."""
    joiners = _JOINERS[language] | _AND
    while run and run[-1].text in joiners:
        run = run[:-1]
    while run and (run[0].text.lower() in _TITLES or run[0].text in joiners):
        run = run[1:]
    if run:
        yield run


def _is_name(
    word: Word, following: Word | None, plain: set[int], language: str, known: frozenset[str]
) -> bool:
    if word.acronym:
        return word.text not in _NO_NAMES and not re.fullmatch("[IVXLC]+", word.text)
    lower = word.text.lower()
    if _CONTRACTION.fullmatch(lower):
        return False
    if word.start in plain:
        return True
    if not word.capitalised or lower in FUNCTION_WORDS or lower in LEXICONS[language].openers:
        return False
    if not word.initial:
        return len(word.text) > 1 and word.text[0].isupper() and bool(_ORGANISATION.match(lower))
    # A word that opens a sentence: a name if it is one elsewhere, or an organisation's first word.
    if fold(word.text)[:5] in known or _ORGANISATION.match(lower):
        return True
    within = language == "en" or word.start > 0  # Russian and Kazakh sentences open with other words as well
    return following is not None and following.start in plain and within and len(lower) > 3


# Dates


def _dates(sentence: str, language: str) -> Iterator[Found]:
    spans: list[tuple[int, int]] = []
    for day in days(sentence, language):
        if not day.plain and day.day is None and not _is_month(sentence, day.start, day.end):
            continue
        start, end, year = day.start, day.end, day.year
        if year is None and (match := _YEAR_AFTER.match(sentence, end)):
            end, year = match.end(), int(match[1])
        if year is None and (match := _YEAR_BEFORE.search(sentence[max(0, start - 20) : start])):
            start, year = start - len(match[0]), int(match[1])
        spans.append((start, end))
        yield Found("date", start, end, _iso(day.months, day.day, year))
    for weekday in weekdays(sentence, language):
        if weekday.plain and not Spans(spans).meet(weekday.start, weekday.end):
            spans.append((weekday.start, weekday.end))
            yield Found("date", weekday.start, weekday.end)
    taken = Spans(spans)
    for match in _YEAR.finditer(sentence):
        before = sentence[max(0, match.start() - 8) : match.start()]
        beside = _YEAR_BESIDE.match(sentence, match.end())
        if (match["word"] or beside or _YEAR_WORD.search(before)) and not taken.meet(*match.span()):
            yield Found("date", *match.span(), match[1])


def _is_month(sentence: str, start: int, end: int) -> bool:
    """Whether a word that may mean something else ("March", "may") is a month: after "in", or with a year."""
    before = _MONTH_BEFORE.search(sentence[max(0, start - _REACH) : start])
    return sentence[start].isupper() and (before is not None or _YEAR_AFTER.match(sentence, end) is not None)


def _iso(months: frozenset[int], day: int | None, year: int | None) -> str | None:
    """The date as in ISO 8601, with what is known of it; ``None`` for 03/04."""
    if len(months) != 1 or (year is not None and year < 100):
        return None
    month = f"{next(iter(months)):02}"
    head = f"{year}-{month}" if year else f"--{month}"
    return head if day is None else f"{head}-{day:02}"


# Sums


def _amounts(sentence: str, language: str, taken: Spans) -> Iterator[Found]:
    account = Quantities(sentence, language)
    for numeral in account.numerals:
        if taken.meet(numeral.start, numeral.end) or not numeral.plain:
            continue
        unit = account.unit(numeral)
        value = f"{max(numeral.readings).normalize():f}"
        if unit:
            kind: EntityKind = "percent" if unit == "%" else "money"
            yield Found(kind, *_with_unit(sentence, numeral, unit, language), f"{value} {unit}")
        elif max(numeral.readings) >= 10:
            yield Found("number", *_with_noun(sentence, numeral), value)


def _with_unit(sentence: str, numeral: Numeral, unit: str, language: str) -> tuple[int, int]:
    """The span of a numeral and its unit, before or after it."""
    start, end = numeral.start, numeral.end
    if start and sentence[start - 1] in _MONEY_SIGNS:
        return start - 1, end
    at = end
    for _ in range(2):
        if not (match := _TOKEN.match(sentence, at)):
            break
        at = match.end()
        alone = Quantities(sentence[start:at], language)
        if alone.numerals and alone.unit(alone.numerals[0]) == unit:
            return start, start + len(sentence[start:at].rstrip('.,;:!?»”)"'))
    return start, end


_NOUN = re.compile(r"[ \u00a0-]([^\W\d_][\w-]{2,})")


def _with_noun(sentence: str, numeral: Numeral) -> tuple[int, int]:
    """The span of a numeral and the word after it, which it counts."""
    match = _NOUN.match(sentence, numeral.end)
    counted = match is not None and match[1].lower() not in FUNCTION_WORDS
    return numeral.start, match.end() if match and counted else numeral.end


# Entries


_COMPARED: Final = 200  # latest entries with the same first letters that a name is compared with


class _Entries:
    """Entities by what they are, however they are inflected; lookup by the first letters of a name."""

    def __init__(self) -> None:
        self._all: list[_Entry] = []
        self._by_value: dict[tuple[EntityKind, str], _Entry] = {}
        self._by_start: dict[str, list[_Entry]] = {}

    def add(self, found: Found, mention: Mention, language: str) -> None:
        entry = self._entry(found, mention.text, language)
        entry.forms[mention.text] += 1
        entry.mentions.append(mention)

    def _entry(self, found: Found, form: str, language: str) -> _Entry:
        if found.kind not in ("name", "organisation"):
            counted = fold(form.split()[-1])[:4] if found.kind == "number" else ""
            key = f"{found.value} {counted}" if found.value else fold(form)
            if (found.kind, key) not in self._by_value:
                self._by_value[found.kind, key] = self._new(_Entry(key, found.kind, found.value))
            return self._by_value[found.kind, key]
        named = _Named(tuple(word.text for word in words(form)) or (form,), found.kind)
        last = fold(named.words[-1])[:2]
        for entry in self._by_start.get(last, [])[-_COMPARED:]:
            if isinstance(entry.key, _Named) and _same(entry.key, named, language):
                return entry
        entry = self._new(_Entry(named, found.kind, None))
        self._by_start.setdefault(last, []).append(entry)
        return entry

    def _new(self, entry: _Entry) -> _Entry:
        self._all.append(entry)
        return entry

    def result(self) -> tuple[Entity, ...]:
        order = {kind: number for number, kind in enumerate(KINDS)}
        entries = sorted(self._all, key=lambda entry: (order[entry.kind], -len(entry.mentions)))
        return tuple(
            Entity(entry.kind, _best(entry.forms), entry.value, tuple(entry.mentions)) for entry in entries
        )


KINDS: Final[tuple[EntityKind, ...]] = ("name", "organisation", "place", "date", "money", "percent", "number")


def _best(forms: Counter[str]) -> str:
    """The form to show: the longest name in its most frequent spelling, the shortest ending first."""
    most = max(len(form.split()) for form in forms)
    return min(
        (form for form in forms if len(form.split()) == most), key=lambda form: (-forms[form], len(form))
    )


def _same(one: _Named, other: _Named, language: str) -> bool:
    """Whether two names are of one: the same words in any form, or a surname alone after the full name."""
    if one.kind != other.kind:
        return False
    longer, shorter = sorted((one.words, other.words), key=len, reverse=True)
    if len(shorter) < len(longer) and one.kind == "organisation":
        return False
    pairs: Iterable[tuple[str, str]] = zip(longer[-len(shorter) :], shorter, strict=True)
    return all(akin(left, right, language) for left, right in pairs)
